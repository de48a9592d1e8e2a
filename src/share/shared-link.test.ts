import { describe, expect, test } from 'vitest'
import { deflate } from '../browser/compression.ts'
import { answerTextOf } from '../conversation/answer-state.ts'
import type { PortableConversation } from '../conversation/conversation-file.ts'
import { unpackConversation } from '../conversation/import-conversation.ts'
import { ChunkLog } from '../exchange/chunk-log.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { answerJson } from '../conversation/answer-json.ts'
import { base64UrlOf } from './base64url.ts'
import { checksumOf } from './checksum.ts'
import { maskedShare } from './masked-share.ts'
import { longestPayload, readSharedLink, writeSharedLink } from './shared-link.ts'
import type { Shared } from './shared.ts'

// Put together here, so that no scanner takes this file for a leak.
const canaries = {
  token: `dapi${'0123456789abcdef'.repeat(2)}`,
  header: 'canary-of-a-header',
  email: 'canary@acme.example',
}

const events = [
  { type: 'response.created', response: { id: 'resp_1', output: [] } },
  ...['Write to cana', 'ry@acme', '.example, ', `not ${canaries.token}.`].map((delta) => ({
    type: 'response.output_text.delta',
    item_id: 'm',
    output_index: 0,
    content_index: 0,
    delta,
  })),
]

const sharedOf = (count = 1): Shared => {
  const chunks = new ChunkLog()
  events.forEach((event, index) =>
    chunks.append(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`), (10.04 * index) as Ms),
  )
  chunks.append(new TextEncoder().encode('data: [DONE]\n\n'), 60.2 as Ms)
  const conversation: PortableConversation = {
    title: `Mail ${canaries.email}`,
    agentName: 'Greeter',
    leaf: count - 1,
    turns: Array.from({ length: count }, (_, position) => ({
      parent: position === 0 ? null : position - 1,
      input: {
        text: `Ask ${canaries.email} ${position}`,
        customInputs: `{"api_key":"${canaries.token}"}`,
        instructions: '',
      },
      createdAt: 5 as EpochMs,
      chosen: 0,
      runs: [
        {
          mode: 'streamed',
          startedAt: 5 as EpochMs,
          exchanges: [
            {
              startedAt: 5 as EpochMs,
              request: {
                method: 'POST',
                url: 'https://a.example/',
                headers: [
                  ['content-type', 'application/json'],
                  ['x-secret', canaries.header],
                ],
                body: JSON.stringify({ input: canaries.email }),
              },
              head: {
                at: 1 as Ms,
                status: 200,
                statusText: 'OK',
                headers: [
                  ['content-type', 'text/event-stream'],
                  ['x-request-id', canaries.header],
                ],
              },
              chunks,
              end: { kind: 'whole-body', at: 60.22 as Ms },
            },
          ],
        },
      ],
    })),
  }
  return {
    header: {
      workspace: 'sample',
      agent: 'apps/greeter',
      agentName: 'Greeter',
      title: conversation.title,
      scope: 'answer',
    },
    conversation,
  }
}

const payloadOf = async (shared: Shared, passphrase?: string) => (await writeSharedLink(shared, passphrase)).payload()

const codeOf = async (payload: string) => (await readSharedLink(payload)).problem?.code

const everything = { custom: [], isMasked: () => true }
const unpacked = (conversation: PortableConversation) =>
  unpackConversation(conversation, { kind: 'link', name: '' }, 0 as EpochMs)
const shownIn = (conversation: PortableConversation) => unpacked(conversation).runs.map(({ run }) => run)

const readBack = async (shared: Shared): Promise<Shared> => {
  const { header, conversation, problem } = await readSharedLink(await payloadOf(shared))
  expect(problem).toBeUndefined()
  if (header === undefined || conversation === undefined) throw new Error('not read')
  return { header, conversation }
}

describe('a link', () => {
  test('gives back the same bytes, the same answer and the moments to a tenth of a millisecond', async () => {
    const shared = sharedOf(3)
    const read = await readBack(shared)
    expect(read.header).toEqual(shared.header)
    expect(read.conversation.turns.map(({ input }) => input)).toEqual(
      shared.conversation.turns.map(({ input }) => input),
    )
    const [one] = shared.conversation.turns[1]?.runs[0]?.exchanges ?? []
    const [other] = read.conversation.turns[1]?.runs[0]?.exchanges ?? []
    expect(other?.chunks.bytes()).toEqual(one?.chunks.bytes())
    expect(other?.chunks.count).toBe(one?.chunks.count)
    expect([0, 1, 5].map((index) => other?.chunks.at(index))).toEqual([0, 10, 60.2])
    const [before] = shownIn(shared.conversation)
    const [after] = shownIn(read.conversation)
    expect(after?.snapshot.findings).toEqual(before?.snapshot.findings)
    expect(answerTextOf(after?.snapshot ?? expect.fail())).toBe(answerTextOf(before?.snapshot ?? expect.fail()))
  })

  test('without the recording tells the same answer, and no events', async () => {
    const shared = sharedOf()
    const [run] = shownIn(shared.conversation)
    const snapshot = run?.snapshot ?? expect.fail()
    const turns = shared.conversation.turns.map((turn) => ({
      ...turn,
      runs: turn.runs.map((each) => ({ ...each, answer: answerJson(snapshot) })),
    }))
    const told = { ...shared, conversation: { ...shared.conversation, turns } }
    const open = { custom: [], isMasked: () => false }
    const read = await readBack(maskedShare(told, false, open).value)
    const [after] = shownIn(read.conversation)
    expect(after?.exchanges).toEqual([])
    expect(answerTextOf(after?.snapshot ?? expect.fail())).toBe(answerTextOf(snapshot))
  })

  test('made with the default settings holds no canary', async () => {
    const { value: shared, finds } = maskedShare(sharedOf(2), true, everything)
    expect(new Set(finds.map(({ kind }) => kind))).toEqual(new Set(['email', 'token']))
    const read = await readBack(shared)
    const text = JSON.stringify([
      read,
      shownIn(read.conversation),
      read.conversation.turns.map(({ runs }) =>
        runs.map(({ exchanges }) => exchanges.map(({ chunks }) => new TextDecoder().decode(chunks.bytes()))),
      ),
    ])
    for (const canary of Object.values(canaries)) expect(text).not.toContain(canary)
    expect(text).toContain('[email-1')
  })

  test('that nobody could open is told before it is copied', async () => {
    let seed = 1
    const noise = Array.from({ length: longestPayload }, () => {
      seed = (seed * 48_271) % 2_147_483_647
      return String.fromCharCode(33 + (seed % 90))
    }).join('')
    const shared = sharedOf()
    const long = { ...shared, header: { ...shared.header }, conversation: { ...shared.conversation } }
    const turns = long.conversation.turns.map((turn) => ({ ...turn, input: { ...turn.input, text: noise } }))
    expect((await writeSharedLink({ ...long, conversation: { ...long.conversation, turns } })).excess).toBe('address')
  })
})

test('what packs well and unpacks to more than is read is told before it is copied, too', async () => {
  const shared = sharedOf()
  const turns = shared.conversation.turns.map((turn) => ({
    ...turn,
    input: { ...turn.input, text: 'x'.repeat(1e6 * 1.1) },
  }))
  const link = await writeSharedLink({ ...shared, conversation: { ...shared.conversation, turns } })
  expect(link.length).toBeLessThan(longestPayload)
  expect(link.excess).toBe('content')
  expect(await codeOf(await link.payload())).toBe('link-oversized')
})

test('a small link that unpacks to twenty megabytes is not unpacked', async () => {
  const bomb = await deflate(new Uint8Array(20 * 1024 * 1024))
  const payload = `1.${base64UrlOf(new Uint8Array([0, 0, 0, 0, ...bomb]))}`
  expect(payload.length).toBeLessThan(longestPayload)
  expect(await codeOf(payload)).toBe('link-oversized')
})

describe('a link that is not as it was made', () => {
  test('cut anywhere it says so, and shows what can be read', async () => {
    const payload = await payloadOf(sharedOf(3))
    let withHeader = 0
    let withConversation = 0
    for (let length = 2; length < payload.length; length += 1) {
      const { header, conversation, problem } = await readSharedLink(payload.slice(0, length))
      expect(problem?.kind).toBe('link')
      if (header !== undefined) withHeader += 1
      if (conversation !== undefined) withConversation += 1
    }
    expect(withHeader).toBeGreaterThan(0)
    expect(withConversation).toBeGreaterThan(0)
  })

  test('a recording that breaks off is not said to have broken off where it was made', async () => {
    const payload = await payloadOf(sharedOf())
    const causes = new Set<string | undefined>()
    for (let length = payload.length - 1; length > 2; length -= 1) {
      const { conversation } = await readSharedLink(payload.slice(0, length))
      const [run] = conversation === undefined ? [] : shownIn(conversation)
      const outcome = run?.phase.at === 'over' ? run.phase.outcome : undefined
      if (outcome?.kind === 'interrupted') causes.add(outcome.cause)
    }
    expect([...causes]).toEqual(['source'])
  })

  test('one character changed is always noticed', async () => {
    const payload = await payloadOf(sharedOf())
    for (let at = 2; at < payload.length - 1; at += 1) {
      const other = payload[at] === 'A' ? 'B' : 'A'
      const { problem } = await readSharedLink(`${payload.slice(0, at)}${other}${payload.slice(at + 1)}`)
      expect(problem, `at ${at}`).toBeDefined()
    }
  })

  test.each([
    ['', 'link-unreadable'],
    ['hello', 'link-unreadable'],
    ['3.AAAAAAAA', 'link-newer'],
    ['2.AAAAAAAA', 'link-damaged'],
    ['1.', 'link-damaged'],
    ['1.AAAA%00AAAA', 'link-damaged'],
    ['1.AAAAAAAAAA', 'link-damaged'],
    [`1.${'A'.repeat(longestPayload)}`, 'link-oversized'],
  ])('%.20s: %s', async (payload, code) => {
    expect(await codeOf(payload)).toBe(code)
  })
})

describe('a link with a passphrase', () => {
  const passphrase = 'correct horse battery'

  const sealedReading = async (payload: string) => {
    const { unseal, ...rest } = await readSharedLink(payload)
    expect(rest).toEqual({})
    return unseal ?? expect.fail('nothing asks for a passphrase')
  }

  test('tells nothing before, and everything after', async () => {
    const shared = sharedOf()
    const link = await writeSharedLink(shared, passphrase)
    const payload = await link.payload()
    expect(payload).toHaveLength(link.length)
    expect(payload.startsWith('2.')).toBe(true)
    const unseal = await sealedReading(payload)
    const { header, conversation, problem } = await unseal(passphrase)
    expect(problem).toBeUndefined()
    expect(header).toEqual(shared.header)
    const [before] = shownIn(shared.conversation)
    const [after] = shownIn(conversation ?? expect.fail())
    expect(after?.snapshot.findings).toEqual(before?.snapshot.findings)
  })

  test('is another one each time, and an open one is not', async () => {
    const link = await writeSharedLink(sharedOf(), passphrase)
    expect(await link.payload()).not.toBe(await link.payload())
    expect(await payloadOf(sharedOf())).toBe(await payloadOf(sharedOf()))
  })

  test('a wrong passphrase is not called damage', async () => {
    const unseal = await sealedReading(await payloadOf(sharedOf(), passphrase))
    for (const other of ['', 'Correct horse battery', `${passphrase} `]) {
      expect((await unseal(other)).problem?.code).toBe('link-passphrase-wrong')
    }
  })

  test('the same letters composed otherwise are the same passphrase', async () => {
    const unseal = await sealedReading(await payloadOf(sharedOf(), 'Gr\u00fc\u00dfe aus K\u00f6ln'))
    expect((await unseal('Gru\u0308\u00dfe aus Ko\u0308ln')).problem).toBeUndefined()
  })

  test('cut or changed anywhere it says so before it asks', async () => {
    const payload = await payloadOf(sharedOf(), passphrase)
    for (let at = 2; at < payload.length - 1; at += 1) {
      const other = payload[at] === 'A' ? 'B' : 'A'
      expect(await codeOf(`${payload.slice(0, at)}${other}${payload.slice(at + 1)}`)).toBe('link-damaged')
      expect(await codeOf(payload.slice(0, at))).toBe('link-damaged')
    }
  })

  test.each([0, 1000, 599_999, 4_000_001, 4_294_967_295])('%i rounds are not begun', async (iterations) => {
    const bytes = new Uint8Array(80)
    new DataView(bytes.buffer).setUint32(4, iterations)
    new DataView(bytes.buffer).setUint32(0, checksumOf(bytes.subarray(4)))
    expect(await codeOf(`2.${base64UrlOf(bytes)}`)).toBe('link-unreadable')
  })
})
