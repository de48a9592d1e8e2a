import type { Phase, Run } from '../conversation/conversation.ts'
import type { Ms } from '../lib/brand.ts'
import type { Replayed } from './replay.ts'

const phaseAt = (run: Run, { moment, recording }: Replayed): Phase => {
  if (!moment.ended) return { at: recording.chunks.count === 0 ? 'waiting' : 'answering' }
  const place = run.exchanges.indexOf(recording.id)
  if (place === run.exchanges.length - 1) return run.phase
  // Between two exchanges the rest of the answer was asked for.
  return run.mode === 'whole' ? { at: 'polling', polls: place } : { at: 'reconnecting', why: 'asked' }
}

/** The run as its answer was drawn at that moment. A view: it is given to nobody who stores. */
export const replayedRun = (run: Run, replayed: Replayed): Run => ({
  ...run,
  phase: phaseAt(run, replayed),
  snapshot: replayed.fold.snapshot,
  figures: replayed.fold.figures,
  replayedAt: ((replayed.reading?.startsAt ?? 0) + replayed.moment.at) as Ms,
})
