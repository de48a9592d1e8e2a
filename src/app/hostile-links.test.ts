import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { deflate } from '../browser/compression.ts'
import { unpackConversation } from '../conversation/import-conversation.ts'
import { conversationWith } from '../conversation/test-conversations.ts'
import type { EpochMs } from '../lib/brand.ts'
import { parseJson, stringOf } from '../lib/json.ts'
import { distorted } from '../lib/test-hostile-json.ts'
import { createSeededRandom } from '../sample/seeded-random.ts'
import { base64UrlOf, bytesOfBase64Url } from '../share/base64url.ts'
import { checksumOf } from '../share/checksum.ts'
import { readDraftLink } from '../share/draft-link.ts'
import { linkedHost } from '../share/linked-host.ts'
import { longestDocument, writeDocument } from '../share/shared-document.ts'
import { longestPayload, readSharedLink, writeSharedLink } from '../share/shared-link.ts'
import type { Shared } from '../share/shared.ts'
import { parseRoute } from './route.ts'

/**
 * Addresses that anybody may have written. Two thousand here; `npm run fuzz` does 100,000. What must hold, whatever
 * the fragment:
 *
 * 1. Nothing throws, and no prototype changes.
 * 2. Whoever opens it sees something or is told why not, in words with a remedy.
 * 3. No more is unpacked than a megabyte, of no more than 32 kB: by these limits memory and time are bounded.
 * 4. It leads to no host but those of Databricks and this computer, and to none without being asked.
 */
const runs = Number(process.env['FUZZ_RUNS'] ?? 2000)

type Random = (below: number) => number

const randomOf = (seed: number): Random => {
  const { between } = createSeededRandom(`link ${seed}`)
  return (below) => between(0, Math.max(0, below - 1))
}

const folder = new URL('../sample/recordings/', import.meta.url)
const sharedOf = (name: string, body: string): Shared => ({
  header: { workspace: 'sample', agent: 'apps/greeter', agentName: 'Greeter', title: 'Sales', scope: 'answer' },
  conversation: conversationWith({
    name,
    status: 200,
    headers: [['content-type', 'text/event-stream']],
    bytes: new TextEncoder().encode(body),
    isCut: false,
  }),
})

const shareds: readonly Shared[] = readdirSync(folder)
  .toSorted()
  .flatMap((name) => {
    const body = stringOf(JSON.parse(readFileSync(new URL(name, folder), 'utf8')), 'body') ?? ''
    return body === '' || body.length > 10_000 ? [] : [sharedOf(name, body)]
  })

const documents = shareds.map(writeDocument)
const payloads = await Promise.all(
  shareds.map(async (shared, index) => (await writeSharedLink(shared, index % 8 === 0 ? 'open sesame' : '')).payload()),
)
const open = payloads.filter((payload) => payload.startsWith('1.'))

const some = <Value>(random: Random, list: readonly Value[]): Value => list[random(list.length)] ?? expect.fail()

const noise = (random: Random, most: number): Uint8Array => Uint8Array.from({ length: random(most) }, () => random(256))

/** A link whose checksum is right, so that what is in it is looked at. */
const payloadOf = async (document: Uint8Array): Promise<string> => {
  const packed = await deflate(document)
  const whole = new Uint8Array(4 + packed.length)
  new DataView(whole.buffer).setUint32(0, checksumOf(document))
  whole.set(packed, 4)
  return `1.${base64UrlOf(whole)}`
}

/** Of every size up to more than a thousand times what it is sent as. */
const bombs = await Promise.all(
  [1, 2, 20, 60].map((megabytes) =>
    payloadOf(new Uint8Array(megabytes * 1024 * 1024).fill(megabytes === 2 ? 0x5b : 0x20)),
  ),
)

const newline = 0x0a

/** One of its two lines of JSON changed at a place, and everything around it right. */
const distortedDocument = (random: Random): Uint8Array => {
  const document = some(random, documents)
  const first = document.indexOf(newline)
  const second = document.indexOf(newline, first + 1)
  const parts = [document.subarray(0, first), document.subarray(first + 1, second), document.subarray(second + 1)]
  const changed = random(4) === 0 ? 0 : 1
  const lines = parts.map((part, index) => {
    const parsed = index === changed ? parseJson(new TextDecoder().decode(part)) : undefined
    return parsed?.ok === true ? new TextEncoder().encode(JSON.stringify(distorted(parsed.value, random))) : part
  })
  return Buffer.concat(lines.flatMap((line, index) => (index < 2 ? [line, Uint8Array.of(newline)] : [line])))
}

const flipped = (random: Random, payload: string): string => {
  const bytes = bytesOfBase64Url(payload.slice(2)) ?? new Uint8Array(1)
  for (let count = 1 + random(4); count > 0; count -= 1) {
    const at = random(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8))
  }
  return payload.slice(0, 2) + base64UrlOf(bytes)
}

/** Any bytes under a right checksum: what decrypts to nothing, and what asks for more rounds than there is time. */
const sealedNoise = (random: Random): string => {
  const bytes = new Uint8Array(4 + random(400))
  bytes.set(noise(random, bytes.length - 4), 4)
  if (bytes.length > 8 && random(2) === 0) new DataView(bytes.buffer).setUint32(4, 600_000)
  new DataView(bytes.buffer).setUint32(0, checksumOf(bytes.subarray(4)))
  return `2.${base64UrlOf(bytes)}`
}

const hosts = [
  'https://evil.example',
  'https://a.databricks.com.evil.example',
  'https://evil.example/.azuredatabricks.net',
  'https://а.azuredatabricks.net',
  'https://adb-1.azuredatabricks.net@evil.example',
  'https://adb-1.azuredatabricks.net:8443',
  'https://adb-1.azuredatabricks.net.',
  'https://a\u202E.cloud.databricks.com',
  'https://a\u200B.cloud.databricks.com',
  'https://a.cloud.databricks.com',
  'http://a.cloud.databricks.com',
  'javascript:alert(1)//.databricks.com',
  'https://[::ffff:127.0.0.1]',
  'https://2130706433',
  'http://localhost:8000@evil.example',
  'http://127.0.0.1.evil.example',
  'http://localhost:8000',
  'apps/__proto__',
  '__proto__',
  'sample',
  'endpoints/../../x',
  'x'.repeat(5000),
]

const draftFragment = (random: Random): string => {
  const value = () => (random(3) === 0 ? new TextDecoder().decode(noise(random, 60)) : some(random, hosts))
  const names = ['workspace', 'agent', 'mode', 'input', 'custom_inputs', '__proto__', 'constructor']
  const query = names.flatMap((name) => (random(3) === 0 ? [] : [`${name}=${encodeURIComponent(value())}`])).join('&')
  return `/new?${random(8) === 0 ? query.replaceAll('%', '%%') : query}`
}

const scribble = (random: Random): string => {
  const marks = [
    '/',
    '?',
    '#',
    '%',
    '%00',
    '..',
    'c',
    'compare',
    'turn',
    'new',
    'shared',
    'run_1',
    '__proto__',
    '\u202E',
    '=',
    '&',
    ' ',
  ]
  return Array.from({ length: random(14) }, () => some(random, marks)).join('')
}

const fragmentOf = async (random: Random): Promise<string> => {
  switch (random(11)) {
    case 0:
      return scribble(random)
    case 1:
    case 2:
      return draftFragment(random)
    case 3:
      return `/shared/1.${base64UrlOf(noise(random, 600))}`
    case 4:
      return `/shared/${payloads[random(payloads.length)]?.slice(0, random(3000)) ?? ''}`
    case 5:
      return `/shared/${flipped(random, some(random, payloads))}`
    case 6:
      return `/shared/${sealedNoise(random)}`
    case 7:
      return random(20) === 0
        ? `/shared/${some(random, bombs)}`
        : `/shared/${random(1e6)}${some(random, open).slice(1)}`
    case 8:
      return `/shared/${await payloadOf(some(random, documents).subarray(0, random(4000)))}`
    default:
      return `/shared/${await payloadOf(distortedDocument(random))}`
  }
}

const known = { workspaces: [], localAgents: [], sampleOrigin: 'http://localhost:8021', allowedHosts: [] }
const ours = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(databricks\.(com|us|azure\.us|azure\.cn)|azuredatabricks\.net)$/

const openDraft = (fields: Parameters<typeof linkedHost>[0] & Parameters<typeof readDraftLink>[0]): void => {
  readDraftLink(fields)
  const host = linkedHost(fields, known)
  if (host.kind === 'refused') expect(host.problem.remedy).not.toBe('')
  if (host.kind === 'new-workspace') expect(host.host).toMatch(ours)
  if (host.kind === 'new-local-agent') expect(host.host).toMatch(/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/)
}

const openShared = async (payload: string): Promise<string> => {
  const { header, conversation, problem, unseal } = await readSharedLink(payload)
  if (unseal !== undefined) return 'asks for a passphrase'
  if (problem !== undefined) {
    expect(problem.kind).toBe('link')
    for (const words of [problem.title, problem.detail, problem.remedy]) expect(words.length).toBeGreaterThan(10)
  }
  if (conversation === undefined) return problem?.code ?? expect.fail('neither something to see nor a reason')
  expect(header).toBeDefined()
  const { runs } = unpackConversation(conversation, { kind: 'link', name: '' }, 0 as EpochMs)
  const bytes = runs.flatMap(({ recordings }) => recordings).reduce((sum, { chunks }) => sum + chunks.byteLength, 0)
  expect(bytes).toBeLessThanOrEqual(longestDocument)
  return problem === undefined ? 'opens' : `opens, ${problem.code}`
}

describe('any fragment', () => {
  test(`${runs.toLocaleString('en')} of them, from seeds`, { timeout: 20_000 + runs * 20 }, async () => {
    const seen = new Map<string, number>()
    for (let seed = 0; seed < runs; seed += 1) {
      const fragment = await fragmentOf(randomOf(seed))
      try {
        const route = parseRoute(fragment)
        if (route.at === 'new') openDraft(route)
        const kind = route.at === 'shared' ? await openShared(route.payload) : route.at
        seen.set(kind, (seen.get(kind) ?? 0) + 1)
      } catch (thrown) {
        throw new Error(`Seed ${seed}: ${fragment.slice(0, 200)}`, { cause: thrown })
      }
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    // Each kind of end was reached: a reader that refuses everything would else pass.
    for (const kind of [
      'opens',
      'opens, link-damaged',
      'asks for a passphrase',
      'link-damaged',
      'link-unreadable',
      'link-newer',
      'new',
      'home',
    ])
      expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(runs / 1000)
  })

  test('a bomb is not unpacked: a megabyte of it at most', async () => {
    for (const bomb of bombs.slice(1)) {
      expect(await openShared(bomb)).toBe('link-oversized')
    }
    expect(bombs.at(-2)?.length).toBeLessThan(longestPayload)
  })
})
