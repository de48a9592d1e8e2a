import type { ReactNode } from 'react'
import type { Takeover } from '../protocol/snapshot.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import type { Interruption, Run } from './conversation.ts'
import { ignoresBackground } from './resumption.ts'

const whyWords: Readonly<Record<Interruption, string>> = {
  cut: 'The connection was cut. The agent goes on; asking for the rest',
  dropped: 'You dropped the connection. The agent goes on; asking for the rest',
  page: 'The page went away while the agent worked. Asking for the rest',
  asked: 'Asking for the rest',
}

/** From which event on the rest is asked for, as `starting_after` says it. */
const afterWords = ({ snapshot, mode }: Run): string => {
  const sequence = snapshot.resumption?.sequence
  return sequence === undefined || mode === 'whole' ? '' : ` after event ${sequence}`
}

const pollWords = (polls: number): string => {
  if (polls === 0) return 'The agent works in the background and will be asked for its answer'
  return `The agent works in the background. Asked ${polls === 1 ? 'once' : `${polls} times`} so far`
}

/** Whether the run is in a phase that has its own words here. */
export const isFollowed = ({ phase }: Run): boolean => phase.at === 'reconnecting' || phase.at === 'polling'

const Working = ({ children }: { readonly children: ReactNode }) => (
  <p role="status" className="flex min-h-6 items-center gap-2 text-text-subtle">
    <span aria-hidden className="size-2 shrink-0 animate-pulse rounded-full bg-accent motion-reduce:animate-none" />
    <span className="min-w-0 wrap-anywhere">{children}…</span>
  </p>
)

interface BackgroundStatusProps {
  readonly run: Run
}

/** How a run in the background stands with its server, beside what the agent says. */
export const BackgroundStatus = ({ run }: BackgroundStatusProps) => {
  const { phase } = run
  if (phase.at === 'reconnecting') {
    return (
      <Working>
        {whyWords[phase.why]}
        {afterWords(run)}
      </Working>
    )
  }
  if (phase.at === 'polling') return <Working>{pollWords(phase.polls)}</Working>
  if (ignoresBackground(run)) {
    return (
      <p role="note" className="rounded-md bg-notice-soft px-2.5 py-1.5 text-xs text-notice">
        The server ignored <code className="font-mono">background</code> and answered over this one connection: it is no
        LongRunningAgentServer, or it has no database. After a cut nothing can be asked for again.
      </p>
    )
  }
  return undefined
}

/** Where another process took the run over. */
export const TakeoverMark = ({ takeover }: { readonly takeover: Takeover }) => (
  <div role="note" className="flex items-start gap-3 border-y border-notice/40 bg-notice-soft px-3 py-2 text-xs">
    <div className="grid min-w-0 flex-1 gap-0.5">
      <p className="font-medium text-notice">Attempt {takeover.attempt}: another process took over</p>
      <p className="text-text-subtle">
        The one before died. The agent begins anew from here, told what had happened; tools may have run twice.
      </p>
      {takeover.conversationId !== undefined && (
        <p className="line-clamp-3 text-text-subtle wrap-anywhere">
          An agent that keeps its own history knows the conversation from here on as{' '}
          <code className="font-mono text-text">{takeover.conversationId}</code>
        </p>
      )}
    </div>
    {takeover.conversationId !== undefined && (
      <CopyButton label="Copy the conversation id" text={() => takeover.conversationId ?? ''} />
    )}
  </div>
)
