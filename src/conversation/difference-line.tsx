import { Columns2, Equal, EqualNot } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import type { Run } from './conversation.ts'
import type { TellDifference } from './thread-model.ts'
import { useToldDifference } from './use-told-difference.ts'

interface DifferenceLineProps {
  /** What the group is called, and what stands before the words. */
  readonly name: string
  readonly label: string
  readonly one: Run
  readonly other: Run
  readonly tell: TellDifference
  /** Shows the two side by side. */
  readonly onOpen: () => void
}

/** How two runs differ in one line, and the way to see it. */
export const DifferenceLine = ({ name, label, one, other, tell, onOpen }: DifferenceLineProps) => {
  const told = useToldDifference(one, other, tell)
  const words = () => {
    switch (told.at) {
      case 'waiting':
        return 'compared when both have ended.'
      case 'comparing':
        return 'comparing…'
      case 'failed':
        return `they could not be compared. ${told.detail}`
      case 'told':
        return told.words.sentence
    }
  }
  const mark = 'mt-0.75 shrink-0'
  return (
    <div
      role="group"
      aria-label={name}
      className="-mt-1.5 flex min-h-7 flex-wrap items-start justify-end gap-x-2 text-xs text-text-subtle"
    >
      {/* The words keep a readable width; where the button leaves less, it goes below them. */}
      <p className="flex min-w-0 flex-[1_1_18rem] gap-1.5 py-1">
        {told.at === 'told' && told.words.kind === 'different' ? (
          <EqualNot size={14} aria-hidden className={cn(mark, 'text-notice')} />
        ) : (
          <Equal size={14} aria-hidden className={cn(mark, told.at === 'told' ? 'text-success' : 'opacity-40')} />
        )}
        <span className="min-w-0 flex-1 leading-5 wrap-anywhere tabular-nums">
          <span className="font-medium text-text">{label}</span> {words()}
        </span>
      </p>
      <Button variant="quiet" size="small" onClick={onOpen}>
        <Columns2 size={14} aria-hidden /> Open side by side
      </Button>
    </div>
  )
}
