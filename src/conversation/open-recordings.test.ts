import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { openDatabase } from '../browser/database.ts'
import { ChunkLog } from '../exchange/chunk-log.ts'
import type { ExchangeId } from '../exchange/recording.ts'
import { createRecordings, finishedRecording } from '../exchange/recordings.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { createOpenRecordings } from './open-recordings.ts'

test('a recording that is taken along is not opened; one that is open is taken as it is', async () => {
  const recordings = createRecordings(openDatabase)
  const id = 'exchange_along' as ExchangeId
  const chunks = new ChunkLog()
  chunks.append(new TextEncoder().encode('data: [DONE]\n\n'), 1 as Ms)
  await recordings.put(
    finishedRecording(id, {
      startedAt: 1_000 as EpochMs,
      request: { method: 'POST', url: 'http://localhost:8000/responses', headers: [], body: '{}' },
      head: { at: 1 as Ms, status: 200, statusText: 'OK', headers: [['content-type', 'text/event-stream']] },
      chunks,
      end: { kind: 'whole-body', at: 2 as Ms },
    }),
  )
  const open = createOpenRecordings(recordings)
  expect((await open.recording(id))?.chunks.bytes()).toEqual(chunks.bytes())
  expect(open.get(id)).toBeUndefined()
  const opened = await open.load(id)
  expect(opened?.reading?.events.count).toBe(1)
  expect(await open.recording(id)).toBe(opened?.recording)
  expect(await open.recording('exchange_gone' as ExchangeId)).toBeUndefined()
})
