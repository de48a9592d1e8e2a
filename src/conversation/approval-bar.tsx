import { ArrowUp } from 'lucide-react'
import { Button } from '../ui/button.tsx'

interface ApprovalBarProps {
  /** Requests that have a choice. */
  readonly chosen: number
  readonly of: number
  readonly onSend: () => void
}

/** Several requests of one answer are answered in one turn: an agent that gets half of it takes the rest as lost. */
export const ApprovalBar = ({ chosen, of, onSend }: ApprovalBarProps) => (
  <div className="flex flex-wrap items-center gap-2 rounded-lg border border-border bg-surface-raised px-2.5 py-2 text-xs">
    <span role="status" className="min-w-0 flex-1 tabular-nums">
      {chosen} of {of} decided. They are sent together.
    </span>
    <Button size="small" variant="primary" disabled={chosen < of} focusableWhenDisabled onClick={onSend}>
      <ArrowUp size={14} aria-hidden /> Send decisions
    </Button>
  </div>
)
