import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { byteSize, count } from '../ui/figures.ts'
import { TextField } from '../ui/text-field.tsx'
import { totalOf, type Holdings } from './holdings.ts'

const word = 'delete'

interface DeleteAllDialogProps {
  readonly holdings: Holdings
  readonly onDelete: () => void
  readonly onClose: () => void
}

/** There is no way back from this, so that a click alone is not enough. */
export const DeleteAllDialog = ({ holdings, onDelete, onClose }: DeleteAllDialogProps) => {
  const [typed, setTyped] = useState('')
  const isMeant = typed.trim().toLowerCase() === word
  const { length } = holdings.conversations
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete ${length === 1 ? 'the conversation' : `all ${count(length)} conversations`}?`}
      description={`Their answers, recordings, files and unsent drafts go for good, ${byteSize(totalOf(holdings))} together, in all tabs. Pinned ones go too, and answers that are coming in are stopped. Your agents, workspaces and settings stay.`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="delete-all" variant="danger" disabled={!isMeant}>
            Delete everything
          </Button>
        </>
      }
    >
      <form
        id="delete-all"
        onSubmit={(event) => {
          event.preventDefault()
          if (isMeant) onDelete()
        }}
      >
        <TextField
          label={`Type “${word}” to confirm`}
          value={typed}
          autoComplete="off"
          onChange={({ target }) => setTyped(target.value)}
        />
      </form>
    </Dialog>
  )
}
