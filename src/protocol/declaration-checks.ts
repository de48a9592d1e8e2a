import { arrayOf, fieldOf, isObject, type JsonObject, numberOf, stringOf } from '../lib/json.ts'
import { currentRound } from './fold.ts'
import { compareTexts, wholeText } from './item-changes.ts'
import { itemOf } from './item-of-json.ts'
import { isPlaceholder, type Note, shortened } from './item-checks.ts'
import type { Item } from './item.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * Rules for an answer that begins as the Responses API does, with `response.created`: from then on clients build the
 * answer by declarations and indexes. The accumulator of the OpenAI clients addresses
 * `output[output_index].content[content_index]`, so an index that is missing or not declared makes it fail.
 */
export interface DeclarationChecks {
  /** `response.created`: a new round, in which nothing is declared yet. */
  readonly began: (response: JsonObject) => void
  /** Any event inside the response. */
  readonly taken: (type: string, event: JsonObject) => void
  /** The terminal event, with the snapshot as it was before. */
  readonly ended: (type: string, response: JsonObject, before: Snapshot) => void
  /** What goes on from here by itself, and tells another. */
  readonly copy: (note: Note) => DeclarationChecks
}

interface Declared {
  readonly responseId: string | undefined
  /** Id of the item that was declared in a place. An item that never was has a finding of its own. */
  readonly places: Map<string, string>
  readonly parts: Set<string>
  /** Texts that grew and were not closed: the place of their item, and what is growing there. */
  readonly growing: Map<string, Set<string>>
}

const nothingDeclared = (): Declared => ({
  responseId: undefined,
  places: new Map(),
  parts: new Set(),
  growing: new Map(),
})

/** What the deltas of a text are closed by, and which index beside `output_index` they need. */
const textDelta =
  /^response\.(output_text|refusal|reasoning_text|reasoning_summary_text|function_call_arguments)\.delta$/
const textDone = /^response\.(output_text|refusal|reasoning_text|reasoning_summary_text|function_call_arguments)\.done$/
const needsContentIndex = new Set(['output_text', 'refusal', 'reasoning_text'])
const needsDeclaredPart = new Set(['output_text', 'refusal'])

const mostRemembered = 100_000

/** An item by its place, or by its id where it has none. */
const placeOf = (event: JsonObject): string => {
  const index = numberOf(event, 'output_index')
  return index === undefined
    ? `id ${stringOf(event, 'item_id') ?? stringOf(fieldOf(event, 'item'), 'id') ?? ''}`
    : `${index}`
}

const partOf = (event: JsonObject): string => `${placeOf(event)}/${numberOf(event, 'content_index') ?? 0}`

const textOf = (items: readonly Item[]): string =>
  items.map((item) => (item.kind === 'message' ? wholeText(item) : '')).join('')

export const createDeclarationChecks = (note: Note, declared: Declared = nothingDeclared()): DeclarationChecks => {
  let { responseId, places, parts, growing } = declared

  const declareItem = (event: JsonObject): void => {
    const item = fieldOf(event, 'item')
    const index = numberOf(event, 'output_index')
    const id = stringOf(item, 'id') ?? ''
    const place = placeOf(event)
    const known = places.get(place)
    if (index === undefined) note('missing-index', 'response.output_item.added has no output_index')
    else if (known !== undefined && known !== id) {
      note('shared-index', `Two items of one response are declared at output_index ${index}`)
    }
    if (places.size < mostRemembered) places.set(place, id)
    for (const part of (arrayOf(item, 'content') ?? []).keys()) parts.add(`${place}/${part}`)
  }

  const grow = (stem: string, type: string, event: JsonObject): void => {
    // The Agents SDK ends a text with an empty delta, which changes nothing wherever it goes.
    if (stringOf(event, 'delta') === '') return
    if (numberOf(event, 'output_index') === undefined) note('missing-index', `${type} has no output_index`)
    if (needsContentIndex.has(stem) && numberOf(event, 'content_index') === undefined) {
      note('missing-index', `${type} has no content_index`)
    }
    if (!places.has(placeOf(event))) return
    if (needsDeclaredPart.has(stem) && !parts.has(partOf(event)) && parts.size < mostRemembered) {
      parts.add(partOf(event))
      note('undeclared-part', 'Text came for a content part that no response.content_part.added had declared')
    }
    if (growing.size > mostRemembered) return
    const place = placeOf(event)
    growing.set(place, (growing.get(place) ?? new Set()).add(stem))
  }

  const closeItem = (event: JsonObject): void => {
    const place = placeOf(event)
    for (const stem of growing.get(place) ?? []) {
      note('missing-text-done', `An item was done before response.${stem}.done had closed its deltas`)
    }
    growing.delete(place)
  }

  const checkId = (type: string, id: string | undefined): void => {
    if (id === undefined) return
    if (isPlaceholder(id)) note('placeholder-id', `The response carries the placeholder "${shortened(id)}" as its id`)
    if (responseId !== undefined && responseId !== id) {
      note('renamed-response', `The id of the response is another one in ${type} than in response.created`)
    }
    responseId ??= id
  }

  /** What was streamed and is over, beside what the final response holds. */
  const compareOutput = (type: string, response: JsonObject, before: Snapshot): void => {
    const output = (arrayOf(response, 'output') ?? []).filter(isObject)
    if (output.length === 0) return
    const round = currentRound(before)
    const streamed = before.items.filter((item) => item.round === round && item.state === 'done')
    const final = output.map((json, index) =>
      itemOf(json, { key: `final-${index}`, round, state: 'done', startedAt: 0 as Item['startedAt'] }),
    )
    for (const kind of ['message', 'tool-call'] as const) {
      const count = (items: readonly Item[]) =>
        items.filter((item) => item.kind === kind && wholeText(item) !== '').length
      const missing = count(streamed) - count(final)
      if (missing <= 0) continue
      return note('final-output-differs', `${type} holds fewer items of the kind ${kind} than were streamed`)
    }
    if (compareTexts(textOf(streamed), textOf(final)) === 'differs' && streamed.length > 0) {
      note('final-output-differs', `The text in ${type} is not the text of the items that were streamed`)
    }
  }

  return {
    began: (response) => {
      ;({ responseId, places, parts, growing } = nothingDeclared())
      checkId('response.created', stringOf(response, 'id'))
    },

    taken: (type, event) => {
      if (type === 'response.output_item.added') return declareItem(event)
      if (type === 'response.output_item.done') return closeItem(event)
      if (type === 'response.content_part.added') {
        if (parts.size < mostRemembered) parts.add(partOf(event))
        return
      }
      const grown = textDelta.exec(type)?.[1]
      if (grown !== undefined) return grow(grown, type, event)
      const closed = textDone.exec(type)?.[1]
      if (closed !== undefined) growing.get(placeOf(event))?.delete(closed)
    },

    ended: (type, response, before) => {
      checkId(type, stringOf(response, 'id'))
      compareOutput(type, response, before)
    },

    copy: (other) =>
      createDeclarationChecks(other, {
        responseId,
        places: new Map(places),
        parts: new Set(parts),
        growing: new Map([...growing].map(([place, stems]) => [place, new Set(stems)])),
      }),
  }
}
