import type { Problem } from '../lib/problem.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'

interface ImportNoticeProps {
  readonly problem: Problem
  readonly onDismiss: () => void
}

/** Why a file was not opened. */
export const ImportNotice = ({ problem, onDismiss }: ImportNoticeProps) => (
  <div className="fixed inset-x-0 top-14 z-40 mx-auto w-[min(30rem,calc(100vw-2rem))]">
    <ProblemNotice problem={problem}>
      <Button size="small" onClick={onDismiss}>
        Dismiss
      </Button>
    </ProblemNotice>
  </div>
)
