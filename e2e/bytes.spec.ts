import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { startSampleWorkspace } from '../src/sample/server.ts'
import { accessTokenFor, redirectUri } from '../src/sample/test-browser.ts'
import { expect, test } from './fixtures.ts'
import type { AnswerCard } from './pages/answer-card.ts'
import { createRandom } from './seeded-random.ts'
import { storedExchanges } from './stored-bytes.ts'
import { startTap } from './tap.ts'
import { messageEvents, type Script } from './test-agent.ts'

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const exportedHash = async (answer: AnswerCard): Promise<string> => {
  const download = await answer.export('Bytes as received')
  return hashOf(await readFile(await download.path()))
}

/** Every kind of sample agent that answers, with a question that makes it show what it can do. */
const sampleAgents: readonly (readonly [path: string, question: string, state: 'completed' | 'failed'])[] = [
  ['/apps/support-agent/responses', 'Where is order 1002, and what are your return rules?', 'completed'],
  ['/apps/research-crew/responses', 'Compare the regions’ sales and tell me who leads.', 'completed'],
  ['/apps/echo-agent/responses', 'Zürich, 東京, 🧭 and 👩‍🔬', 'completed'],
  ['/apps/slow-thinker/responses', 'Think hard about 17 * 23.', 'completed'],
  ['/apps/flaky-agent/responses', 'Tell me about the West region.', 'failed'],
  ['/apps/fault-lab/responses', 'Which faults can you play?', 'completed'],
  ['/serving-endpoints/sales-insights/invocations', 'Which region sold most?', 'completed'],
]

test.describe('sample agents', () => {
  for (const mode of ['streamed', 'whole'] as const) {
    test(`their ${mode} answers are kept byte by byte`, async ({ playground, page, watch }) => {
      // The browser's own line about the agent that fails; whole, its failure is a status.
      watch.expect(/status of 500 .*\/responses/)
      const sample = await startSampleWorkspace({
        port: 0,
        host: ['127.0.0.1'],
        playgroundOrigins: [redirectUri],
        pace: 0.02,
      })
      const tap = await startTap()
      try {
        const token = await accessTokenFor(sample.origin, 'ada')
        await playground.addLocalAgent(tap.url)
        if (mode === 'whole') await playground.stream.click()
        const exported: string[] = []
        for (const [path, question, state] of sampleAgents) {
          tap.leadTo(`${sample.origin}${path}`, `Bearer ${token}`)
          await playground.open(`/new?agent=${encodeURIComponent(tap.url)}`)
          await expect(playground.answers).toHaveCount(0)
          const answer = await playground.ask(question, state)
          exported.push(await exportedHash(answer))
        }
        const written = tap.bodies.map(hashOf)
        expect(written).toHaveLength(sampleAgents.length)
        expect(Math.min(...tap.bodies.map(({ length }) => length))).toBeGreaterThan(50)
        expect((await storedExchanges(page)).map(({ hash }) => hash)).toEqual(written)
        expect(exported).toEqual(written)
      } finally {
        await tap.close()
        await sample.close()
      }
    })
  }
})

const encoder = new TextEncoder()

/** A body with everything that invites a change on the way: several line ends, comments, marks, damaged characters. */
const awkwardBody = (): Uint8Array => {
  const events = messageEvents(['Zürich, ', '東京, 🧭 ', 'and 👩‍🔬.\r\n', ' End'], 'msg_bytes')
  const parts = events.map((event, index) => {
    const end = ['\n\n', '\r\n\r\n', '\n\n: a comment\n\n'][index % 3] ?? ''
    return encoder.encode(`${index === 1 ? 'id: 1\nretry: 5\n' : ''}data: ${JSON.stringify(event)}${end}`)
  })
  const damaged = Uint8Array.of(...encoder.encode(': '), 0xff, 0xc3, 0x28, ...encoder.encode('\n\n'))
  const done = encoder.encode('data: [DONE]\n\n')
  return Uint8Array.from([Uint8Array.of(0xef, 0xbb, 0xbf), ...parts, damaged, done].flatMap((part) => [...part]))
}

const piecesOf = (body: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] => {
  const places = [0, ...[...new Set(cuts)].toSorted((one, other) => one - other), body.length]
  return places.slice(1).map((to, index) => body.subarray(places[index], to))
}

const writing =
  (pieces: readonly Uint8Array[]): Script =>
  async (answer) => {
    answer.stream()
    for (const piece of pieces) {
      await answer.write(piece)
      // The network joins what is written at once, and a busy page what it reads late; a pause lets pieces arrive alone.
      await pause(2)
    }
    answer.end()
  }

test('any cutting of an answer keeps its bytes', async ({ playground, page, testAgent }) => {
  const body = awkwardBody()
  const random = createRandom(20_261_122)
  const everyByte = Array.from({ length: body.length - 1 }, (_, index) => index + 1)
  const cuttings = [
    everyByte,
    [],
    ...Array.from({ length: 10 }, () => Array.from({ length: 1 + random(40) }, () => 1 + random(body.length - 1))),
  ]
  await playground.addLocalAgent(testAgent.url)
  const exported: string[] = []
  for (const cuts of cuttings) {
    testAgent.next(writing(piecesOf(body, cuts)))
    const answer = await playground.ask(`Cut in ${cuts.length + 1}, please.`)
    exported.push(await exportedHash(answer))
    await expect(answer.root).toContainText('東京, 🧭 and 👩‍🔬.')
  }
  expect(testAgent.written.map(hashOf)).toEqual(cuttings.map(() => hashOf(body)))
  const stored = await storedExchanges(page)
  expect(stored.map(({ hash }) => hash)).toEqual(cuttings.map(() => hashOf(body)))
  expect(stored[0]?.chunkCount, 'Single bytes come in many reads').toBeGreaterThan(10)
  expect(exported).toEqual(cuttings.map(() => hashOf(body)))
})
