/** What makes no difference, because it differs between any two answers. Each can be switched off by its name. */
export const ignoreRules = [
  {
    id: 'ids',
    label: 'Ids',
    about: 'Ids of responses, items, calls, traces, requests, threads and sessions are made anew for each answer.',
  },
  {
    id: 'times',
    label: 'Times',
    about: 'Moments and durations; the figures show them.',
  },
  {
    id: 'order-numbers',
    label: 'Order numbers',
    about: 'Sequence numbers, output indices and rounds exist in streams only, or are counted otherwise there.',
  },
  {
    id: 'white-space',
    label: 'White space',
    about: 'White space in texts; the spelling of JSON in arguments and outputs.',
  },
  {
    id: 'footnotes',
    label: 'Footnote marks',
    about: 'Marks such as [^1] stand in the final text of some servers, and not in its deltas.',
  },
  {
    id: 'empty-items',
    label: 'Empty items',
    about: 'Messages without text and reasoning without words.',
  },
  {
    id: 'untold',
    label: 'What one leaves out',
    about: 'Status, model and metadata that only one of the two tells: whole answers mostly have no status.',
  },
  {
    id: 'usual-headers',
    label: 'Usual headers',
    about: 'Headers of the single answer (date, length, request id) and of how it is carried (type, encoding, cache).',
  },
] as const

export type IgnoreRule = (typeof ignoreRules)[number]['id']

/** The rules that hold. */
export type IgnoreRules = readonly IgnoreRule[]

export const allRules: IgnoreRules = ignoreRules.map(({ id }) => id)

const idNames = /^(id|.*_id)$/
const timeNames = /^(.*_at|.*_time|.*_ms|timestamp|time|date|created|duration|latency|elapsed)$/i
const ownIdNames =
  /^(id|(item|call|response|trace|request|databricks_request|thread|session|conversation|run|message|span)_id)$/

/** Fields of `custom_outputs` and metadata: names of a domain, such as `customer_id`, are content. */
export const ignoresField =
  (rules: IgnoreRules) =>
  (name: string): boolean =>
    (rules.includes('ids') && ownIdNames.test(name)) || (rules.includes('times') && timeNames.test(name))

/** Fields of items that no reader here knows. */
export const ignoresItemField =
  (rules: IgnoreRules) =>
  (name: string): boolean =>
    (rules.includes('ids') && idNames.test(name)) ||
    (rules.includes('times') && timeNames.test(name)) ||
    (rules.includes('untold') && name === 'status') ||
    (rules.includes('order-numbers') && (name === 'sequence_number' || name === 'output_index'))

const usualHeaders =
  /^(date|age|expires|content-length|content-type|content-encoding|transfer-encoding|connection|keep-alive|cache-control|vary|etag|last-modified|server-timing|set-cookie|alt-svc|via|x-accel-.*|x-playground-.*|.*request-?id.*|.*trace-?id.*|traceparent|tracestate|x-ratelimit-.*|x-envoy-.*|strict-transport-security|server|x-databricks-.*)$/i

export const ignoresHeader =
  (rules: IgnoreRules) =>
  (name: string): boolean =>
    rules.includes('usual-headers') && usualHeaders.test(name)
