/**
 * What an agent speaks, as far as a request to it must know. Answers are read by their own shape, whatever was asked:
 * servers answer JSON to who asked for a stream, and the other way round.
 */
export const dialects = ['responses', 'chat-completions', 'chat-agent', 'appkit-events', 'free-json'] as const
export type Dialect = (typeof dialects)[number]

const known: ReadonlySet<string> = new Set(dialects)

export const isDialect = (text: string | undefined): text is Dialect => text !== undefined && known.has(text)
