import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { EpochMs } from '../lib/brand.ts'
import { parseJson, stringOf, type Json } from '../lib/json.ts'
import { distorted } from '../lib/test-hostile-json.ts'
import { createSeededRandom } from '../sample/seeded-random.ts'
import { fileOf } from './files-out/file-of.ts'
import { unpackConversation } from './import-conversation.ts'
import { readConversationFile } from './read-conversation-file.ts'
import { conversationWith } from './test-conversations.ts'
import type { FileForm } from './thread-model.ts'

/**
 * Files that anybody may have written. Two thousand here; `npm run fuzz` does 100,000. What must hold, whatever the
 * file: nothing throws, no prototype changes, and it opens or is refused in words. No more than 100 MB are read, and
 * no list or text in it may be longer than its reader says: by these limits memory and time are bounded.
 */
const runs = Number(process.env['FUZZ_RUNS'] ?? 2000)

type Random = (below: number) => number

const randomOf = (seed: number): Random => {
  const { between } = createSeededRandom(`file ${seed}`)
  return (below) => between(0, Math.max(0, below - 1))
}

const folder = new URL('../sample/recordings/', import.meta.url)
const forms: readonly FileForm[] = ['recording', 'bytes', 'events', 'har', 'markdown']

/** Every sort of file that we write, of answers of every sort. */
const files: readonly (readonly [name: string, bytes: Uint8Array])[] = readdirSync(folder)
  .toSorted()
  .flatMap((name) => {
    const recorded = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Json
    const bytes = new TextEncoder().encode(stringOf(recorded, 'body') ?? '')
    if (bytes.length === 0 || bytes.length > 6000) return []
    const headers = [['content-type', stringOf(recorded, 'contentType') ?? 'text/event-stream']] as const
    const conversation = conversationWith({ name, status: 200, headers, bytes, isCut: false })
    return forms.map((form) => {
      const { ending, content } = fileOf(form, conversation)
      return [`a.${ending}`, typeof content === 'string' ? new TextEncoder().encode(content) : content] as const
    })
  })

const some = <Value>(random: Random, list: readonly Value[]): Value => list[random(list.length)] ?? expect.fail()

const insertions = [
  '\0',
  '\n\n',
  '"',
  '}',
  ']',
  '{"',
  '\\',
  '\uFEFF',
  '\u202E',
  'data: ',
  'HTTP/1.1 200 OK\r\n',
  "curl '",
  '[DONE]',
  'null',
  '1e999',
  '{'.repeat(5000),
  '['.repeat(50_000),
]

/** Cut, flipped, something put in, or another file put after. */
const damaged = (random: Random, bytes: Uint8Array): Uint8Array => {
  const at = random(bytes.length)
  switch (random(4)) {
    case 0:
      return bytes.subarray(0, at)
    case 1: {
      const copy = bytes.slice()
      for (let count = 1 + random(6); count > 0; count -= 1) {
        const place = random(copy.length)
        copy[place] = (copy[place] ?? 0) ^ (1 << random(8))
      }
      return copy
    }
    case 2:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(some(random, insertions)), bytes.subarray(at)])
    default:
      return Buffer.concat([bytes.subarray(0, at), some(random, files)[1].subarray(random(500))])
  }
}

/** A document that is still JSON, with one place in it changed. */
const distortedFile = (random: Random): Uint8Array => {
  const [, bytes] = some(random, files)
  const parsed = parseJson(new TextDecoder().decode(bytes))
  return parsed.ok ? Buffer.from(JSON.stringify(distorted(parsed.value, random))) : damaged(random, bytes)
}

const openFile = async (bytes: Uint8Array): Promise<string> => {
  const read = await readConversationFile(new File([new Uint8Array(bytes)], 'a.txt'), 0 as EpochMs)
  if (!read.ok) {
    for (const words of [read.problem.title, read.problem.detail, read.problem.remedy]) expect(words).not.toBe('')
    return 'refused'
  }
  if (read.value.kind === 'draft') return 'draft'
  unpackConversation(read.value.conversation, { kind: 'file', name: 'a.txt' }, 0 as EpochMs)
  return 'opened'
}

test(`${runs.toLocaleString('en')} files, from seeds`, { timeout: 20_000 + runs * 20 }, async () => {
  const seen = new Map<string, number>()
  for (let seed = 0; seed < runs; seed += 1) {
    const random = randomOf(seed)
    const bytes = random(2) === 0 ? distortedFile(random) : damaged(random, some(random, files)[1])
    try {
      const kind = await openFile(bytes)
      seen.set(kind, (seen.get(kind) ?? 0) + 1)
    } catch (thrown) {
      throw new Error(`Seed ${seed}: ${new TextDecoder().decode(bytes.subarray(0, 200))}`, { cause: thrown })
    }
  }
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
  for (const kind of ['opened', 'refused']) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(runs / 50)
})

test('a file of more than 100 MB is refused unread', async () => {
  const file = new File([], 'huge.recording.json')
  let isRead = false
  Object.defineProperties(file, {
    size: { value: 100 * 1024 * 1024 + 1 },
    arrayBuffer: { value: () => Promise.resolve((isRead = true)) },
  })
  const read = await readConversationFile(file, 0 as EpochMs)
  expect(read).toMatchObject({ ok: false, problem: { code: 'file-too-large' } })
  expect(isRead).toBe(false)
})
