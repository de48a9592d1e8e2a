import type { Json, JsonObject } from '../lib/json.ts'

/** An event of an item, without the fields that every one of them has. */
export interface PieceEvent {
  readonly type: string
  readonly fields?: JsonObject
  /** Pause before it, at pace 1. */
  readonly afterMs?: number
}

/** One output item: how it is announced, what happens to it, and its final form. */
export interface Piece {
  readonly added: JsonObject
  readonly events: readonly PieceEvent[]
  readonly done: JsonObject
}

/** Things that belong together in a room of the museum. */
export interface Exhibit {
  /** The word that asks for it. */
  readonly name: string
  readonly about: string
  readonly pieces: readonly Piece[]
}

export const event = (type: string, fields: JsonObject = {}, afterMs = 120): PieceEvent => ({ type, fields, afterMs })

/** A text in a few deltas, and its final form. */
export const growing = (
  stem: string,
  text: string,
  whole: string,
  place: JsonObject = {},
  size = 12,
): readonly PieceEvent[] => {
  const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
  return [
    ...pieces.map((delta) => event(`${stem}.delta`, { ...place, delta }, 40)),
    event(`${stem}.done`, { ...place, [whole]: text }, 5),
  ]
}

/** An item that is announced with a status and less in it than it has in the end. */
export const piece = (done: JsonObject, begins: JsonObject, events: readonly PieceEvent[] = []): Piece => ({
  added: { ...done, ...begins },
  events,
  done,
})

const message = (id: string, part: JsonObject, phase?: string): JsonObject => ({
  type: 'message',
  id,
  role: 'assistant',
  status: 'completed',
  ...(phase === undefined ? {} : { phase }),
  content: [part],
})

/** A message with one text, its deltas, and what it cites. */
export const said = (id: string, text: string, annotations: readonly JsonObject[] = [], phase?: string): Piece => {
  const at = { content_index: 0 }
  const part = (content: string, cited: readonly Json[]) => ({ type: 'output_text', text: content, annotations: cited })
  const done = message(id, part(text, annotations), phase)
  return piece(done, { status: 'in_progress', content: [] }, [
    event('response.content_part.added', { ...at, part: part('', []) }, 20),
    ...growing('response.output_text', text, 'text', at, 18),
    ...annotations.map((annotation, index) =>
      event('response.output_text.annotation.added', { ...at, annotation_index: index, annotation }, 30),
    ),
    event('response.content_part.done', { ...at, part: part(text, annotations) }, 5),
  ])
}

export const refused = (id: string, text: string): Piece => {
  const at = { content_index: 0 }
  const part = (refusal: string) => ({ type: 'refusal', refusal })
  return piece(message(id, part(text)), { status: 'in_progress', content: [] }, [
    event('response.content_part.added', { ...at, part: part('') }, 20),
    ...growing('response.refusal', text, 'refusal', at, 18),
    event('response.content_part.done', { ...at, part: part(text) }, 5),
  ])
}
