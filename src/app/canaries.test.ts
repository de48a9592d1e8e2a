import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ways } from '../code/snippets.ts'
import { maskRequest } from '../code/masked-request.ts'
import type { CodeRequest } from '../code/code-request.ts'
import type { PortableConversation } from '../conversation/conversation-file.ts'
import type { AttachmentId } from '../conversation/conversation.ts'
import { fileNameOf } from '../conversation/file-name.ts'
import { fileOf } from '../conversation/files-out/file-of.ts'
import { unpackConversation } from '../conversation/import-conversation.ts'
import { maskConversation } from '../conversation/mask-conversation.ts'
import type { FileForm } from '../conversation/thread-model.ts'
import { ChunkLog } from '../exchange/chunk-log.ts'
import { maskOrdinary } from '../exchange/mask-ordinary.ts'
import { secretKinds } from '../exchange/secret-patterns.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { draftFields, maskedDraft } from '../share/draft-link.ts'
import { maskedShare } from '../share/masked-share.ts'
import { writeDocument } from '../share/shared-document.ts'
import { readSharedLink, writeSharedLink } from '../share/shared-link.ts'
import { prepareReport, reportWith } from './report-of-run.ts'
import { writeRoute } from './route.ts'

// Put together here, so that no scanner takes this file for a leak.
const secrets = {
  databricks: `dapi${'0a1b2c3d4e5f6789'.repeat(2)}`,
  jwt: `eyJhbGciOiJSUzI1NiJ9.${'eyJzdWIiOiJjYW5hcnkifQ'}.c2lnbmF0dXJlLW9mLWNhbmFyeQ`,
  openai: `sk-${'proj-c4n4ryC4N4RY'.repeat(2)}`,
  aws: `AKIA${'C4N4RYC4N4RYC4N4'}`,
  email: 'canary.person@acme.example',
  password: 'canary-pass-w0rd',
  cookie: 'canary-of-a-cookie-1f',
} as const
const requestHeader = 'canary-of-a-request-header'
const answerHeader = 'canary-of-an-answer-header'
const canaries = [...Object.values(secrets), requestHeader, answerHeader]

const spoken = [
  `Write to ${secrets.email}, and sign in with ${secrets.databricks}.`,
  `Authorization: Bearer ${secrets.jwt}`,
  `The keys are ${secrets.openai} and ${secrets.aws}.`,
  `postgres://reader:${secrets.password}@db.example/sales`,
  `Cookie: theme=dark; sid=${secrets.cookie}`,
].join('\n')

const encoded = [
  Buffer.from(spoken).toString('base64'),
  Buffer.from(`next: ${secrets.email}`).toString('base64url'),
  encodeURIComponent(`https://a.example/?user=${secrets.email}&api_key=${secrets.password}`),
].join(' ')

const json = (value: unknown): string => JSON.stringify(value)

/** Every character may be an escape: the same JSON, and no pattern fits its bytes. */
const escapedJson = (text: string, isEscaped: (index: number) => boolean): string =>
  [...text]
    .map((character, index) =>
      isEscaped(index) ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : json(character).slice(1, -1),
    )
    .join('')

const cutAt = (text: string, cuts: readonly number[]): readonly string[] => {
  const places = [0, ...cuts.map((cut) => cut % text.length).toSorted((one, other) => one - other), text.length]
  return places.slice(1).map((end, index) => text.slice(places[index], end))
}

interface Shape {
  readonly cuts: readonly number[]
  readonly escapes: readonly boolean[]
}

const streamOf = ({ cuts, escapes }: Shape): string => {
  const escape = (text: string) => escapedJson(text, (index) => escapes[index % escapes.length] === true)
  const deltas = (type: string, field: number, text: string) =>
    cutAt(text, cuts).map(
      (piece) =>
        `data: {"type":"${type}","item_id":"i${field}","output_index":${field},"delta":"${escape(piece)}"}\n\n`,
    )
  const called = json({ to: secrets.email, headers: { authorization: `Bearer ${secrets.jwt}` }, note: spoken })
  const outcome = {
    type: 'response.output_item.done',
    output_index: 2,
    item: { type: 'function_call_output', call_id: 'c', output: json({ rows: [spoken, encoded] }) },
  }
  return [
    ...deltas('response.output_text.delta', 0, `${spoken}\n${encoded}`),
    ...deltas('response.function_call_arguments.delta', 1, called),
    `event: message\ndata: ${json(outcome)}\n\n`,
    `data: ${json({ type: 'error', error: { message: `No account ${secrets.email}: ${secrets.databricks}` } })}\n\n`,
  ].join('')
}

const bodyOf = () => ({
  input: [
    {
      role: 'user',
      content: [
        { type: 'input_text', text: spoken },
        {
          type: 'input_file',
          file_data: `data:text/plain;base64,${Buffer.from(spoken).toString('base64')}`,
          filename: `${secrets.email}.txt`,
        },
      ],
    },
  ],
  custom_inputs: { nested: json({ deeper: json({ note: spoken }) }), api_key: secrets.password, cursor: encoded },
  stream: true,
})

const sessionOf = (shape: Shape): PortableConversation => {
  const chunks = new ChunkLog()
  const stream = new TextEncoder().encode(streamOf(shape))
  cutAt(Buffer.from(stream).toString('latin1'), shape.cuts).forEach((piece, index) =>
    chunks.append(new Uint8Array(Buffer.from(piece, 'latin1')), (index * 3) as Ms),
  )
  return {
    title: `Mail ${secrets.email}`,
    agentName: `Agent of ${secrets.email}`,
    leaf: 0,
    turns: [
      {
        parent: null,
        createdAt: 5 as EpochMs,
        chosen: 0,
        input: {
          text: `${spoken}\n${encoded}`,
          customInputs: json(bodyOf().custom_inputs),
          instructions: spoken,
          decisions: [
            { requestId: 'r', approve: true, tool: `mail ${secrets.email}`, serverLabel: secrets.databricks },
          ],
          attachments: [
            { id: 'attachment_1' as AttachmentId, name: `${secrets.email}.pdf`, mediaType: 'application/pdf', size: 3 },
          ],
        },
        runs: [
          {
            mode: 'streamed',
            startedAt: 5 as EpochMs,
            exchanges: [
              {
                startedAt: 5 as EpochMs,
                request: {
                  method: 'POST',
                  url: `https://a.example/responses?user=${encodeURIComponent(secrets.email)}&api_key=${secrets.password}`,
                  headers: [
                    ['content-type', 'application/json'],
                    ['authorization', `Bearer ${secrets.jwt}`],
                    ['cookie', `sid=${secrets.cookie}`],
                    ['x-tenant', requestHeader],
                  ],
                  body: json(bodyOf()),
                },
                head: {
                  at: 1 as Ms,
                  status: 200,
                  statusText: 'OK',
                  headers: [
                    ['content-type', 'text/event-stream'],
                    ['server', `uvicorn for ${secrets.email}`],
                    ['set-cookie', `sid=${secrets.cookie}; Path=/`],
                    ['x-served-by', answerHeader],
                  ],
                },
                chunks,
                end: {
                  kind: 'broken',
                  at: 1e6 as Ms,
                  problem: {
                    kind: 'network',
                    code: 'cut',
                    title: `Cut for ${secrets.email}`,
                    detail: spoken,
                    remedy: encoded,
                    who: 'agent author',
                    requestId: answerHeader,
                    link: `https://a.example/${secrets.databricks}`,
                  },
                },
              },
            ],
          },
        ],
      },
    ],
  }
}

const ordinary = (session: PortableConversation) => maskOrdinary((mask) => maskConversation(session, mask)).value

const requestOf = (session: PortableConversation): CodeRequest => {
  const request = session.turns[0]?.runs[0]?.exchanges[0]?.request ?? expect.fail()
  return {
    target: { kind: 'app', name: 'a', url: 'https://a.example' },
    origin: 'https://w.example',
    agentName: session.agentName,
    url: request.url,
    headers: request.headers,
    body: bodyOf(),
  }
}

/** What a reader of the file would have in hand: its texts, and what they hold in base64, in addresses, in pieces. */
const readingsOf = (text: string, depth = 0): readonly string[] => {
  const texts = [
    text,
    text.replaceAll(/\\+u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  ]
  const decoded = texts.flatMap((each) => [
    ...[...each.matchAll(/[\w+/-]{16,}={0,2}/g)].map(([found]) => Buffer.from(found, 'base64').toString()),
    ...[...each.matchAll(/[\w%.~-]*%[\w%.~-]*/g)].map(([found]) =>
      found.replaceAll(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    ),
  ])
  return depth === 2 ? texts : [...texts, ...decoded.flatMap((each) => readingsOf(each, depth + 1))]
}

const foldedIn = (conversation: PortableConversation): string => {
  const { runs } = unpackConversation(conversation, { kind: 'file', name: '' }, 0 as EpochMs)
  return json([
    conversation,
    runs.map(({ run, recordings }) => [run, recordings.map(({ chunks }) => Buffer.from(chunks.bytes()).toString())]),
  ])
}

const leaksIn = (text: string): readonly string[] => {
  const readings = readingsOf(text)
  return canaries.filter((canary) => readings.some((reading) => reading.includes(canary)))
}

const forms: readonly FileForm[] = ['recording', 'bytes', 'events', 'har', 'markdown']
const everything = { custom: [], isMasked: () => true }

/** Everything that leaves with the settings with which the playground starts, by name. */
const leaving = async (session: PortableConversation): Promise<readonly (readonly [name: string, text: string])[]> => {
  const masked = ordinary(session)
  const { text, customInputs } = session.turns[0]?.input ?? expect.fail()
  const files = forms.map((form) => [form, Buffer.from(fileOf(form, masked).content).toString()] as const)
  const draft = draftFields(maskedDraft({ mode: 'streamed', input: text, customInputs }))
  const header = { agent: 'apps/a', agentName: session.agentName, title: session.title, scope: 'answer' } as const
  const shared = maskedShare({ header, conversation: session }, true, everything).value
  const told = maskedShare(
    {
      header,
      conversation: {
        ...session,
        turns: session.turns.map((turn) => ({
          ...turn,
          runs: turn.runs.map((run) => ({ ...run, answer: { output: [{ type: 'message', content: spoken }] } })),
        })),
      },
    },
    false,
    everything,
  ).value
  const read = await readSharedLink(await (await writeSharedLink(shared)).payload())
  const source = { conversation: session, request: requestOf(session), kind: 'App', startedAt: 5, playground: '1' }
  const prepared = await prepareReport(source, { custom: [], masked: secretKinds })
  const report = reportWith(prepared, spoken)
  const asked = requestOf(session)
  const requests = [asked, { ...asked, url: 'https://a.example/responses' }]
  return [
    ...files,
    ['names of files', [masked.title, masked.agentName].map((name) => fileNameOf(name, 5, 'md')).join()],
    ['what a file folds to', foldedIn(masked)],
    ['draft link', writeRoute({ at: 'new', agent: 'apps/a', ...draft })],
    ['share link', Buffer.from(writeDocument(shared)).toString()],
    ['share link without the recording', Buffer.from(writeDocument(told)).toString()],
    [
      'what a share link folds to',
      json(read.header) + foldedIn(read.conversation ?? expect.fail(read.problem?.detail ?? '')),
    ],
    ['report', report.text],
    ['file of a report', prepared.file + prepared.facts.fileName],
    ...requests.flatMap((request) =>
      ways.map(({ id, write }) => {
        const { value } = maskOrdinary((mask) => maskRequest(request, mask))
        return [`code: ${id}`, json(write(value))] as const
      }),
    ),
  ]
}

test('the canaries are there before, so that finding none afterwards says something', () => {
  const session = sessionOf({ cuts: [], escapes: [false] })
  const { text } = session.turns[0]?.input ?? expect.fail()
  expect(leaksIn(text)).toEqual(Object.values(secrets))
  expect(leaksIn(foldedIn(session))).toEqual(canaries)
  for (const form of forms) {
    const content = Buffer.from(fileOf(form, session).content).toString()
    expect(leaksIn(content).length, form).toBeGreaterThan(5)
  }
})

test('no canary leaves by any door with the settings of the start, however the answer is cut and escaped', async () => {
  const shape = fc.record({
    cuts: fc.array(fc.nat(5000), { maxLength: 30 }),
    escapes: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
  })
  await fc.assert(
    fc.asyncProperty(shape, async (shape) => {
      for (const [name, text] of await leaving(sessionOf(shape))) expect(leaksIn(text), name).toEqual([])
    }),
    { seed: 20_261_127, numRuns: 8, examples: [[{ cuts: [], escapes: [false] }]] },
  )
}, 60_000)

test('switched off, the bytes leave as they came', () => {
  const session = sessionOf({ cuts: [100, 200], escapes: [false] })
  const bytes = session.turns[0]?.runs[0]?.exchanges[0]?.chunks.bytes()
  expect(fileOf('bytes', session).content).toEqual(bytes)
})
