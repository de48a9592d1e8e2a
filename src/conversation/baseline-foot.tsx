import { Pin, PinOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import type { Run } from './conversation.ts'
import { DifferenceLine } from './difference-line.tsx'
import type { ThreadActions } from './thread-model.ts'
import { usePin } from './use-pin.ts'

const Line = ({ children }: { readonly children: ReactNode }) => (
  <div
    role="group"
    aria-label="Baseline"
    className="-mt-1.5 flex min-h-7 items-center gap-1.5 text-xs text-text-subtle"
  >
    <Pin size={14} aria-hidden className="shrink-0" />
    {children}
  </div>
)

interface BaselineFootProps {
  readonly run: Run
  readonly actions: Pick<ThreadActions, 'tellAgainst' | 'onCompare' | 'onUnpin'>
}

/** Says that the answer is the baseline of its message, or what changed against it. */
export const BaselineFoot = ({ run, actions }: BaselineFootProps) => {
  const pin = usePin(run)
  if (pin === undefined) return null
  const { baseline, gone, conversation, turn } = pin
  if (pin.run === run.id) return <Line>Baseline: later runs of this message are held against it.</Line>
  if (gone) {
    return (
      <Line>
        <span className="min-w-0 flex-1">The baseline of this message is not in this browser any more.</span>
        <Button variant="quiet" size="small" onClick={() => actions.onUnpin(conversation.id, turn.id)}>
          <PinOff size={14} aria-hidden /> Unpin it
        </Button>
      </Line>
    )
  }
  if (baseline === undefined) return <Line>Reading the baseline…</Line>
  const elsewhere = conversation.id === run.conversation ? '' : ' of another conversation'
  return (
    <DifferenceLine
      name="Baseline"
      label={`Against the baseline${elsewhere}:`}
      one={baseline}
      other={run}
      tell={actions.tellAgainst}
      onOpen={() => actions.onCompare(baseline.id, run.id)}
    />
  )
}
