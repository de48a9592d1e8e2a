import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8 } from '../exchange/utf8.ts'
import type { Ms } from '../lib/brand.ts'
import type { Json, JsonObject } from '../lib/json.ts'
import { createReading } from '../protocol/create-reading.ts'
import { snapshotOfAnswer } from '../protocol/snapshot-of-answer.ts'
import { emptySnapshot, type Snapshot } from '../protocol/snapshot.ts'
import { compareAnswers, type Comparison, type Difference } from './compare-answers.ts'
import { allRules } from './ignore-rules.ts'
import type { ToldAnswer } from './told-answer.ts'
import { namesOf, verdictOf } from './verdict.ts'

const told = (snapshot: Snapshot, change: Partial<ToldAnswer> = {}): ToldAnswer => ({
  mode: 'streamed',
  snapshot,
  state: 'completed',
  figures: { events: 0, bytes: 0 },
  background: false,
  asksAsChat: false,
  answeredWhole: false,
  ...change,
})

const answer = (output: readonly JsonObject[], more: JsonObject = {}, change: Partial<ToldAnswer> = {}): ToldAnswer =>
  told(snapshotOfAnswer({ output, ...more }, 0 as Ms), { mode: 'whole', ...change })

const message = (text: string): JsonObject => ({
  type: 'message',
  role: 'assistant',
  content: [{ type: 'output_text', text }],
})
const call = (name: string, args: string, id = name): JsonObject => ({
  type: 'function_call',
  name,
  arguments: args,
  call_id: id,
})
const output = (id: string, text: string): JsonObject => ({ type: 'function_call_output', call_id: id, output: text })

const subjectsOf = ({ differences }: Comparison): readonly string[] => differences.map(({ subject }) => subject)

const folder = new URL('../sample/recordings/', import.meta.url)
const recordings = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map(
    (name) =>
      JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as {
        readonly name: string
        readonly contentType: string
        readonly body?: string
        readonly whole?: Json
      },
  )

const readIn = (contentType: string, bytes: Uint8Array, cuts: readonly number[]): Snapshot => {
  const reading = createReading({ contentType, utf8, status: 200 })
  let from = 0
  for (const cut of [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    reading.push(bytes.subarray(from, cut), from as Ms)
    from = cut
  }
  reading.end(from as Ms)
  return reading.snapshot
}

test.each<[string, ToldAnswer, ToldAnswer, readonly string[]]>([
  ['another word', answer([message('West leads.')]), answer([message('East leads.')]), ['text']],
  ['white space', answer([message('a  b\nc')]), answer([message('a b c ')]), []],
  ['a footnote mark', answer([message('It is so.[^1]')]), answer([message('It is so.')]), []],
  ['an empty message', answer([message('')]), answer([]), []],
  [
    'the spelling of arguments',
    answer([call('f', '{"a":1,"b":2}'), output('f', '1')]),
    answer([call('f', '{ "b": 2, "a": 1 }', 'other'), output('other', '1')]),
    [],
  ],
  ['an argument', answer([call('f', '{"a":1}')]), answer([call('f', '{"a":2}')]), ['arguments']],
  [
    'the output of a call',
    answer([call('f', '{}'), output('f', '{"n":1}')]),
    answer([call('f', '{}'), output('f', '{"n":2}')]),
    ['outputs'],
  ],
  ['a call more', answer([message('x')]), answer([call('f', '{}'), message('x')]), ['tools']],
  ['another tool', answer([call('f', '{}')]), answer([call('g', '{}')]), ['tools', 'tools']],
  ['custom outputs', answer([], { custom_outputs: { a: 1 } }), answer([]), ['custom_outputs']],
  [
    'the thread id of custom outputs',
    answer([], { custom_outputs: { a: 1, thread_id: 'x' } }),
    answer([], { custom_outputs: { a: 1, thread_id: 'y' } }),
    [],
  ],
  ['usage', answer([], { usage: { input_tokens: 1 } }), answer([], { usage: { input_tokens: 2 } }), ['usage']],
  ['a status that one leaves out', answer([], { status: 'completed' }), answer([]), []],
  ['how it ended', answer([]), answer([], {}, { state: 'failed' }), ['status']],
  [
    'a header of the agent',
    answer([], {}, { http: { status: 200, headers: [['x-agent-version', '1']] } }),
    answer([], {}, { http: { status: 200, headers: [['X-Agent-Version', '2']] } }),
    ['headers'],
  ],
  [
    'usual headers',
    answer([], {}, { http: { status: 200, headers: [['date', 'now']] } }),
    answer([], {}, { http: { status: 200, headers: [['content-type', 'application/json']] } }),
    [],
  ],
  [
    'the shape of a failure',
    answer([], {}, { state: 'failed', failureShape: { body: { detail: 'string' } } }),
    answer([], {}, { state: 'failed', failureShape: { event: { error: 'string' } } }),
    ['error'],
  ],
])('finds %s', (_, a, b, subjects) => {
  expect(subjectsOf(compareAnswers(a, b, allRules))).toEqual(subjects)
})

test('a rule that is switched off lets its differences be seen', () => {
  const a = answer([call('f', '{}', 'one')], { id: 'r1', status: 'completed' })
  const b = answer([call('f', '{ }', 'two')], { id: 'r2' })
  const off = (rule: string) =>
    subjectsOf(
      compareAnswers(
        a,
        b,
        allRules.filter((other) => other !== rule),
      ),
    )
  expect(off('ids')).toEqual(['ids', 'ids'])
  expect(off('untold')).toEqual(['status'])
  expect(off('white-space')).toEqual(['arguments'])
  expect(off('usual-headers')).toEqual([])
})

test('an item in the middle does not shift the others', () => {
  const texts = ['one', 'two', 'three', 'four'].map((word) => message(`The ${word} of them`))
  const without = texts.toSpliced(1, 1)
  const { rows } = compareAnswers(answer(texts), answer(without), allRules)
  expect(rows.map(({ side, same }) => [side, same])).toEqual([
    ['both', true],
    ['a', false],
    ['both', true],
    ['both', true],
  ])
})

test('the most alike messages are laid over each other', () => {
  const a = answer([message('The West leads with nine hundred thousand dollars.')])
  const b = answer([
    message('Let me add up the quarters.'),
    message('The West leads with eight hundred thousand dollars.'),
  ])
  const { rows } = compareAnswers(a, b, allRules)
  expect(rows.map(({ side }) => side)).toEqual(['b', 'both'])
  expect(rows[1]?.fields[0]?.content).toEqual({
    form: 'text',
    stretches: [
      { kind: 'same', text: 'The West leads with ' },
      { kind: 'removed', text: 'nine ' },
      { kind: 'added', text: 'eight ' },
      { kind: 'same', text: 'hundred thousand dollars.' },
    ],
  })
})

describe('what is expected', () => {
  const usage = { usage: { input_tokens: 3 } }

  test('an agent on the OpenAI Agents SDK gives no usage when it does not stream', () => {
    const streamed = answer([message('x')], { id: '__fake_id__', ...usage }, { mode: 'streamed' })
    const { differences } = compareAnswers(streamed, answer([message('x')]), allRules)
    expect(differences).toEqual([
      { subject: 'usage', side: 'a', field: 0, expected: expect.stringContaining('OpenAI Agents SDK') },
    ])
  })

  test('of any other agent it is a surprise, and so is the reverse', () => {
    const streamed = answer([message('x')], usage, { mode: 'streamed' })
    expect(compareAnswers(streamed, answer([message('x')]), allRules).differences[0]?.expected).toBeUndefined()
    const marked = answer([message('x')], { id: '__fake_id__' }, { mode: 'streamed' })
    expect(compareAnswers(marked, answer([message('x')], usage), allRules).differences[0]?.expected).toBeUndefined()
  })

  test('the verdict tells it apart', () => {
    const streamed = answer([message('x')], { id: '__fake_id__', ...usage }, { mode: 'streamed' })
    const whole = answer([message('x')])
    expect(verdictOf(compareAnswers(streamed, whole, allRules), namesOf('streamed', 'whole'))).toEqual({
      kind: 'expected',
      sentence: 'The same: no tools, same text. Expected here: usage.',
      subjects: [],
    })
  })
})

test('the verdict says the difference in one sentence', () => {
  const streamed = answer([call('f', '{}'), message('x')], {}, { mode: 'streamed' })
  const whole = answer([call('f', '{}'), message('x')], { custom_outputs: { a: 1 } })
  const verdict = verdictOf(compareAnswers(streamed, whole, allRules), namesOf('streamed', 'whole'))
  expect(verdict.sentence).toBe('Same tools, same text, the streamed answer lacks custom_outputs.')
  expect(verdict.kind).toBe('different')
})

describe.each(recordings.filter(({ body }) => body !== undefined))('$name', ({ contentType, body, whole }) => {
  const bytes = new TextEncoder().encode(body)

  test('does not differ from itself, however it was cut', () => {
    const once = told(readIn(contentType, bytes, []))
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 8 }), (cuts) => {
        const again = told(readIn(contentType, bytes, cuts))
        expect(compareAnswers(once, again, allRules).differences).toEqual([])
        // Whichever rules hold: only moments depend on the cutting.
        expect(compareAnswers(once, again, ['times']).differences).toEqual([])
      }),
      { seed: 20261127, numRuns: 6 },
    )
  })

  test.runIf(whole !== undefined)('compares with its whole answer as that does with it', () => {
    const streamed = told(readIn(contentType, bytes, []))
    const other = told(snapshotOfAnswer(whole ?? null, 0 as Ms), { mode: 'whole' })
    expectMirror(streamed, other)
  })
})

const flipped = { a: 'b', b: 'a', both: 'both' } as const

const sorted = (differences: readonly Difference[], flip: boolean): readonly string[] =>
  differences
    .map(({ subject, side, expected }) => `${subject} ${flip ? flipped[side] : side} ${expected ?? ''}`)
    .toSorted()

const expectMirror = (a: ToldAnswer, b: ToldAnswer): void => {
  const [there, back] = [compareAnswers(a, b, allRules), compareAnswers(b, a, allRules)]
  expect(sorted(back.differences, true)).toEqual(sorted(there.differences, false))
  expect(back.rows.length).toBe(there.rows.length)
  const words = (comparison: Comparison, kind: 'removed' | 'added') =>
    comparison.rows
      .flatMap(({ fields }) => fields)
      .flatMap(({ content }) => (content.form === 'text' ? content.stretches : []))
      .flatMap((stretch) => (stretch.kind === kind ? [stretch.text] : []))
  expect(words(back, 'added')).toEqual(words(there, 'removed'))
  expect(verdictOf(back, { a: 'B', b: 'A' }).subjects).toEqual(verdictOf(there, { a: 'A', b: 'B' }).subjects)
  expect(verdictOf(back, { a: 'B', b: 'A' }).sentence.length).toBeGreaterThan(0)
}

const word = fc.constantFrom('west', 'east', 'leads', 'with', 'nine', 'hundred', '.', ' ', '\n', '漢', '字')
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))
const json = fc.constantFrom('{}', '{"a":1}', '{"a":2,"b":[1,2]}', '{"b":[2,1]}', 'not json')
const item = fc.oneof(
  text.map(message),
  fc.tuple(fc.constantFrom('f', 'g'), json).map(([name, args]) => call(name, args)),
  fc.tuple(fc.constantFrom('f', 'g'), json).map(([name, args]) => output(name, args)),
  text.map((summary) => ({ type: 'reasoning', summary: [{ type: 'summary_text', text: summary }] })),
  fc.constantFrom({ type: 'image_generation_call', id: 'i', result: 'x' }, { type: 'unheard_of' }),
)
const answers = fc
  .tuple(
    fc.array(item, { maxLength: 10 }),
    fc.option(fc.jsonValue({ maxDepth: 2 }), { nil: undefined }),
    fc.constantFrom('streamed' as const, 'whole' as const),
  )
  .map(([items, customOutputs, mode]) =>
    answer(items, customOutputs === undefined ? {} : { custom_outputs: customOutputs as Json }, { mode }),
  )

test('any answer does not differ from itself', () => {
  fc.assert(
    fc.property(answers, (one) => {
      expect(compareAnswers(one, structuredClone(one), allRules).differences).toEqual([])
      expect(compareAnswers(one, structuredClone(one), []).differences).toEqual([])
    }),
    { seed: 20261127, numRuns: 300 },
  )
})

test('comparing b with a mirrors comparing a with b', () => {
  fc.assert(fc.property(answers, answers, expectMirror), { seed: 20261127, numRuns: 500 })
})

test('nothing told is compared with nothing told', () => {
  expect(compareAnswers(told(emptySnapshot), told(emptySnapshot), allRules).differences).toEqual([])
})
