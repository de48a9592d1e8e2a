import { arrayOf, fieldOf, stringOf, type Json } from '../lib/json.ts'
import { eventStream, jsonAnswer, restError } from './answers.ts'
import { piecesOf, tokensIn } from './answer-items.ts'
import { beat, bodyOf, doneFrame, frameOf, type Beat } from './beat.ts'
import { textOf } from './request-body.ts'
import { createSeededRandom } from './seeded-random.ts'

const created = 1_763_650_000

function* chunks(model: string, text: string, requestId: string): Generator<Beat> {
  const random = createSeededRandom(text)
  const chunk = (delta: Json, finishReason: string | null) =>
    frameOf({
      id: `chatcmpl-${requestId}`,
      object: 'chat.completion.chunk',
      created,
      model,
      choices: [{ index: 0, delta, finish_reason: finishReason }],
    })
  yield beat(200, chunk({ role: 'assistant', content: '' }, null))
  for (const content of piecesOf(text, random)) yield beat(random.between(15, 60), chunk({ content }, null))
  yield beat(5, chunk({}, 'stop'))
  yield beat(5, doneFrame)
}

/** A foundation model that speaks Chat Completions: it has no tools, no items and not much to say. */
export const chatCompletion = (model: string, body: Json, pace: number, requestId: string): Response => {
  const messages = arrayOf(body, 'messages')
  if (messages === undefined) return restError(400, 'BAD_REQUEST', 'Missing required field: messages', requestId)
  const seen = (arrayOf(messages.at(-1), 'content') ?? []).filter(
    (part) => stringOf(part, 'type') === 'image_url',
  ).length
  const question = textOf(fieldOf(messages.at(-1), 'content'))
  const text = `This is ${model}, a foundation model of the sample workspace, not an agent. You wrote: ${question}${seen === 0 ? '' : ` I was sent ${seen === 1 ? 'an image' : `${seen} images`}.`}`
  if (fieldOf(body, 'stream') === true) return eventStream(bodyOf(chunks(model, text, requestId), pace))
  const [input, output] = [tokensIn(JSON.stringify(messages)), tokensIn(text)]
  return jsonAnswer(200, {
    id: `chatcmpl-${requestId}`,
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  })
}
