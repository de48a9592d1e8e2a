import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { emptyRunFold, foldRun } from '../conversation/fold-run.ts'
import { unpackConversation } from '../conversation/import-conversation.ts'
import type { PortableConversation } from '../conversation/conversation-file.ts'
import { conversationWith } from '../conversation/test-conversations.ts'
import type { Recording } from '../exchange/recording.ts'
import type { EpochMs } from '../lib/brand.ts'
import { stringOf, type Json } from '../lib/json.ts'
import { momentAtEnd } from '../replay/moment.ts'
import { createReplay } from '../replay/replay.ts'
import { maskedShare } from '../share/masked-share.ts'
import { readSharedLink, writeSharedLink } from '../share/shared-link.ts'

const folder = new URL('../sample/recordings/', import.meta.url)
const recorded = readdirSync(folder)
  .toSorted()
  .flatMap((name) => {
    const json = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Json
    const base64 = stringOf(json, 'base64')
    const bytes =
      base64 === undefined
        ? new TextEncoder().encode(stringOf(json, 'body') ?? '')
        : new Uint8Array(Buffer.from(base64, 'base64'))
    const headers = [['content-type', stringOf(json, 'contentType') ?? '']] as const
    // What deflates to more than a link may hold is told so, and travels as a file.
    return bytes.length > 60_000 ? [] : [{ name, status: 200, headers, bytes, isCut: false }]
  })

const header = { agent: 'apps/a', agentName: 'A', title: 'T', scope: 'answer' } as const

const openedIn = (conversation: PortableConversation) => {
  const [unpacked] = unpackConversation(conversation, { kind: 'link', name: '' }, 0 as EpochMs).runs
  return unpacked ?? expect.fail('no run')
}

const seenIn = (recordings: readonly Recording[]) => {
  const fold = foldRun(recordings)
  const events = fold.last?.reading?.events
  return {
    snapshot: fold.snapshot,
    figures: fold.figures,
    rows: Array.from({ length: events?.count ?? 0 }, (_, index) => events?.row(index)),
  }
}

test('whoever opens a link sees the same answer, events, findings and figures, and the replay ends there', async () => {
  let opened = 0
  for (const answered of recorded) {
    const conversation = conversationWith(answered, opened)
    const asIs = maskedShare({ header, conversation }, true, { custom: [], isMasked: () => false }).value
    const link = await writeSharedLink(asIs)
    if (link.excess !== undefined) continue
    const { conversation: read, problem } = await readSharedLink(await link.payload())
    expect(problem, answered.name).toBeUndefined()
    const before = openedIn(conversation)
    const after = openedIn(read ?? expect.fail(answered.name))
    const seen = seenIn(before.recordings)
    expect(seenIn(after.recordings), answered.name).toEqual(seen)
    expect(after.run.phase).toEqual(before.run.phase)
    const [recording = expect.fail()] = after.recordings
    const replayed = createReplay(recording, emptyRunFold).at(momentAtEnd(recording))
    expect(replayed.fold.snapshot, answered.name).toEqual(seen.snapshot)
    opened += 1
  }
  expect(opened).toBeGreaterThan(60)
})
