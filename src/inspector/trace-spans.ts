import { grouped } from '../lib/grouped.ts'
import { arrayOf, fieldOf, isObject, numberOf, parseJson, stringOf, type Json, type JsonObject } from '../lib/json.ts'

/**
 * MLflow's traces in the forms in which agents return them: the third and fourth name times in nanoseconds and the
 * parent `parent_span_id`, the second has `context` and `parent_id`. Every value of an attribute is JSON within text.
 */
export interface TraceSpan {
  readonly key: string
  readonly depth: number
  readonly name: string
  /** AGENT, CHAT_MODEL, TOOL, RETRIEVER, …; empty where none is told. */
  readonly kind: string
  /** Milliseconds since the first span began. */
  readonly from: number
  readonly to: number
  readonly failed: boolean
  /** The span's own words about its failure. */
  readonly message: string
  /** Everything it says, attributes read. */
  readonly detail: JsonObject
}

export interface TraceSummary {
  readonly id: string | undefined
  /** OK, ERROR, IN_PROGRESS, … */
  readonly state: string | undefined
  readonly experiment: string | undefined
  readonly spans: readonly TraceSpan[]
  /** Milliseconds from the first begin to the last end. */
  readonly total: number
}

interface Raw {
  readonly id: string
  readonly parent: string
  readonly begin: number
  readonly end: number
  readonly json: JsonObject
}

/** More spans than anybody reads cost no more than these. */
const mostSpans = 5_000

const decoded = (value: Json): Json => {
  const parsed = typeof value === 'string' ? parseJson(value) : undefined
  return parsed?.ok === true ? parsed.value : value
}

const attributesOf = (span: JsonObject): JsonObject => {
  const attributes = fieldOf(span, 'attributes')
  if (!isObject(attributes)) return {}
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, decoded(value)]))
}

/** Nanoseconds are more than a JSON number holds exactly, so some servers write them as text. */
const nanoseconds = (span: JsonObject, ...names: readonly string[]): number | undefined => {
  for (const name of names) {
    const value = numberOf(span, name) ?? Number(stringOf(span, name) ?? Number.NaN)
    if (Number.isFinite(value)) return value
  }
  return undefined
}

const rawOf = (span: JsonObject, index: number): Raw => {
  const begin = nanoseconds(span, 'start_time_unix_nano', 'start_time', 'start_time_ns') ?? 0
  return {
    id: stringOf(span, 'span_id') ?? stringOf(fieldOf(span, 'context'), 'span_id') ?? `span ${index}`,
    parent: stringOf(span, 'parent_span_id') ?? stringOf(span, 'parent_id') ?? '',
    begin,
    end: Math.max(begin, nanoseconds(span, 'end_time_unix_nano', 'end_time', 'end_time_ns') ?? begin),
    json: span,
  }
}

const statusOf = (span: JsonObject): readonly [code: string, message: string] => {
  const status = fieldOf(span, 'status')
  return [
    stringOf(status, 'code') ?? stringOf(span, 'status_code') ?? stringOf(span, 'status') ?? '',
    stringOf(status, 'message') ?? stringOf(span, 'status_message') ?? '',
  ]
}

const spanOf = ({ id, begin, end, json }: Raw, depth: number, start: number, position: number): TraceSpan => {
  const attributes = attributesOf(json)
  const [code, message] = statusOf(json)
  const kind = attributes['mlflow.spanType']
  return {
    key: `${position} ${id}`,
    depth,
    name: stringOf(json, 'name') ?? id,
    kind: typeof kind === 'string' ? kind : '',
    from: (begin - start) / 1e6,
    to: (end - start) / 1e6,
    failed: code.endsWith('ERROR'),
    message,
    detail: { ...json, attributes },
  }
}

/** Parents before their children, siblings by their begin. A span whose parent is not there is a root, as is a cycle's. */
const treeOf = (raws: readonly Raw[]): readonly (readonly [raw: Raw, depth: number])[] => {
  const ids = new Set(raws.map(({ id }) => id))
  const children = grouped(raws, ({ id, parent }) => (ids.has(parent) && parent !== id ? parent : ''))
  const placed = new Set<Raw>()
  const rows: (readonly [Raw, number])[] = []
  const place = (siblings: readonly Raw[], depth: number): void => {
    for (const raw of siblings.toSorted((one, other) => one.begin - other.begin)) {
      if (placed.has(raw)) continue
      placed.add(raw)
      rows.push([raw, depth])
      place(children.get(raw.id) ?? [], depth + 1)
    }
  }
  place(children.get('') ?? [], 0)
  place(
    raws.filter((raw) => !placed.has(raw)),
    0,
  )
  return rows
}

/** A trace as `databricks_output.trace` holds it. Never fails: what cannot be read is left out. */
export const traceSummary = (trace: Json): TraceSummary => {
  const info = fieldOf(trace, 'info') ?? fieldOf(trace, 'trace_info')
  const spans =
    arrayOf(fieldOf(trace, 'data') ?? fieldOf(trace, 'trace_data'), 'spans') ?? arrayOf(trace, 'spans') ?? []
  const raws = spans.filter(isObject).slice(0, mostSpans).map(rawOf)
  const start = Math.min(...raws.map(({ begin }) => begin))
  const location = fieldOf(fieldOf(info, 'trace_location'), 'mlflow_experiment')
  return {
    id: stringOf(info, 'trace_id') ?? stringOf(info, 'request_id'),
    state: stringOf(info, 'state') ?? stringOf(info, 'status'),
    experiment: stringOf(location, 'experiment_id') ?? stringOf(info, 'experiment_id'),
    spans: treeOf(raws).map(([raw, depth], position) => spanOf(raw, depth, start, position)),
    total: raws.length === 0 ? 0 : (Math.max(...raws.map(({ end }) => end)) - start) / 1e6,
  }
}
