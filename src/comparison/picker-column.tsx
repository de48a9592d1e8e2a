import type { RunId } from '../conversation/conversation.ts'
import { ColumnSection } from './column-section.tsx'
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
  <ColumnSection
    letter={letter}
    title={
      <span className="truncate">
        Choose what to put beside {question === undefined || question === '' ? 'it' : `“${question}”`}
      </span>
    }
  >
    <div className="min-h-0 pt-2">
      <RunPicker shown={shown} onPick={onPick} />
    </div>
  </ColumnSection>
)
