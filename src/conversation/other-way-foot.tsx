import type { Run } from './conversation.ts'
import { DifferenceLine } from './difference-line.tsx'
import { otherWayOf } from './other-way.ts'
import type { ThreadActions } from './thread-model.ts'

interface OtherWayFootProps {
  readonly run: Run
  readonly runs: readonly Run[]
  readonly actions: Pick<ThreadActions, 'tellWays' | 'onCompare'>
}

/** Says how the streamed and the whole answer differ, where both were asked for. */
export const OtherWayFoot = ({ run, runs, actions }: OtherWayFootProps) => {
  const other = otherWayOf(run, runs)
  if (other === undefined) return null
  const [streamed, whole] = run.mode === 'streamed' ? [run, other] : [other, run]
  return (
    <DifferenceLine
      name="Both ways"
      label="Both ways:"
      one={streamed}
      other={whole}
      tell={actions.tellWays}
      onOpen={() => actions.onCompare(streamed.id, whole.id)}
    />
  )
}
