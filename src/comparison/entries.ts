import { pairItems, type DrawnItem } from '../conversation/paired-items.ts'
import { parseJson, type Json, type JsonObject } from '../lib/json.ts'
import type { Item } from '../protocol/item.ts'
import { withoutFootnotes } from '../protocol/item-changes.ts'
import { canonicalJson, jsonText } from '../protocol/json-text.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import { ignoresItemField, type IgnoreRules } from './ignore-rules.ts'

/** What a difference is about, in the order in which a verdict tells it. */
export const subjects = [
  'tools',
  'arguments',
  'outputs',
  'text',
  'refusal',
  'reasoning',
  'annotations',
  'approvals',
  'items',
  'custom_outputs',
  'usage',
  'status',
  'error',
  'model',
  'metadata',
  'headers',
  'ids',
  'times',
  'order numbers',
] as const

export type Subject = (typeof subjects)[number]

/** One thing that can be compared: a text by its words, JSON by its paths. */
export type Field = { readonly subject: Subject; readonly name: string } & (
  | { readonly form: 'text'; readonly text: string }
  | { readonly form: 'json'; readonly json: Json }
)

/** An item as it is compared: a call has its output with it. */
export interface Entry {
  readonly kind: Item['kind']
  /** What it is a difference of, where only one answer has it. */
  readonly subject: Subject
  /** What it is called: the tool's name, the role of a message. */
  readonly title: string
  readonly fields: readonly Field[]
}

const subjectOf = {
  message: 'text',
  reasoning: 'reasoning',
  'tool-call': 'tools',
  'tool-output': 'outputs',
  'approval-request': 'approvals',
  other: 'items',
} as const satisfies Record<Item['kind'], Subject>

const textField = (subject: Subject, name: string, parts: readonly string[], rules: IgnoreRules): readonly Field[] => {
  const joined = parts.join('')
  const text = rules.includes('footnotes') ? withoutFootnotes(joined) : joined
  return text === '' ? [] : [{ subject, name, form: 'text', text }]
}

const jsonField = (subject: Subject, name: string, json: Json): Field => ({ subject, name, form: 'json', json })

/** A string that holds a JSON object or list is compared as what it holds. */
const heldField = (subject: Subject, name: string, json: Json | undefined, rules: IgnoreRules): readonly Field[] => {
  if (json === undefined) return []
  if (typeof json !== 'string') return [jsonField(subject, name, json)]
  const parsed = rules.includes('white-space') ? parseJson(json) : undefined
  return parsed?.ok === true && typeof parsed.value === 'object' && parsed.value !== null
    ? [jsonField(subject, name, parsed.value)]
    : [{ subject, name, form: 'text', text: json }]
}

const contentOf = ({ item, output }: DrawnItem, rules: IgnoreRules): readonly Field[] => {
  switch (item.kind) {
    case 'message': {
      const texts = item.parts.flatMap((part) => (part.kind === 'text' ? [part] : []))
      const annotations = texts.flatMap((part) => part.annotations)
      const others = item.parts.flatMap((part) => (part.kind === 'other' ? [part.json] : []))
      return [
        ...textField(
          'text',
          'text',
          texts.map(({ text }) => text),
          rules,
        ),
        ...textField(
          'refusal',
          'refusal',
          item.parts.flatMap((part) => (part.kind === 'refusal' ? [part.text] : [])),
          rules,
        ),
        ...(annotations.length === 0 ? [] : [jsonField('annotations', 'annotations', annotations)]),
        ...(others.length === 0 ? [] : [jsonField('items', 'other parts', others)]),
      ]
    }
    case 'reasoning': {
      const of = (kind: 'summary' | 'text') => item.parts.flatMap((part) => (part.kind === kind ? [part.text] : []))
      return [
        ...textField(
          'reasoning',
          'summary',
          of('summary').map((text, index) => (index === 0 ? text : `\n\n${text}`)),
          rules,
        ),
        ...textField('reasoning', 'text', of('text'), rules),
      ]
    }
    case 'tool-call':
      return [
        ...heldField('arguments', 'arguments', item.arguments, rules),
        ...heldField('outputs', 'output', output?.output ?? item.output, rules),
        ...heldField('outputs', 'error', item.error, rules),
      ]
    case 'tool-output':
      return heldField('outputs', 'output', item.output, rules)
    case 'approval-request':
      return [
        ...heldField('approvals', 'arguments', item.arguments, rules),
        jsonField('approvals', 'server', item.serverLabel),
      ]
    case 'other': {
      const ignores = ignoresItemField(rules)
      const kept = Object.entries(item.json).filter(([name]) => !ignores(name))
      return [jsonField('items', 'content', Object.fromEntries(kept))]
    }
  }
}

const titleOf = (item: Item): string => {
  switch (item.kind) {
    case 'message':
      return item.role
    case 'reasoning':
      return 'reasoning'
    case 'tool-call':
    case 'approval-request':
      return item.name
    case 'tool-output':
    case 'other':
      return item.type
  }
}

const told = (fields: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** What the rules ignore as a rule, where somebody wants to see it. */
const wireFields = ({ item, output }: DrawnItem, rules: IgnoreRules): readonly Field[] => {
  const field = (subject: Subject, name: string, json: JsonObject) =>
    Object.keys(json).length === 0 ? [] : [jsonField(subject, name, json)]
  return [
    ...(rules.includes('ids')
      ? []
      : field(
          'ids',
          'ids',
          told({ id: item.id, call_id: 'callId' in item ? item.callId : undefined, output_id: output?.id }),
        )),
    ...(rules.includes('order-numbers')
      ? []
      : field('order numbers', 'order numbers', told({ output_index: item.outputIndex, round: item.round }))),
    ...(rules.includes('times')
      ? []
      : field('times', 'times', told({ began_ms: item.startedAt, ended_ms: item.endedAt }))),
    ...(rules.includes('untold') ? [] : field('status', 'status', told({ status: item.status }))),
  ]
}

const saysNothing = (item: Item, fields: readonly Field[]): boolean =>
  (item.kind === 'message' || item.kind === 'reasoning') && fields.length === 0

/** The items of an answer as they are compared under these rules. */
export const entriesOf = ({ items }: Snapshot, rules: IgnoreRules): readonly Entry[] =>
  pairItems(items).flatMap((drawn) => {
    const { item } = drawn
    const content = contentOf(drawn, rules)
    if (rules.includes('empty-items') && saysNothing(item, content)) return []
    const fields = [...content, ...wireFields(drawn, rules)]
    return [{ kind: item.kind, subject: subjectOf[item.kind], title: titleOf(item), fields }]
  })

const plain = (field: Field, rules: IgnoreRules): Json =>
  field.form === 'json'
    ? canonicalJson(field.json)
    : rules.includes('white-space')
      ? field.text.replaceAll(/\s+/g, ' ').trim()
      : field.text

/** Two entries with the same signature do not differ. */
export const signatureOf = ({ kind, title, fields }: Entry, rules: IgnoreRules): string =>
  jsonText([kind, title, ...fields.flatMap((field) => [field.name, plain(field, rules)])])

/** Entries with the same label may be two tellings of one thing. */
export const labelOf = ({ kind, title }: Entry): string => `${kind} ${title}`

/** The words of an entry, for how alike two are. */
export const wordsOf = ({ fields }: Entry): ReadonlySet<string> => {
  const words = new Set<string>()
  for (const field of fields) {
    const text = field.form === 'text' ? field.text.slice(0, 2000) : jsonText(field.json).slice(0, 2000)
    for (const [word] of text.matchAll(/[\p{L}\p{N}]+/gu)) {
      words.add(word)
      if (words.size >= 200) return words
    }
  }
  return words
}
