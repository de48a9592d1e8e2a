import { numberOf, type JsonObject } from '../lib/json.ts'
import type { AnswerCall } from './agent-server.ts'
import { eventStream, jsonAnswer } from './answers.ts'
import { beat, bodyOf, type Beat } from './beat.ts'
import type { TimedEvent } from './encode-agent-server.ts'
import { said, type Exhibit, type Piece } from './exhibit.ts'
import { exhibits } from './exhibits.ts'
import type { AgentRequest } from './request-body.ts'

/** How an answer ends, and what else happens to the response as a whole. */
type Ending = 'completed' | 'incomplete' | 'failed' | 'error'

interface Show {
  readonly pieces: readonly Piece[]
  readonly ending: Ending
  /** Sound belongs to no item. */
  readonly spoken?: string
}

const endings: Readonly<Record<string, Ending>> = { incomplete: 'incomplete', failed: 'failed', error: 'error' }

const guide = [
  'This is the museum of output items. Name a room, or say **all**:',
  '',
  ...exhibits.map(({ name, about }) => `- **${name}**: ${about}`),
  '- **sound**: Words that are spoken, of which the transcript is shown.',
  '- **incomplete**, **failed**, **error**: The three ways in which an answer does not end well.',
].join('\n')

const asksFor = (question: string, name: string): boolean => new RegExp(`\\b${name}\\b`, 'i').test(question)

const roomsFor = (question: string): readonly Exhibit[] =>
  exhibits.filter(({ name }) => asksFor(question, name) || (name !== 'approval' && asksFor(question, 'all')))

/** What is shown for a question. */
export const showFor = (question: string): Show => {
  const named = Object.keys(endings).find((name) => asksFor(question, name))
  const ending = named === undefined ? 'completed' : (endings[named] ?? 'completed')
  const rooms = roomsFor(question)
  const spoken = asksFor(question, 'sound') ? { spoken: 'Welcome. Please do not touch the pieces.' } : {}
  if (rooms.length > 0) return { pieces: rooms.flatMap(({ pieces }) => pieces), ending, ...spoken }
  const words = ending === 'completed' ? guide : 'This is how far it gets'
  return { pieces: 'spoken' in spoken ? [] : [said('msg_guide', words)], ending, ...spoken }
}

const failure = { code: 'server_error', message: 'The lights went out in the museum.' }

const responseOf = (show: Show, status: string): JsonObject => ({
  id: 'resp_museum',
  object: 'response',
  created_at: 1_767_776_400,
  model: 'tool-museum',
  status,
  error: status === 'failed' ? failure : null,
  incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
  output: ['queued', 'in_progress'].includes(status)
    ? []
    : [...show.pieces.map(({ done }) => done), ...spokenItem(show.spoken)],
  ...(status === 'completed' ? { usage: { input_tokens: 12, output_tokens: 34, total_tokens: 46 } } : {}),
})

const spokenItem = (spoken: string | undefined): readonly JsonObject[] =>
  spoken === undefined
    ? []
    : [
        {
          type: 'message',
          id: 'msg_sound',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_audio', data: 'UklGRg==', transcript: spoken }],
        },
      ]

/** Every event of a show, in the order of the Responses API: its own dialect, with event names and without `[DONE]`. */
export function* eventsOf(show: Show): Generator<TimedEvent> {
  let sequence = 0
  const emit = (type: string, fields: JsonObject, afterMs = 10): TimedEvent => ({
    afterMs,
    event: { type, sequence_number: sequence++, ...fields },
  })
  yield emit('response.created', { response: responseOf(show, 'queued') }, 100)
  yield emit('response.queued', { response: responseOf(show, 'queued') })
  yield emit('response.in_progress', { response: responseOf(show, 'in_progress') }, 100)
  for (const [index, { added, events, done }] of show.pieces.entries()) {
    const place = { item_id: done['id'] ?? null, output_index: index }
    yield emit('response.output_item.added', { output_index: index, item: added }, 150)
    for (const { type, fields, afterMs } of events) yield emit(type, { ...place, ...fields }, afterMs)
    yield emit('response.output_item.done', { output_index: index, item: done }, 20)
  }
  for (const word of show.spoken?.match(/\S+\s*/g) ?? []) {
    yield emit('response.audio.delta', { delta: 'UklGRg==' }, 30)
    yield emit('response.audio.transcript.delta', { delta: word }, 60)
  }
  if (show.spoken !== undefined) {
    yield emit('response.audio.transcript.done', {})
    yield emit('response.audio.done', {})
  }
  if (show.ending === 'error') yield emit('error', { ...failure, param: null })
  else yield emit(`response.${show.ending}`, { response: responseOf(show, show.ending) }, 50)
}

function* beatsOf(show: Show): Generator<Beat> {
  for (const { afterMs, event } of eventsOf(show)) {
    yield beat(afterMs, `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`)
  }
}

const wholeOf = (show: Show): Response =>
  show.ending === 'error'
    ? jsonAnswer(500, { error: { type: 'server_error', ...failure, param: null } })
    : jsonAnswer(200, responseOf(show, show.ending))

/** An agent that shows every output item and every event of the Responses API on request. */
export const createToolMuseum =
  (pace: number): AnswerCall =>
  (request: AgentRequest) => {
    const show = showFor(request.question)
    const slower = numberOf(request.customInputs, 'pace') ?? 1
    return request.stream ? eventStream(bodyOf(beatsOf(show), pace * Math.min(Math.max(0, slower), 20))) : wholeOf(show)
  }
