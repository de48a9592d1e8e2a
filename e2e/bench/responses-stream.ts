import { createRandom } from '../seeded-random.ts'

const words =
  'agent token stream frame delta recording model answer latency question tool result chunk event naïve Zürich 東京 🧭'

/** Deltas of one item; a long answer has many items. */
const deltasPerItem = 1000
const megabyte = 1_000_000
const largeSizes: readonly number[] = [megabyte, 2.5 * megabyte, 5 * megabyte]

/**
 * The data of an answer in the Responses dialect, one string an event: reasoning, tool calls with results, and messages
 * that grow by deltas. Three of the results have 1, 2.5 and 5 MB. The same arguments give the same events.
 */
export const responsesEvents = (count: number, seed: number): readonly string[] => {
  const random = createRandom(seed)
  const vocabulary = words.split(' ')
  const word = (): string => vocabulary[random(vocabulary.length)] ?? ''
  const texts = (howMany: number): readonly string[] =>
    Array.from({ length: howMany }, () => ` ${Array.from({ length: 1 + random(3) }, word).join(' ')}`)
  const events: string[] = []
  let sequence = 0
  const add = (type: string, fields: object): void => {
    events.push(JSON.stringify({ type, sequence_number: sequence, ...fields }))
    sequence += 1
  }
  const rooms = Math.ceil((count - 2) / (deltasPerItem + 4))
  const largeAt = new Map(largeSizes.map((size, index) => [Math.floor(((index + 1) * rooms) / 4), size]))
  add('response.created', { response: { id: 'resp_1', status: 'in_progress', output: [] } })
  for (let index = 0; events.length < count - 1; index += 1) {
    const id = `msg_${String(index).padStart(40, '0')}`
    const call = { type: 'function_call', id: `fc_${index}`, call_id: `call_${index}`, name: 'search' }
    add('response.output_item.done', { output_index: 3 * index, item: { ...call, arguments: '{"query":"agents"}' } })
    const output = 'x'.repeat(largeAt.get(index) ?? 200)
    const result = { type: 'function_call_output', call_id: `call_${index}`, output }
    add('response.output_item.done', { output_index: 3 * index + 1, item: result })
    const place = { item_id: id, output_index: 3 * index + 2, content_index: 0 }
    const item = { type: 'message', id, role: 'assistant' }
    add('response.output_item.added', {
      output_index: place.output_index,
      item: { ...item, status: 'in_progress', content: [] },
    })
    const deltas = texts(Math.max(0, Math.min(deltasPerItem, count - events.length - 2)))
    for (const delta of deltas) add('response.output_text.delta', { ...place, delta, logprobs: [] })
    const content = [{ type: 'output_text', text: deltas.join(''), annotations: [] }]
    add('response.output_item.done', { output_index: place.output_index, item: { ...item, content } })
  }
  events.length = count - 1
  events.push('[DONE]')
  return events
}

/** The body of a `text/event-stream` with these data. */
export const eventStreamOf = (events: readonly string[]): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(events.map((data) => `data: ${data}\n\n`).join(''))
