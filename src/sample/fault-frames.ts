import type { JsonObject } from '../lib/json.ts'
import { detailError, jsonAnswer } from './answers.ts'
import { beat, doneFrame, frameOf, type Beat } from './beat.ts'
import type { TimedEvent } from './encode-agent-server.ts'
import type { Fault, Lab } from './fault.ts'

/* Faults of meaning: every frame arrives intact, but the events in them are not what the protocol promises. */

const done = (): Beat => beat(5, doneFrame)

function* play(events: Iterable<TimedEvent>): Generator<Beat> {
  for (const { afterMs, event } of events) yield beat(afterMs, frameOf(event))
}

const typeOf = ({ event }: TimedEvent): string => String(event['type'])

/** The beginning of the answer: everything announced, and about half of the text. */
export const firstHalf = (lab: Lab): readonly TimedEvent[] => {
  const deltas = lab.events.filter((timed) => typeOf(timed) === 'response.output_text.delta').length
  const start = lab.events.findIndex((timed) => typeOf(timed) === 'response.output_text.delta')
  return lab.events.slice(0, start + Math.ceil(deltas / 2))
}

const without = (lab: Lab, ...types: readonly string[]): readonly TimedEvent[] =>
  lab.events.filter((timed) => !types.includes(typeOf(timed)))

const changed = (lab: Lab, change: (event: JsonObject, index: number) => JsonObject): readonly TimedEvent[] =>
  lab.events.map(({ afterMs, event }, index) => ({ afterMs, event: change(event, index) }))

const ended = (lab: Lab, status: string, more: JsonObject): JsonObject => ({ ...lab.whole, status, ...more })

const failedWith = { error: { code: 'server_error', message: 'The model stopped answering.' } }
const cutShort = { incomplete_details: { reason: 'max_output_tokens' } }

export const frameFaults: readonly Fault[] = [
  {
    kind: 'stream',
    name: 'no-done',
    about: 'The answer is complete, but `[DONE]` never comes.',
    expected: 'It counts as completed, with a remark.',
    *beats(lab) {
      yield* play(lab.events)
    },
  },
  {
    kind: 'stream',
    name: 'done-without-completed',
    about: '`[DONE]` comes without `response.completed`.',
    expected: 'The items are done, so nothing is lost.',
    *beats(lab) {
      yield* play(without(lab, 'response.completed'))
      yield done()
    },
  },
  {
    kind: 'stream',
    name: 'clean-end-no-terminal',
    about: 'The body ends properly in the middle of the text, with no last event.',
    expected: 'The answer counts as interrupted: a clean end of the body is not the end of the answer.',
    *beats(lab) {
      yield* play(firstHalf(lab))
    },
  },
  {
    kind: 'stream',
    name: 'error-frame',
    about: 'The agent raises: a frame with only `error`, then `[DONE]`.',
    expected: 'What came before stays, and the error is shown in its own words.',
    *beats(lab) {
      yield* play(firstHalf(lab))
      yield beat(100, frameOf({ error: 'The agent raised: KeyError("customer")' }))
      yield done()
    },
    whole: () => detailError(500, 'The agent raised: KeyError("customer")'),
  },
  {
    kind: 'stream',
    name: 'nested-error-frame',
    about: 'An error object in a frame, and no `[DONE]` after it.',
    expected: 'The message inside is shown, not the object.',
    *beats(lab) {
      yield* play(firstHalf(lab))
      yield beat(100, frameOf({ error: { message: 'Task timed out after 600 seconds', code: 'task_timeout' } }))
    },
  },
  {
    kind: 'stream',
    name: 'error-event',
    about: 'The Responses API’s own `error` event, in the middle.',
    expected: 'The answer counts as failed.',
    *beats(lab) {
      yield* play(firstHalf(lab))
      yield beat(100, frameOf({ type: 'error', code: 'rate_limit_exceeded', message: 'Too many tokens', param: null }))
      yield done()
    },
  },
  {
    kind: 'stream',
    name: 'response-failed',
    about: '`response.failed` in the middle of the text.',
    expected: 'The answer counts as failed, with code and message.',
    *beats(lab) {
      yield* play(firstHalf(lab))
      yield beat(
        100,
        frameOf({ type: 'response.failed', response: ended(lab, 'failed', { ...failedWith, output: [] }) }),
      )
      yield done()
    },
    whole: (lab) => jsonAnswer(200, ended(lab, 'failed', { ...failedWith, output: [] })),
  },
  {
    kind: 'stream',
    name: 'response-incomplete',
    about: '`response.incomplete`: the model ran out of tokens.',
    expected: 'The answer counts as incomplete, with the reason.',
    *beats(lab) {
      yield* play(firstHalf(lab))
      const response = ended(lab, 'incomplete', { ...cutShort, output: [] })
      yield beat(100, frameOf({ type: 'response.incomplete', response }))
      yield done()
    },
    whole: (lab) => jsonAnswer(200, ended(lab, 'incomplete', cutShort)),
  },
  {
    kind: 'stream',
    name: 'unknown-events',
    about: 'Event types that nobody has heard of are mixed in.',
    expected: 'They are kept and shown, and harm nothing.',
    *beats(lab) {
      for (const [index, timed] of lab.events.entries()) {
        yield* play([timed])
        if (index % 6 === 2) yield beat(0, frameOf({ type: 'response.sample_weather.delta', degrees: index }))
      }
      yield beat(0, frameOf({ note: 'an object without a type' }))
      yield beat(0, frameOf(['a', 'list']))
      yield beat(0, frameOf(null))
      yield done()
    },
  },
  {
    kind: 'stream',
    name: 'renamed-item-ids',
    about: 'Every event names the item differently; only `output_index` stays.',
    expected: 'It is one message, not fifty.',
    *beats(lab) {
      yield* play(
        changed(lab, (event, index) => ('item_id' in event ? { ...event, item_id: `rotating_${index}` } : event)),
      )
      yield done()
    },
  },
  {
    kind: 'stream',
    name: 'parallel-calls-renamed',
    about:
      'Two calls are open at once, and the end of both names only the second; `output_index` and `call_id` stay right.',
    expected: 'There are two calls, each with its own arguments.',
    *beats(lab) {
      yield* play(without(lab, 'response.completed'))
      const calls = ['first', 'second'].map((name) => ({
        type: 'function_call',
        id: `fc_${name}`,
        call_id: `call_${name}`,
        name: `${name}_tool`,
        arguments: JSON.stringify({ which: name }),
      }))
      const numbered = [...calls.entries()]
      for (const [index, call] of numbered) {
        const place = { output_index: index + 1 }
        yield beat(80, frameOf({ type: 'response.output_item.added', ...place, item: { ...call, arguments: '' } }))
        const delta = { type: 'response.function_call_arguments.delta', item_id: call.id, delta: call.arguments }
        yield beat(60, frameOf({ ...delta, ...place }))
      }
      for (const [index, call] of numbered) {
        const item = { ...call, id: 'fc_second' }
        yield beat(10, frameOf({ type: 'response.output_item.done', output_index: index + 1, item }))
      }
      yield beat(10, frameOf({ type: 'response.completed', response: lab.whole }))
      yield done()
    },
  },
  {
    kind: 'stream',
    name: 'undeclared-items',
    about: 'Text arrives for an item that was never added; the first pieces do not even name it.',
    expected: 'The text is shown, once.',
    *beats(lab) {
      const kept = without(lab, 'response.output_item.added', 'response.content_part.added')
      for (const [index, { afterMs, event }] of kept.entries()) {
        const { item_id: _id, output_index: _index, ...nameless } = event
        yield beat(afterMs, frameOf(index < 6 && 'delta' in event ? nameless : event))
      }
      yield done()
    },
  },
  {
    kind: 'stream',
    name: 'emptied-items',
    about: 'The finished item is empty although its text was streamed; the last response is `{}`.',
    expected: 'The streamed text stays.',
    *beats(lab) {
      yield* play(
        changed(lab, (event) => {
          if (event['type'] === 'response.completed') return { ...event, response: {} }
          const item = event['item']
          if (event['type'] !== 'response.output_item.done' || typeof item !== 'object') return event
          return { ...event, item: { ...item, content: [] } }
        }),
      )
      yield done()
    },
  },
  {
    kind: 'stream',
    name: 'duplicated-done',
    about: 'The finished item, `response.completed` and `[DONE]` each come twice.',
    expected: 'Nothing is shown twice.',
    *beats(lab) {
      yield* play(lab.events)
      yield* play(lab.events.filter((timed) => /output_item\.done|completed/.test(typeOf(timed))))
      yield done()
      yield done()
    },
  },
  {
    kind: 'stream',
    name: 'data-after-done',
    about: 'Events go on after `[DONE]`.',
    expected: 'They are recorded, and change nothing.',
    *beats(lab) {
      yield* play(lab.events)
      yield done()
      yield* play(firstHalf(lab).slice(-3))
      yield beat(0, ': a comment after the end\n\n')
    },
  },
]
