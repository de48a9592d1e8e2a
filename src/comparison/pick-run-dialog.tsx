import type { RunId } from '../conversation/conversation.ts'
import { Dialog } from '../ui/dialog.tsx'
import type { RunChoice } from './run-choice.ts'
import { RunPicker } from './run-picker.tsx'

interface PickRunDialogProps {
  /** What becomes of the run that is chosen: the dialog's title. */
  readonly title: string
  readonly shown: readonly RunId[]
  readonly onPick: (choice: RunChoice) => void
  readonly onClose: () => void
}

/** Chooses a run for a column. */
export const PickRunDialog = ({ title, shown, onPick, onClose }: PickRunDialogProps) => (
  <Dialog open onClose={onClose} title={title} wide>
    <div className="-mx-5 -mb-4 h-[min(30rem,calc(100dvh-8rem))]">
      <RunPicker
        shown={shown}
        onPick={(choice) => {
          onPick(choice)
          onClose()
        }}
      />
    </div>
  </Dialog>
)
