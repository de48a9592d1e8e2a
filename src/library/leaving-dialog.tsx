import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { byteSize, count } from '../ui/figures.ts'
import type { Leaving } from './holdings.ts'

const day = (moment: number): string =>
  new Date(moment).toLocaleDateString('en', { month: 'short', day: 'numeric', year: 'numeric' })

const recordings = (number: number): string => (number === 1 ? '1 recording' : `${count(number)} recordings`)

const spanOf = ({ runs }: Leaving): string => {
  const [first] = runs
  const last = runs.at(-1)
  if (first === undefined || last === undefined) return ''
  const [from, to] = [day(first.startedAt), day(last.startedAt)]
  return from === to ? `of ${from}` : `from ${from} to ${to}`
}

interface LeavingDialogProps {
  readonly leaving: Leaving
  /** What shall remain; undefined where somebody chose what leaves. */
  readonly budget?: number | undefined
  readonly onLeave: () => void
  readonly onClose: () => void
}

/** Says what leaves before it does. */
export const LeavingDialog = ({ leaving, budget, onLeave, onClose }: LeavingDialogProps) => {
  const { runs, bytes, remains } = leaving
  const excess = budget === undefined ? 0 : remains - budget
  return (
    <Dialog
      open
      onClose={onClose}
      title={runs.length === 0 ? 'No recording may leave' : `Let ${recordings(runs.length)} leave?`}
      actions={
        <>
          <Button onClick={onClose}>{runs.length === 0 ? 'Close' : 'Cancel'}</Button>
          {runs.length > 0 && (
            <Button variant="danger" onClick={onLeave}>
              Let {recordings(runs.length)} leave
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-2">
        {runs.length > 0 && (
          <p>
            {runs.length === 1
              ? `The recording ${spanOf(leaving)} takes ${byteSize(bytes)}. Its answer stays readable; its events, bytes and times are gone for good.`
              : `${recordings(runs.length)} ${spanOf(leaving)} take ${byteSize(bytes)}. Their answers stay readable; their events, bytes and times are gone for good.`}
          </p>
        )}
        {excess > 0 && (
          <p>
            {runs.length > 0 && 'Even then '}
            {byteSize(excess)} more than the budget {runs.length > 0 ? 'remain' : 'is held'}: pinned conversations,
            baselines, files and answers that are still coming in stay. Unpin or delete conversations, or choose a
            larger budget.
          </p>
        )}
        <p className="text-text-subtle">
          Pinned conversations and baselines keep their recordings. Export first what you may need.
        </p>
      </div>
    </Dialog>
  )
}
