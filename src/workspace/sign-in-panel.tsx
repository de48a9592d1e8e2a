import { LogIn } from 'lucide-react'
import { readFragment } from '../browser/location.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useSession, useWorkspaceVerbs } from './use-workspace.ts'
import type { Session, Workspace } from './workspace.ts'

const invitation = (session: Session, workspace: Workspace): string => {
  switch (session.state) {
    case 'expired':
      return `Your sign-in as ${session.user} has ended. Drafts and conversations stay.`
    case 'signing-in':
      return `Waiting for ${new URL(workspace.origin).host} to sign you in.`
    default:
      return workspace.kind === 'sample'
        ? 'The sample workspace runs on this computer. Pick one of its people; it asks for no password.'
        : `Sign in at ${new URL(workspace.origin).host} to see and call its agents. You come back here.`
  }
}

/** Invites to sign in where a workspace has no session; nothing where it has one. */
export const SignInPanel = ({ workspace }: { readonly workspace: Workspace }) => {
  const session = useSession(workspace.id)
  const { signIn } = useWorkspaceVerbs()
  if (session.state === 'signed-in') return null
  const problem =
    session.state === 'failed' ? session.problem : session.state === 'expired' ? session.problem : undefined
  return (
    <section aria-label={`Sign in to ${workspace.label}`} className="grid gap-3">
      {problem === undefined ? (
        <p className="text-sm text-text-subtle wrap-anywhere">{invitation(session, workspace)}</p>
      ) : (
        <ProblemNotice problem={problem} />
      )}
      <Button
        variant="primary"
        className="justify-self-start"
        onClick={() => void signIn(workspace, { returnTo: readFragment() })}
      >
        <LogIn size={14} aria-hidden />
        Sign in
      </Button>
    </section>
  )
}
