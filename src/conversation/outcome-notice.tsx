import { LogIn, Plug, RotateCcw, Scissors, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Outcome } from '../protocol/outcome.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { RetryCountdown } from './retry-countdown.tsx'

interface CutNoticeProps {
  readonly icon: ReactNode
  readonly title: string
  readonly detail: string
  readonly remedy: string
  readonly children?: ReactNode
}

const CutNotice = ({ icon, title, detail, remedy, children }: CutNoticeProps) => (
  <div role="alert" className="flex gap-3 rounded-lg border border-notice/40 bg-notice-soft px-3 py-2.5">
    <span className="mt-0.5 shrink-0 text-notice">{icon}</span>
    <div className="min-w-0 flex-1 space-y-1.5">
      <p className="font-medium">{title}</p>
      <p className="text-text-subtle wrap-anywhere whitespace-pre-wrap">{detail}</p>
      <p className="wrap-anywhere">
        <span className="font-medium">What to do:</span> {remedy}
      </p>
      {children}
    </div>
  </div>
)

/** What the reason means: those that the Responses API names, and the states of a SQL statement. */
const incompleteDetails = new Map([
  ['max_output_tokens', 'It reached the limit of tokens it may write (max_output_tokens).'],
  ['content_filter', 'A content filter stopped it (content_filter).'],
  ['PENDING', 'The SQL statement waits for its warehouse, or for its turn (PENDING).'],
  ['RUNNING', 'The SQL statement goes on; its rows come when it is asked for again (RUNNING).'],
  ['CANCELED', 'The SQL statement was canceled (CANCELED).'],
  ['CLOSED', 'The rows of the SQL statement are no longer kept (CLOSED).'],
])

const afterPage =
  'What had arrived is kept, here and in the inspector. Nothing was sent again; run the turn again when you want to. The agent may have gone on without you.'
const afterCut =
  'You can run the turn again. What arrived is kept, here and in the inspector; if it is cut at the same place again, the agent’s author should look at its logs.'

const afterSource = 'Ask whoever it comes from for the whole of it. What could be read is here and in the inspector.'

/** What to do about an answer whose end is not there. */
const remedyOf = (cause: Extract<Outcome, { kind: 'interrupted' }>['cause']): string => {
  if (cause === 'source') return afterSource
  return cause === 'page' ? afterPage : afterCut
}

const stoppedWords = {
  yes: 'Stopped by you. The agent was told to cancel, and said that it did.',
  failed: 'Stopped by you. The agent was told to cancel, but did not confirm it: it may go on.',
  closed: 'Stopped by you. The connection was closed; there is no other way to tell this agent, and it may go on.',
}

const afterCutInBackground =
  'Reconnect to get the rest. The agent goes on in the background, and nothing is sent to it again.'
const stoppedInBackground =
  'Stopped by you. The agent goes on in the background: its server cannot cancel a run. Reconnect to get the rest.'

interface OutcomeNoticeProps {
  readonly outcome: Outcome
  /** Undefined where nothing can be sent. */
  readonly onRunAgain: (() => void) | undefined
  /** Where the run goes on in the background: asks for the rest of it. */
  readonly onReconnect?: (() => void) | undefined
  /** Shows where a link leads before it is opened. */
  readonly onLink: (url: string) => void
}

/** What went wrong at the end of an answer, with the way on. Nothing for answers that ended as they should. */
export const OutcomeNotice = ({ outcome, onRunAgain, onReconnect, onLink }: OutcomeNoticeProps) => {
  const reconnect = onReconnect !== undefined && (
    <Button size="small" variant="primary" onClick={onReconnect}>
      <Plug size={14} aria-hidden /> Reconnect
    </Button>
  )
  const again = (
    <span className="flex flex-wrap gap-2">
      {reconnect}
      {onRunAgain !== undefined && (
        <Button size="small" onClick={onRunAgain}>
          <RotateCcw size={14} aria-hidden /> Run again
        </Button>
      )}
    </span>
  )
  switch (outcome.kind) {
    case 'failed': {
      const { problem } = outcome
      const { link, retryAt } = problem
      return (
        <div className="grid gap-1.5">
          <ProblemNotice problem={problem}>
            {link !== undefined && (
              <Button size="small" onClick={() => onLink(link)}>
                <LogIn size={14} aria-hidden /> Open the connection
              </Button>
            )}
            {again}
          </ProblemNotice>
          {retryAt !== undefined && <RetryCountdown key={retryAt} until={retryAt} />}
        </div>
      )
    }
    case 'interrupted':
      return (
        <CutNotice
          icon={<Scissors size={16} aria-hidden />}
          title={
            outcome.cause === 'source' ? 'The end of the answer is not here' : 'The answer was cut off before its end'
          }
          detail={outcome.detail}
          remedy={onReconnect !== undefined ? afterCutInBackground : remedyOf(outcome.cause)}
        >
          {again}
        </CutNotice>
      )
    case 'incomplete':
      return (
        <CutNotice
          icon={<TriangleAlert size={16} aria-hidden />}
          title="The agent ended its answer early"
          detail={incompleteDetails.get(outcome.reason) ?? `The reason it gave: ${outcome.reason}`}
          remedy="Ask it to go on, or ask for less at once. The limits are set by the agent’s author."
        />
      )
    case 'stopped':
      return (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-xs text-text-subtle">
          <p className="min-w-0 flex-1">
            {onReconnect === undefined ? stoppedWords[outcome.told ?? 'closed'] : stoppedInBackground}
          </p>
          {reconnect}
        </div>
      )
    default:
      return undefined
  }
}
