import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EpochMs } from '../../lib/brand.ts'
import { comparable } from '../../protocol/comparable.ts'
import { emptySnapshot } from '../../protocol/snapshot.ts'
import { recordedAnswers } from '../../sample/recorded-answers.ts'
import type { PortableExchange } from '../conversation-file.ts'
import { foldsOf } from '../files-out/opened-run.ts'
import type { Opened } from './found.ts'
import { readText, type Read } from './read-text.ts'

const openedAt = 1_795_000_000_000 as EpochMs

const readOf = (text: string): Read => {
  const read = readText({ text, bytes: new TextEncoder().encode(text), name: 'text', openedAt })
  if (!read.ok) throw new Error(read.problem.detail)
  return read.value
}

const openedOf = (text: string): Opened => {
  const read = readOf(text)
  if (read.kind !== 'opened') throw new Error('It was taken for a command.')
  return read
}

const refusalOf = (text: string): string => {
  const read = readText({ text, bytes: new TextEncoder().encode(text), name: 'text', openedAt })
  return read.ok ? `opened as ${read.value.kind}` : read.problem.detail
}

const onlyExchange = ({ conversation }: Opened): PortableExchange => {
  const [exchange, more] = conversation.turns.flatMap(({ runs }) => runs.flatMap(({ exchanges }) => exchanges))
  if (exchange === undefined || more !== undefined) throw new Error('There is not exactly one exchange.')
  return exchange
}

const bodyTextOf = (opened: Opened): string => new TextDecoder().decode(onlyExchange(opened).chunks.bytes())

/** What the first answer says, whatever it was read from. */
const saidIn = ({ conversation }: Opened) => {
  const run = conversation.turns[0]?.runs[0]
  return comparable(run === undefined ? emptySnapshot : (foldsOf(run).at(-1)?.snapshot ?? emptySnapshot))
}

const byTheRules = recordedAnswers.find(({ name }) => name === 'by-the-rules') ?? expect.fail()
const stream = new TextDecoder().decode(byTheRules.bytes)
const said = saidIn(openedOf(stream))
const events = stream.split('\n').flatMap((line) => (line.startsWith('data: {') ? [line.slice(6)] : []))

describe('an event stream', () => {
  it('keeps its bytes, and says what it lacks', () => {
    const opened = openedOf(stream)
    expect(bodyTextOf(opened)).toBe(stream)
    expect(onlyExchange(opened).missing).toEqual(['times', 'chunks', 'head', 'request', 'end'])
    expect(said.items).toHaveLength(3)
  })

  it('is read from data lines without blank lines between them', () => {
    const opened = openedOf(events.map((event) => `data: ${event}`).join('\n'))
    expect(saidIn(opened)).toEqual(said)
    expect(onlyExchange(opened).missing).toContain('bytes')
  })
})

describe('JSON', () => {
  it.each([
    ['one event a line', events.join('\n')],
    ['a list of events', `[${events.join(',')}]`],
    ['with blank lines, CRLF and [DONE]', `${events.join('\r\n\r\n')}\r\n[DONE]\r\n`],
    [
      'wrapped as clients log it',
      events.map((event) => JSON.stringify({ event: 'x', data: JSON.parse(event) })).join('\n'),
    ],
    ['wrapped, with its data as text', events.map((data) => JSON.stringify({ event: 'x', data })).join('\n')],
    ['laid out over several lines', events.map((event) => JSON.stringify(JSON.parse(event), null, 2)).join('\n')],
  ])('of events: %s', (_, text) => {
    expect(saidIn(openedOf(text))).toEqual(said)
  })

  it('of a whole answer keeps its bytes and its end', () => {
    const text = `{ "object": "response", "status": "completed", "output": [{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]}] }`
    const opened = openedOf(text)
    expect(bodyTextOf(opened)).toBe(text)
    expect(onlyExchange(opened).missing).toEqual(['times', 'chunks', 'head', 'request'])
    expect(opened.conversation.turns[0]?.runs[0]?.mode).toBe('whole')
  })

  it('of several whole answers becomes as many turns', () => {
    const answer = { object: 'chat.completion', choices: [{ message: { role: 'assistant', content: 'Hi' } }] }
    expect(openedOf(`${JSON.stringify(answer)}\n${JSON.stringify(answer)}`).conversation.turns).toHaveLength(2)
  })
})

describe('the output of curl', () => {
  const head =
    'HTTP/2 200 \r\ncontent-type: text/event-stream\r\nset-cookie: session=secret\r\ndate: Fri, 27 Nov 2026 08:00:00 GMT\r\n\r\n'

  it('with -i has a head, whose credentials are masked', () => {
    const opened = openedOf(head + stream)
    const exchange = onlyExchange(opened)
    expect(bodyTextOf(opened)).toBe(stream)
    expect(exchange.head).toMatchObject({ status: 200, statusText: '' })
    expect(JSON.stringify(exchange.head)).not.toContain('secret')
    expect(new Date(exchange.startedAt).toISOString()).toBe('2026-11-27T08:00:00.000Z')
    expect(exchange.missing).toEqual(['times', 'chunks', 'request', 'end'])
  })

  it('may have several heads, of which the last is the answer’s', () => {
    const opened = openedOf(
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 307 Temporary Redirect\r\nlocation: /x\r\n\r\n${head}${stream}`,
    )
    expect(onlyExchange(opened).head?.status).toBe(200)
    expect(bodyTextOf(opened)).toBe(stream)
    expect(opened.notes[0]).toContain('100, 307')
  })

  it('with -v stands among notes, and tells the request', () => {
    const verbose = `* Host localhost:8000 was resolved.\n* Connected to localhost (127.0.0.1) port 8000\n> POST /responses HTTP/1.1\r\n> Host: localhost:8000\r\n> Authorization: Bearer dapi-secret\r\n> \r\n{ [52 bytes data]\n< HTTP/1.1 200 OK\r\n< content-type: text/event-stream\r\n< \r\n${stream}* Connection #0 to host localhost left intact\n`
    const opened = openedOf(verbose)
    const exchange = onlyExchange(opened)
    expect(bodyTextOf(opened)).toBe(stream)
    expect(exchange.head).toMatchObject({ status: 200, statusText: 'OK' })
    expect(exchange.request).toMatchObject({ method: 'POST', url: 'http://localhost:8000/responses' })
    expect(JSON.stringify(exchange.request)).not.toContain('dapi-secret')
    expect(exchange.missing).toEqual(['times', 'chunks', 'bytes', 'end'])
  })

  it('is freed of the progress that curl writes over itself', () => {
    const meter = (time: string) => `\r100  3127    0  3099  100    28  17181    155 ${time} ${time} --:--:-- 17276`
    const [first = '', rest = ''] = [stream.slice(0, 300), stream.slice(300)]
    const printed = `  % Total    % Received\n                Dload  Upload\n${meter('--:--:--')}* Trying\n> POST / HTTP/1.1\r\n> \r\n< HTTP/1.1 200 OK\r\n< \r\n{ [9 bytes data]\n${first}${meter('0:00:01')}${rest}${meter('0:00:02')}\n* Connection #0 left intact\n`
    expect(bodyTextOf(openedOf(printed))).toBe(stream)
  })

  it('goes with the command above it', () => {
    const opened = openedOf(
      `$ curl -N -i http://localhost:8000/responses --json '{"input":"Where?","stream":true}'\n${head}${stream}`,
    )
    expect(opened.conversation.turns[0]?.input.text).toBe('Where?')
    expect(onlyExchange(opened).missing).toEqual(['times', 'chunks', 'end'])
  })
})

describe('what Python prints', () => {
  const printed = readFileSync(new URL('./printed-streams.txt', import.meta.url), 'utf8')
  const sections = new Map(
    printed
      .split(/^=== /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')), section.slice(section.indexOf('\n') + 1)]),
  )

  it.each([...sections.keys()])('is read: %s', (name) => {
    const opened = openedOf(sections.get(name) ?? '')
    expect(saidIn(opened).items.at(-1)).toEqual(said.items.at(-1))
    expect(onlyExchange(opened).missing).toContain('bytes')
  })

  it('is found among the words of the program', () => {
    const lines = events.map((event, index) => `0.${index} event: {'n': ${index}, 'x': None}`.replace(/\{.*\}/, event))
    const opened = openedOf(['Asking the agent…', ...lines, 'done'].join('\n'))
    expect(saidIn(opened)).toEqual(said)
    expect(opened.notes).toEqual(['2 lines are no printed value, and left out.'])
  })
})

/** What the formats are made of. */
const marks =
  `{ } [ ] ( ) < > = " ' : , \\ \` $( $' b None 1e999 \u0000 \uFEFF "__proto__": {"type":"x"} {"log":{"entries":[ Event( http://localhost`.split(
    ' ',
  )
const lines = [
  'HTTP/1.1 200 OK\r\n',
  '< HTTP/1.1 200\n',
  '> POST / HTTP/1.1\n',
  ': agent-playground body {"length":9}\n',
]
const pieces = [...marks, ...lines, 'curl ', 'data: ', '-d @', '--json ', ' ', '\n', '\r\n\r\n']

describe('anything else', () => {
  it.each([
    ['', 'It is empty.'],
    ['Dear colleague, the agent does not answer.', 'No event and no answer'],
    ['{"name": "something"}', 'It is JSON, and neither'],
    ['[]', 'It is JSON, and neither'],
    ['{"type": "response.created"', 'begins like JSON'],
    [`{"type":"x","a":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'nested deeper than 1,000 levels'],
    ['{"output":[]}\n'.repeat(5001), 'It holds 5,001 answers'],
    ['{"log":{"version":"1.2","entries":[]}}', 'Its 0 entries hold neither'],
  ])('is refused in words: %#', (text, words) => {
    expect(refusalOf(text)).toContain(words)
  })

  it('never throws, whatever it is made of', () => {
    const piece = fc.constantFrom(...pieces)
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (parts) => {
        const text = parts.join('')
        const read = readText({ text, bytes: new TextEncoder().encode(text), name: 'any', openedAt })
        if (!read.ok) expect(read.problem.remedy).not.toBe('')
      }),
      { seed: 20_261_127, numRuns: 5000 },
    )
  })
})
