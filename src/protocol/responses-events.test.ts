import { describe, expect, it } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import { fieldOf, numberOf, stringOf, type JsonObject } from '../lib/json.ts'
import { eventsOf, showFor } from '../sample/tool-museum.ts'
import { createReading } from './create-reading.ts'
import { utf8 } from '../exchange/utf8.ts'
import { foldResponses } from './fold-responses.ts'
import { emptyFold, type Fold } from './fold.ts'
import { wholeText } from './item-changes.ts'
import type { Item } from './item.ts'
import type { Snapshot } from './snapshot.ts'

/** What an event has to do: the item it means before and after, and the snapshot after. */
interface Change {
  readonly event: JsonObject
  readonly before: Snapshot
  readonly after: Snapshot
  readonly was: Item | undefined
  readonly is: Item | undefined
}
type Stated = (change: Change) => void

const textOf = (item: Item | undefined): string => (item === undefined ? '' : wholeText(item))

const status =
  (word: string): Stated =>
  ({ after }) =>
    expect(after.status).toBe(word)

const itemStatus =
  (word: string): Stated =>
  ({ is }) =>
    expect(is?.status).toBe(word)

const grows: Stated = ({ event, was, is }) => {
  const before = textOf(was)
  expect(textOf(is).replace(before, '').trim()).toBe((stringOf(event, 'delta') ?? '').trim())
  expect(textOf(is).length).toBeGreaterThan(before.length)
}

const says =
  (field: string): Stated =>
  ({ event, is }) => {
    expect(textOf(is)).toContain(stringOf(event, field))
    expect(stringOf(event, field)).not.toBe('')
  }

const partIsThere: Stated = ({ is }) => {
  if (is?.kind !== 'message' && is?.kind !== 'reasoning') throw new Error('The event means a message or reasoning.')
  expect(is.parts.length).toBeGreaterThan(0)
}

const nothing: Stated = ({ before, after }) => expect(after).toEqual(before)

/** The 53 events of the Responses API and what each does. */
const events: Readonly<Record<string, Stated>> = {
  'response.created': ({ after }) => expect(after).toMatchObject({ rounds: 1, responseId: 'resp_museum' }),
  'response.queued': status('queued'),
  'response.in_progress': status('in_progress'),
  'response.completed': ({ after }) => {
    expect(after).toMatchObject({ terminal: 'completed', status: 'completed', usage: { totalTokens: 46 } })
    expect(after.items.every(({ state }) => state === 'done')).toBe(true)
  },
  'response.incomplete': ({ after }) =>
    expect(after).toMatchObject({ terminal: 'incomplete', incompleteReason: 'max_output_tokens' }),
  'response.failed': ({ after }) =>
    expect(after).toMatchObject({ terminal: 'failed', error: { code: 'server_error' } }),
  error: ({ after }) => expect(after).toMatchObject({ terminal: 'error', error: { code: 'server_error' } }),
  'response.output_item.added': ({ before, after }) => expect(after.items).toHaveLength(before.items.length + 1),
  'response.output_item.done': ({ event, is }) => {
    expect(is?.state).toBe('done')
    expect(is?.status).toBe(stringOf(fieldOf(event, 'item'), 'status'))
  },
  'response.content_part.added': partIsThere,
  'response.content_part.done': partIsThere,
  'response.output_text.delta': grows,
  'response.output_text.done': says('text'),
  'response.output_text.annotation.added': ({ was, is }) => {
    const count = (item: Item | undefined) =>
      item?.kind === 'message' ? item.parts.flatMap((part) => (part.kind === 'text' ? part.annotations : [])).length : 0
    expect(count(is)).toBe(count(was) + 1)
  },
  'response.refusal.delta': grows,
  'response.refusal.done': says('refusal'),
  'response.function_call_arguments.delta': grows,
  'response.function_call_arguments.done': says('arguments'),
  'response.custom_tool_call_input.delta': grows,
  'response.custom_tool_call_input.done': says('input'),
  'response.reasoning_summary_part.added': partIsThere,
  'response.reasoning_summary_part.done': partIsThere,
  'response.reasoning_summary_text.delta': grows,
  'response.reasoning_summary_text.done': says('text'),
  'response.reasoning_text.delta': grows,
  'response.reasoning_text.done': says('text'),
  'response.web_search_call.in_progress': itemStatus('in_progress'),
  'response.web_search_call.searching': itemStatus('searching'),
  'response.web_search_call.completed': itemStatus('completed'),
  'response.file_search_call.in_progress': itemStatus('in_progress'),
  'response.file_search_call.searching': itemStatus('searching'),
  'response.file_search_call.completed': itemStatus('completed'),
  'response.code_interpreter_call.in_progress': itemStatus('in_progress'),
  'response.code_interpreter_call.interpreting': itemStatus('interpreting'),
  'response.code_interpreter_call.completed': itemStatus('completed'),
  'response.code_interpreter_call_code.delta': grows,
  'response.code_interpreter_call_code.done': says('code'),
  'response.image_generation_call.in_progress': itemStatus('in_progress'),
  'response.image_generation_call.generating': itemStatus('generating'),
  'response.image_generation_call.completed': itemStatus('completed'),
  'response.image_generation_call.partial_image': ({ event, is }) => {
    const json = is?.kind === 'other' ? is.json : undefined
    expect(stringOf(json, 'partial_image_b64')).toBe(stringOf(event, 'partial_image_b64'))
    expect(numberOf(json, 'partial_image_index')).toBe(numberOf(event, 'partial_image_index'))
  },
  'response.mcp_call.in_progress': itemStatus('in_progress'),
  'response.mcp_call.completed': itemStatus('completed'),
  'response.mcp_call.failed': itemStatus('failed'),
  'response.mcp_call_arguments.delta': grows,
  'response.mcp_call_arguments.done': says('arguments'),
  'response.mcp_list_tools.in_progress': itemStatus('in_progress'),
  'response.mcp_list_tools.completed': itemStatus('completed'),
  'response.mcp_list_tools.failed': itemStatus('failed'),
  // Sound itself is for the inspector; its transcript is text.
  'response.audio.delta': nothing,
  'response.audio.done': nothing,
  'response.audio.transcript.delta': grows,
  'response.audio.transcript.done': nothing,
}

const printedBy = (item: Item | undefined): string =>
  item?.kind === 'tool-output' ? JSON.stringify(item.output) : '(no output)'

/** Seen on the wire, and not in the union. */
const furtherEvents: Readonly<Record<string, Stated>> = {
  'response.shell_call_command.added': ({ event, is }) => {
    const commands = fieldOf(fieldOf(is?.kind === 'other' ? is.json : null, 'action'), 'commands')
    expect(commands).toHaveLength((numberOf(event, 'command_index') ?? 0) + 1)
  },
  'response.shell_call_command.delta': grows,
  'response.shell_call_command.done': says('command'),
  'response.shell_call_output_content.delta': ({ event, is }) => {
    const delta = fieldOf(event, 'delta')
    const text = stringOf(delta, 'stdout') ?? stringOf(delta, 'stderr') ?? ''
    expect(printedBy(is)).toContain(JSON.stringify(text))
  },
  'response.shell_call_output_content.done': ({ is }) => expect(printedBy(is)).toContain('exit_code'),
  'response.apply_patch_call_operation_diff.delta': grows,
  'response.apply_patch_call_operation_diff.done': says('diff'),
}

const stated = { ...events, ...furtherEvents }

const shows = ['all approval sound', 'incomplete', 'failed', 'error'].map(showFor)
const played = shows.map((show) => [...eventsOf(show)].map(({ event }) => event))

const typeOf = (event: JsonObject): string => stringOf(event, 'type') ?? ''

const changesOf = (events: readonly JsonObject[]): readonly Change[] => {
  let fold: Fold = emptyFold
  return events.map((event, index) => {
    const before = fold.snapshot
    fold = foldResponses(fold, typeOf(event), event, { at: index as Ms, event: index })
    const after = fold.snapshot
    const position = after.items.findLastIndex((item, at) => item !== before.items[at])
    return { event, before, after, was: before.items[position], is: after.items[position] ?? after.items.at(-1) }
  })
}
const changes = played.flatMap(changesOf)

describe('every event of the Responses API', () => {
  it('is one of 53', () => expect(Object.keys(events)).toHaveLength(53))

  it.each(Object.entries(stated))('%s changes the snapshot as stated', (type, check) => {
    const found = changes.filter(({ event }) => typeOf(event) === type)
    expect(found.length).toBeGreaterThan(0)
    for (const change of found) check(change)
  })

  it('is played, and no other', () => {
    expect([...new Set(played.flat().map(typeOf))].sort()).toEqual(Object.keys(stated).sort())
  })
})

describe('the museum', () => {
  const read = (events: readonly JsonObject[]) => {
    const reading = createReading({ contentType: 'text/event-stream', utf8, status: 200 })
    const text = events.map((event) => `event: ${typeOf(event)}\ndata: ${JSON.stringify(event)}\n\n`).join('')
    reading.push(new TextEncoder().encode(text), 0 as Ms)
    reading.end(0 as Ms)
    return reading.snapshot
  }

  it.each([
    // What MLflow takes in no history, what nobody knows, and sound: all else is by the rules.
    ['all', ['output-not-text', 'unknown-item', 'unknown-part']],
    ['incomplete', []],
    ['failed', []],
    ['error', []],
  ])('keeps the rules, as far as it means to: %s', (name, codes) => {
    const events = played[['all', 'incomplete', 'failed', 'error'].indexOf(name)] ?? []
    expect(read(events).findings.map(({ code }) => code)).toEqual(codes)
  })
})
