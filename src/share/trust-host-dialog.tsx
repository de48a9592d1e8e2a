import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import type { LinkedHost } from './linked-host.ts'

const words = {
  'new-workspace': {
    title: 'This link leads to a workspace that you have not used here',
    what: 'Its host is',
    next: 'If you go on, it is added to your workspaces. You sign in yourself, as a next step; what the link wrote into the message box is sent only when you send it.',
  },
  'new-local-agent': {
    title: 'This link leads to an agent that you have not used here',
    what: 'It answers on this computer, without a sign-in, at',
    next: 'If you go on, it is added to your agents. What the link wrote into the message box is sent only when you send it.',
  },
} as const

interface TrustHostDialogProps {
  readonly host: Exclude<LinkedHost, { kind: 'known' }>
  readonly onTrust: () => void
  readonly onCancel: () => void
}

const Name = ({ children }: { readonly children: string }) => (
  <p
    dir="ltr"
    className="rounded-md border border-border bg-surface-sunken px-3 py-2.5 font-mono text-sm font-semibold break-all select-text"
  >
    {children}
  </p>
)

/** Names the host that a link leads to. Nothing has been sent there, and nothing will be before the person agrees. */
export const TrustHostDialog = ({ host, onTrust, onCancel }: TrustHostDialogProps) => {
  if (host.kind === 'refused') {
    return (
      <Dialog
        open
        onClose={onCancel}
        title="This link leads where the playground does not go"
        actions={<Button onClick={onCancel}>Cancel</Button>}
      >
        <div className="grid gap-3">
          <p className="text-text-subtle">It names</p>
          <Name>{host.named}</Name>
          <ProblemNotice problem={host.problem} />
          <p className="text-text-subtle">Nothing was sent to it.</p>
        </div>
      </Dialog>
    )
  }
  const { title, what, next } = words[host.kind]
  return (
    <Dialog
      open
      onClose={onCancel}
      title={title}
      actions={
        <>
          <Button onClick={onCancel}>Cancel</Button>
          <Button variant="primary" onClick={onTrust}>
            Trust and continue
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <p className="text-text-subtle">{what}</p>
        <Name>{host.kind === 'new-local-agent' ? host.url : host.host}</Name>
        <p>Nothing has been sent to it. Go on only if you know this name and expected it.</p>
        <p className="text-text-subtle">{next}</p>
      </div>
    </Dialog>
  )
}
