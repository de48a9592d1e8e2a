import { isDeeper } from '../../lib/json-depth.ts'
import { fieldOf, isObject, parseJson, type Json } from '../../lib/json.ts'
import { failure, success, type Problem, type Result } from '../../lib/problem.ts'
import { conversationFromJson, isConversationFile } from '../conversation-file.ts'
import { isCurlCommand, readCurlCommand, type CurlCommand } from './curl-command.ts'
import { isWholeAnswer } from './event-lines.ts'
import { unreadableText, type Opened, type Source } from './found.ts'
import { isCurlOutput, readCurlOutput } from './read-curl-output.ts'
import { isEventStream, readEventStream } from './read-event-stream.ts'
import { harLogOf, readHar } from './read-har.ts'
import { jsonLinesOf, readObjects } from './read-json-lines.ts'
import { readPythonOutput } from './read-python-output.ts'

/** A conversation to look at, or a request to send. */
export type Read = ({ readonly kind: 'opened' } & Opened) | ({ readonly kind: 'draft' } & CurlCommand)

const understood =
  'What can be opened: recordings of the playground (.recording.json, .har, .sse, .jsonl), HTTP archives of browser developer tools, event streams as they were saved or copied, events as JSON lines, the output of “curl -N -i”, and what a Python program prints of a stream.'

const opened = (found: Opened): Result<Read> => success({ kind: 'opened', ...found })

const unknownText = (detail: string): { readonly ok: false; readonly problem: Problem } =>
  failure(unreadableText('This is nothing that can be opened', detail, understood))

/** Deeper JSON is made to break readers: no client and no agent writes it. */
const deepest = 1000

/** Each answer becomes a turn, and a thread of more than this is of no use to anybody. */
const answersAtMost = 5000

/** Checks what no reader checks by itself. */
const unlessTooMany = (read: Result<Read>): Result<Read> => {
  const answers = read.ok && read.value.kind === 'opened' ? read.value.conversation.turns.length : 0
  return answers <= answersAtMost
    ? read
    : unknownText(
        `It holds ${answers.toLocaleString('en')} answers; at most ${answersAtMost.toLocaleString('en')} are opened as one conversation.`,
      )
}

const ofResult = (read: Result<Opened>): Result<Read> => (read.ok ? opened(read.value) : read)

/** What servers answer with in place of an answer. */
const isErrorBody = (json: Json): boolean => {
  const error = fieldOf(json, 'error')
  return (typeof error === 'string' || isObject(error)) && fieldOf(json, 'type') === undefined
}

const readJson = (json: Json, source: Source): Result<Read> => {
  if (isConversationFile(json)) {
    const read = conversationFromJson(json)
    return read.ok ? opened({ conversation: read.value, notes: [] }) : read
  }
  const log = harLogOf(json)
  if (log !== undefined) return ofResult(readHar(log, source))
  const list: readonly Json[] = Array.isArray(json) ? json : [json]
  // A single answer, or an error in its place, keeps its own bytes.
  if (isObject(json) && (isWholeAnswer(json) || isErrorBody(json))) return opened(readEventStream(source))
  const found = readObjects(list, source)
  return found === undefined
    ? unknownText('It is JSON, and neither a recording, an HTTP archive, an answer nor an event.')
    : opened(found)
}

/** A command, and what it printed where that was copied along. */
const readCommand = (source: Source): Result<Read> => {
  const read = readCurlCommand(source.text)
  if (!read.ok) return read
  const rest = read.value.rest.trimStart()
  const output: Source = { ...source, text: rest, bytes: new TextEncoder().encode(rest) }
  if (isCurlOutput(output) || (rest !== '' && isEventStream(output))) {
    return opened(readCurlOutput(output, read.value.request))
  }
  return success({ kind: 'draft', ...read.value })
}

const readAny = (source: Source): Result<Read> => {
  const { text } = source
  if (text.trim() === '') return unknownText('It is empty.')
  if (isCurlCommand(text)) return readCommand(source)
  if (isCurlOutput(source)) return opened(readCurlOutput(source))
  const isJson = /^\s*[[{]/.test(text)
  if (isJson && isDeeper(text, deepest))
    return unknownText(`It is nested deeper than ${deepest.toLocaleString('en')} levels.`)
  const json = isJson ? parseJson(text) : undefined
  if (json?.ok === true) return readJson(json.value, source)
  const lines = jsonLinesOf(text)
  const objects = lines === undefined ? undefined : readObjects(lines, source)
  if (objects !== undefined) return opened(objects)
  if (isEventStream(source)) return opened(readEventStream(source))
  const printed = readPythonOutput(source)
  if (printed !== undefined) return opened(printed)
  return unknownText(
    json?.ok === false ? `It begins like JSON, but is not: ${json.detail}` : 'No event and no answer was found in it.',
  )
}

/** Finds out what a text is, by what stands in it and not by what it is called, and reads it. */
export const readText = (source: Source): Result<Read> => unlessTooMany(readAny(source))
