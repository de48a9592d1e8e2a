import type { Json } from '../lib/json.ts'
import { jsonText } from '../protocol/json-text.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import { alignEntries } from './align-entries.ts'
import { entriesOf, type Entry, type Field, type Subject } from './entries.ts'
import { envelopeOf } from './envelope.ts'
import { expectedBecause, expectedToDiffer, serversOf, type KnownServer } from './expectations.ts'
import { ignoresField, type IgnoreRules } from './ignore-rules.ts'
import { jsonChanges, type IgnoresField, type JsonChange } from './json-changes.ts'
import type { ToldAnswer } from './told-answer.ts'
import { wordChanges, type Stretch } from './word-changes.ts'

/** Which of the two has it. */
export type Side = 'both' | 'a' | 'b'

/** What was found out about one field. */
export interface ComparedField {
  readonly subject: Subject
  readonly name: string
  readonly side: Side
  readonly same: boolean
  /** Why the difference is no surprise. */
  readonly expected?: string
  readonly content:
    | { readonly form: 'text'; readonly stretches: readonly Stretch[] }
    | { readonly form: 'json'; readonly changes: readonly JsonChange[] }
    /** What is the same, or what only one has: the beginning of it. */
    | { readonly form: 'preview'; readonly text: string }
}

/** Two items that tell the same thing, or one that only one answer has. */
export interface ComparedRow {
  readonly kind: Entry['kind']
  readonly title: string
  readonly subject: Subject
  readonly side: Side
  readonly same: boolean
  readonly expected?: string
  readonly fields: readonly ComparedField[]
}

/** Where a difference stands: at a row as a whole, at a field of a row, or at a field beside the items. */
export interface Difference {
  readonly subject: Subject
  readonly side: Side
  readonly row?: number
  readonly field?: number
  readonly expected?: string
}

export interface Comparison {
  readonly rows: readonly ComparedRow[]
  readonly envelope: readonly ComparedField[]
  /** In the order in which they are shown. */
  readonly differences: readonly Difference[]
}

const previewLength = 400
const preview = (field: Field): ComparedField['content'] => {
  const text = field.form === 'text' ? field.text : jsonText(field.json)
  return { form: 'preview', text: text.length > previewLength ? `${text.slice(0, previewLength)}…` : text }
}

const alone = (field: Field, side: 'a' | 'b', same: boolean): ComparedField => ({
  subject: field.subject,
  name: field.name,
  side,
  same,
  content: preview(field),
})

const asJson = (field: Field): Json => (field.form === 'json' ? field.json : field.text)

const bothJson = (a: Field, b: Field, ignores: IgnoresField): ComparedField => {
  const changes = jsonChanges(asJson(a), asJson(b), ignores)
  const same = changes.length === 0
  return {
    subject: a.subject,
    name: a.name,
    side: 'both',
    same,
    content: same ? preview(a) : { form: 'json', changes },
  }
}

const normal = (text: string, rules: IgnoreRules): string =>
  rules.includes('white-space') ? text.replaceAll(/\s+/g, ' ').trim() : text

const bothTexts = (a: Extract<Field, { form: 'text' }>, b: typeof a, rules: IgnoreRules): ComparedField => {
  const shared = { subject: a.subject, name: a.name, side: 'both' } as const
  if (normal(a.text, rules) === normal(b.text, rules)) return { ...shared, same: true, content: preview(a) }
  const stretches = wordChanges(a.text, b.text, rules.includes('white-space'))
  // `f( x )` and `f(x)` have the same words; they are no difference under a rule that ignores white space.
  const same = stretches.every(({ kind }) => kind === 'same')
  return { ...shared, same, content: same ? preview(a) : { form: 'text', stretches } }
}

const neverIgnored: IgnoresField = () => false

/** The order in which an item's fields are read. */
const fieldNames = ['text', 'refusal', 'summary', 'server', 'arguments', 'output', 'error', 'annotations']
const placeOf = (name: string): number => {
  const index = fieldNames.indexOf(name)
  return index === -1 ? fieldNames.length : index
}

const comparedFields = (a: Entry, b: Entry, rules: IgnoreRules): readonly ComparedField[] => {
  const names = [...new Set([...a.fields, ...b.fields].map(({ name }) => name))]
  return names
    .sort((one, other) => placeOf(one) - placeOf(other) || (one < other ? -1 : 1))
    .flatMap((name) => {
      const one = a.fields.find((field) => field.name === name)
      const other = b.fields.find((field) => field.name === name)
      if (one === undefined) return other === undefined ? [] : [alone(other, 'b', false)]
      if (other === undefined) return [alone(one, 'a', false)]
      return one.form === 'text' && other.form === 'text'
        ? [bothTexts(one, other, rules)]
        : [bothJson(one, other, neverIgnored)]
    })
}

const comparedRow = (a: Entry | undefined, b: Entry | undefined, rules: IgnoreRules): readonly ComparedRow[] => {
  const entry = a ?? b
  if (entry === undefined) return []
  const { kind, title, subject } = entry
  if (a === undefined || b === undefined) {
    const side = a === undefined ? 'b' : 'a'
    const fields = entry.fields.map((field) => alone(field, side, true))
    return [{ kind, title, subject, side, same: false, fields }]
  }
  const fields = comparedFields(a, b, rules)
  return [{ kind, title, subject, side: 'both', same: fields.every(({ same }) => same), fields }]
}

/** A field that one of the two may leave out without anybody missing it. */
const mayBeUntold: readonly Subject[] = ['model', 'metadata', 'status']

const comparedEnvelope = (a: ToldAnswer, b: ToldAnswer, rules: IgnoreRules): readonly ComparedField[] => {
  const others = envelopeOf(b, rules)
  const ignores = ignoresField(rules)
  return envelopeOf(a, rules).flatMap(({ subject, name, json: one }, index): readonly ComparedField[] => {
    const other = others[index]?.json
    if (one === undefined && other === undefined) return []
    const field = (json: Json): Field => ({ subject, name, form: 'json', json })
    if (one !== undefined && other !== undefined) {
      const names = subject === 'custom_outputs' || subject === 'metadata' ? ignores : neverIgnored
      return [bothJson(field(one), field(other), names)]
    }
    // Without its recording nobody knows which headers an answer had.
    if (subject === 'headers') return []
    const same = rules.includes('untold') && mayBeUntold.includes(subject)
    return one === undefined ? [alone(field(other ?? null), 'b', same)] : [alone(field(one), 'a', same)]
  })
}

const allText = ({ items }: Snapshot): string =>
  items
    .flatMap((item) => (item.kind === 'message' ? item.parts : []))
    .map((part) => (part.kind === 'other' ? '' : part.text))
    .join('')
    .replaceAll(/\s+/g, '')

const groupingReason =
  'This server tells all text as one message when it does not stream, or streams it unparted: all texts together are the same.'

const regrouping: readonly KnownServer[] = ['chat-agent', 'json-only']

/** Why a difference is no surprise, by who answered and which kind of answer lacks it. */
const createExpectation = (a: ToldAnswer, b: ToldAnswer) => {
  const servers = serversOf(a, b)
  const isRegrouped =
    servers.some((server) => regrouping.includes(server)) &&
    a.mode !== b.mode &&
    allText(a.snapshot) === allText(b.snapshot)
  return (subject: Subject, side: Side): string | undefined => {
    if (isRegrouped && subject === 'text') return groupingReason
    if (side === 'both') return expectedToDiffer(servers, subject, a.mode, b.mode)
    const [having, lacking] = side === 'a' ? [a, b] : [b, a]
    return expectedBecause(servers, subject, lacking.mode, having.mode)
  }
}

type Expectation = ReturnType<typeof createExpectation>

const withExpectation = <Part extends { readonly subject: Subject; readonly side: Side; readonly same: boolean }>(
  part: Part,
  expectation: Expectation,
): Part => {
  const expected = part.same ? undefined : expectation(part.subject, part.side)
  return expected === undefined ? part : { ...part, expected }
}

const differenceOf = (
  { subject, side, expected }: Pick<ComparedField, 'subject' | 'side' | 'expected'>,
  place: Pick<Difference, 'row' | 'field'>,
): Difference => ({ subject, side, ...place, ...(expected === undefined ? {} : { expected }) })

const differencesOf = (rows: readonly ComparedRow[], envelope: readonly ComparedField[]): readonly Difference[] => [
  ...rows.flatMap((row, index) => {
    if (row.same) return []
    if (row.side !== 'both') return [differenceOf(row, { row: index })]
    return row.fields.flatMap((field, at) => (field.same ? [] : [differenceOf(field, { row: index, field: at })]))
  }),
  ...envelope.flatMap((field, at) => (field.same ? [] : [differenceOf(field, { field: at })])),
]

/** Lays two answers over each other. Pure: the same two give the same, and the reverse gives the mirror of it. */
export const compareAnswers = (a: ToldAnswer, b: ToldAnswer, rules: IgnoreRules): Comparison => {
  const expectation = createExpectation(a, b)
  const [aEntries, bEntries] = [entriesOf(a.snapshot, rules), entriesOf(b.snapshot, rules)]
  const rows = alignEntries(aEntries, bEntries, rules)
    .flatMap((pair) =>
      comparedRow(
        pair.a === undefined ? undefined : aEntries[pair.a],
        pair.b === undefined ? undefined : bEntries[pair.b],
        rules,
      ),
    )
    .map((row) =>
      withExpectation({ ...row, fields: row.fields.map((field) => withExpectation(field, expectation)) }, expectation),
    )
  const envelope = comparedEnvelope(a, b, rules).map((field) => withExpectation(field, expectation))
  return { rows, envelope, differences: differencesOf(rows, envelope) }
}
