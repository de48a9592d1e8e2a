import type { ExchangeId, Recording } from '../exchange/recording.ts'
import type { Run } from './conversation.ts'
import type { OpenRecordings } from './open-recordings.ts'

/** The recordings of these runs, as far as they are still kept. */
export const recordingsOf = async (
  runs: readonly Run[],
  openRecordings: OpenRecordings,
): Promise<ReadonlyMap<ExchangeId, Recording>> => {
  const found = new Map<ExchangeId, Recording>()
  for (const id of runs.flatMap(({ exchanges }) => exchanges)) {
    const recording = await openRecordings.recording(id)
    if (recording !== undefined) found.set(id, recording)
  }
  return found
}
