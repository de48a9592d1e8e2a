import type { ExchangeId } from '../../exchange/recording.ts'
import { finishedRecording } from '../../exchange/recordings.ts'
import type { PortableRun } from '../conversation-file.ts'
import { emptyRunFold, readingOf, withExchange, type FoldedExchange, type RunFold } from '../fold-run.ts'

/** A run that travels, folded again from its bytes: its state after each exchange, the last of which is the run's. */
export const foldsOf = ({ exchanges }: PortableRun): readonly RunFold[] => {
  const ids = exchanges.map((_, position) => `exchange_${position}` as ExchangeId)
  const folds: RunFold[] = []
  for (const [position, { continues, ...exchange }] of exchanges.entries()) {
    const before = folds.at(-1) ?? emptyRunFold
    const id = ids[position] ?? ('' as ExchangeId)
    const recording = finishedRecording(id, exchange, continues === undefined ? undefined : ids[continues])
    folds.push(withExchange(before, recording, readingOf(recording, before)))
  }
  return folds
}

export const openedOf = (run: PortableRun): readonly FoldedExchange[] => foldsOf(run).flatMap(({ last }) => last ?? [])
