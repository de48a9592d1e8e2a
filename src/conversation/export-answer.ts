import { downloadFile, safeFileName } from '../browser/download.ts'
import type { ExchangeId } from '../exchange/recording.ts'
import { contentTypeOf } from './fold-run.ts'
import type { OpenRecordings } from './open-recordings.ts'

/** Saves the answer's bytes exactly as received: `*.sse` for a stream, else by what the server called them. */
export const exportAnswer = async (
  openRecordings: OpenRecordings,
  exchange: ExchangeId,
  agentName: string,
): Promise<void> => {
  const entry = await openRecordings.load(exchange)
  if (entry === undefined) return
  const { recording, reading } = entry
  const type = contentTypeOf(recording) ?? 'application/octet-stream'
  const ending = reading?.form === 'stream' ? 'sse' : reading?.form === 'whole' ? 'json' : 'txt'
  const moment = new Date(recording.startedAt).toISOString().replace(/[:.]/g, '-').slice(0, 19)
  downloadFile(`${safeFileName(agentName)}-${moment}.${ending}`, type, recording.chunks.bytes())
}
