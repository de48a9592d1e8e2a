import { type Json, type JsonObject, parseJson } from '../lib/json.ts'
import { defined } from './defined.ts'
import { withoutFootnotes } from './item-changes.ts'
import type { Item } from './item.ts'
import { canonicalJson } from './json-text.ts'
import type { Snapshot } from './snapshot.ts'

/** What an answer says, without what differs between two tellings of it: ids, times, statuses, indices, usage. */
export interface Comparable {
  readonly items: readonly JsonObject[]
  readonly customOutputs?: Json
}

const words = (text: string): string => withoutFootnotes(text).replaceAll(/\s+/g, ' ').trim()

/** A string that holds JSON counts as what it holds: `{"a":1}` and `{ "a": 1 }` are the same arguments. */
const held = (json: Json): Json => {
  if (typeof json !== 'string') return canonicalJson(json)
  const parsed = parseJson(json)
  return parsed.ok ? canonicalJson(parsed.value) : json.trim()
}

const textOf = (
  parts: readonly { readonly kind: string; readonly text?: string }[],
  kind: string,
): string | undefined => {
  const text = words(parts.map((part) => (part.kind === kind ? (part.text ?? '') : '')).join(''))
  return text === '' ? undefined : text
}

/** Undefined for an item that says nothing: an empty message, reasoning without text. */
const contentOf = (item: Item): JsonObject | undefined => {
  switch (item.kind) {
    case 'message': {
      const others = item.parts.flatMap((part) => (part.kind === 'other' ? [canonicalJson(part.json)] : []))
      const said = defined({
        text: textOf(item.parts, 'text'),
        refusal: textOf(item.parts, 'refusal'),
        others: others.length === 0 ? undefined : others,
      })
      return Object.keys(said).length === 0 ? undefined : { kind: item.kind, role: item.role, ...said }
    }
    case 'reasoning': {
      const said = defined({ summary: textOf(item.parts, 'summary'), text: textOf(item.parts, 'text') })
      return Object.keys(said).length === 0 ? undefined : { kind: item.kind, ...said }
    }
    case 'tool-call': {
      const { kind, type, name } = item
      const result = defined({ output: item.output, error: item.error })
      return { kind, type, name, arguments: held(item.arguments), ...result }
    }
    case 'tool-output':
      return { kind: item.kind, output: held(item.output) }
    case 'approval-request':
      return { kind: item.kind, name: item.name, serverLabel: item.serverLabel, arguments: held(item.arguments) }
    case 'other': {
      const { id: _, status: __, ...json } = item.json
      return { kind: item.kind, json: canonicalJson(json) }
    }
  }
}

/** Two snapshots say the same when this is deeply equal. */
export const comparable = (snapshot: Snapshot): Comparable => ({
  items: snapshot.items.map(contentOf).filter((content) => content !== undefined),
  ...defined({
    customOutputs: snapshot.customOutputs === undefined ? undefined : canonicalJson(snapshot.customOutputs),
  }),
})
