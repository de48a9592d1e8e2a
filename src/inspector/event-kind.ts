/** What an event is about, for colour, icon and filter. Derived from the type alone, so it costs nothing per row. */
export type EventKind = 'text' | 'reasoning' | 'tool' | 'lifecycle' | 'trouble' | 'other'

export const eventKinds: readonly EventKind[] = ['text', 'reasoning', 'tool', 'lifecycle', 'trouble', 'other']

export const kindLabels: Readonly<Record<EventKind, string>> = {
  text: 'Text',
  reasoning: 'Reasoning',
  tool: 'Tools',
  lifecycle: 'Lifecycle',
  trouble: 'Trouble',
  other: 'Other',
}

/** First match wins: a failed tool call is trouble before it is a tool. */
const patterns: readonly (readonly [EventKind, RegExp])[] = [
  ['trouble', /^error$|(?:^|[._])(?:failed|incomplete|error)$|^\((?:not JSON|incomplete|error)\)$/],
  ['reasoning', /reasoning|thinking/],
  ['tool', /_call\b|_call_|^response\.mcp_|tool|approval/],
  ['text', /output_text|refusal|audio|transcript|^chat\.completion|message\.delta/],
  [
    'lifecycle',
    /^response\.(?:created|queued|in_progress|completed|done|cancelled|output_item|content_part)|^\[DONE\]$|^\(body\)$/,
  ],
]

const remembered = new Map<string, EventKind>()

/** Types come from the wire, so the memory of them is bounded. */
const rememberedAtMost = 1000

export const kindOf = (type: string): EventKind => {
  const known = remembered.get(type)
  if (known !== undefined) return known
  const kind = patterns.find(([, pattern]) => pattern.test(type))?.[0] ?? 'other'
  if (remembered.size < rememberedAtMost) remembered.set(type, kind)
  return kind
}

/** The type as the list shows it: nearly all begin with `response.`, which says nothing there. */
export const shortType = (type: string): string => type.replace(/^response\.(?=.)/, '')
