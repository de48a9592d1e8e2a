import { ClipboardPaste } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import type { Problem } from '../lib/problem.ts'
import type { OpenedSources } from './open-sources.ts'

interface ImportNoticeProps {
  readonly outcome: OpenedSources
  readonly onDismiss: () => void
}

/** Several that failed as one problem, with a line for each. */
const joinedProblem = (problems: readonly Problem[], opened: number): Problem | undefined => {
  const [first, second] = problems
  if (first === undefined || (second === undefined && opened === 0)) return first
  return {
    ...first,
    title: `${problems.length} of ${problems.length + opened} files could not be opened`,
    detail: problems.map(({ detail }) => detail).join('\n'),
    remedy: second === undefined ? first.remedy : 'The others are here. Export these again where they were made.',
  }
}

/** What came of a file that was not opened, and what a command held that a draft does not. */
export const ImportNotice = ({ outcome, onDismiss }: ImportNoticeProps) => {
  const problem = joinedProblem(outcome.problems, outcome.opened)
  const dismiss = (
    <Button size="small" onClick={onDismiss}>
      Dismiss
    </Button>
  )
  return (
    <div className="fixed inset-x-0 top-14 z-40 mx-auto w-[min(30rem,calc(100vw-2rem))]">
      {problem !== undefined ? (
        <ProblemNotice problem={problem}>{dismiss}</ProblemNotice>
      ) : (
        <div
          role="status"
          className="flex gap-3 rounded-lg border border-border bg-surface-raised px-3 py-2.5 text-sm shadow-floating"
        >
          <ClipboardPaste size={16} aria-hidden className="mt-0.5 shrink-0 text-text-subtle" />
          <div className="min-w-0 flex-1 space-y-1.5">
            <p className="font-medium">The command became a draft. Nothing was sent.</p>
            {outcome.notes.map((note) => (
              <p key={note} className="text-text-subtle wrap-anywhere">
                {note}
              </p>
            ))}
            {dismiss}
          </div>
        </div>
      )}
    </div>
  )
}
