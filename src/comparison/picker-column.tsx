import type { RunId } from '../conversation/conversation.ts'
import type { RunChoice } from './run-choice.ts'
import { RunPicker } from './run-picker.tsx'

interface PickerColumnProps {
  readonly letter: string
  readonly shown: readonly RunId[]
  /** The message whose answer it is to stand beside. */
  readonly question: string | undefined
  readonly onPick: (choice: RunChoice) => void
}

/** A column that is still empty: whatever is chosen here stands in it. */
export const PickerColumn = ({ letter, shown, question, onPick }: PickerColumnProps) => (
  <section
    aria-label={`Column ${letter}`}
    className="grid min-h-0 min-w-72 flex-1 snap-start grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] border-border not-first:border-s max-sm:min-w-full"
  >
    <h2 className="mb-2 flex h-9 min-w-0 items-center gap-2 border-b border-border bg-surface-raised px-3 text-xs font-medium">
      <span aria-hidden className="rounded bg-surface-hover px-1.5 font-mono">
        {letter}
      </span>
      <span className="truncate">
        Choose what to put beside {question === undefined || question === '' ? 'it' : `“${question}”`}
      </span>
    </h2>
    <RunPicker shown={shown} onPick={onPick} />
  </section>
)
