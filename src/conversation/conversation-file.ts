import { base64Of, bytesOfBase64 } from '../exchange/base64.ts'
import { epochAt, exchangeAt, recordingToJson, unreadableFile } from '../exchange/recording-file.ts'
import type { RecordedExchange } from '../exchange/recording.ts'
import type { Callee } from '../exchange/answer-problem.ts'
import type { EpochMs } from '../lib/brand.ts'
import {
  distrusting,
  ifPresent,
  listAt,
  numberAt,
  objectAt,
  oneOfAt,
  refuse,
  textAt,
  within,
  type Found,
} from '../lib/distrust.ts'
import { fieldOf, isObject, type Json, type JsonObject } from '../lib/json.ts'
import { failure, type Problem, type Result } from '../lib/problem.ts'
import { defined } from '../protocol/defined.ts'
import type { Mode, TurnInput } from './conversation.ts'

export interface PortableExchange extends RecordedExchange {
  /** Position of the earlier exchange of the run whose answer this one goes on with. */
  readonly continues?: number
}

/** One attempt to answer, with everything that was recorded of it. */
export interface PortableRun {
  readonly mode: Mode
  readonly startedAt: EpochMs
  readonly callee?: Callee
  readonly exchanges: readonly PortableExchange[]
  /** The answer as a Responses body, where its recording was left out: it tells what was said, and not when. */
  readonly answer?: JsonObject
}

/** A file that went with a message. Without its bytes it was left out: too large, or because texts were masked. */
export interface PortableFile {
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly bytes?: Uint8Array
}

export interface PortableTurn {
  /** Position of the turn that this one follows; null at the beginning. Always smaller than its own position. */
  readonly parent: number | null
  readonly input: TurnInput
  readonly files?: readonly PortableFile[]
  readonly createdAt: EpochMs
  readonly runs: readonly PortableRun[]
  /** Position of the run that is shown. */
  readonly chosen: number | null
  /** Position of the run that the others are held against, where one is pinned. */
  readonly baseline?: number
}

/** A conversation, or a single run of one, that travels: no ids, no agent that could be called, no credentials. */
export interface PortableConversation {
  readonly title: string
  readonly agentName: string
  readonly turns: readonly PortableTurn[]
  /** Position of the last turn of the branch that is shown. */
  readonly leaf: number | null
}

const format = 'agent-playground-recording'
const version = 1

const callees: readonly Callee[] = ['app', 'serving-endpoint', 'local']

const turnsAtMost = 5000
const runsAtMost = 500
const exchangesAtMost = 100
const titleLimit = 1000
const textLimit = 32 * 1024 * 1024

const runToJson = ({ mode, startedAt, callee, exchanges, answer }: PortableRun): JsonObject => ({
  mode,
  startedAt,
  exchanges: exchanges.map((exchange) => ({
    ...recordingToJson(exchange),
    ...defined({ continues: exchange.continues }),
  })),
  ...defined({ callee, answer }),
})

const inputToJson = ({ text, customInputs, instructions, decisions = [] }: TurnInput): JsonObject => ({
  text,
  customInputs,
  instructions,
  ...(decisions.length === 0 ? {} : { decisions: decisions.map(({ approve, tool }) => ({ approve, tool })) }),
})

const fileToJson = ({ name, mediaType, size, bytes }: PortableFile): JsonObject => ({
  name,
  mediaType,
  size,
  ...(bytes === undefined ? {} : { base64: base64Of(bytes) }),
})

const turnToJson = ({ parent, input, files = [], createdAt, runs, chosen, baseline }: PortableTurn): JsonObject => ({
  parent,
  input: inputToJson(input),
  ...(files.length === 0 ? {} : { files: files.map(fileToJson) }),
  createdAt,
  runs: runs.map(runToJson),
  chosen,
  ...defined({ baseline }),
})

/** The content of a `*.recording.json`, before it is written as text. */
export const conversationToJson = ({ title, agentName, turns, leaf }: PortableConversation): JsonObject => ({
  format,
  version,
  title,
  agentName,
  turns: turns.map(turnToJson),
  leaf,
})

const positionAt = (found: Found, count: number): number => {
  const position = numberAt(found, 0, Number.MAX_SAFE_INTEGER)
  if (!Number.isInteger(position)) return refuse(found.place, 'should be a whole number')
  return position < count ? position : refuse(found.place, `names entry ${position} where only ${count} can be named`)
}

const decisionsAtMost = 1000

/**
 * Decisions come back as words alone: what somebody else approved must never be told to an agent of one's own as if
 * it had been approved here.
 */
const decisionWords = (found: Found): string =>
  listAt(found, decisionsAtMost)
    .map((decision) => {
      const tool = textAt(within(decision, 'tool'), titleLimit)
      return `${within(decision, 'approve').json === true ? 'Approved' : 'Refused'}: ${tool}`
    })
    .join('\n')

const inputAt = (found: Found): TurnInput => {
  objectAt(found)
  const optional = (name: string) => ifPresent(within(found, name), (text) => textAt(text, textLimit)) ?? ''
  const decided = ifPresent(within(found, 'decisions'), decisionWords)
  return {
    text: [textAt(within(found, 'text'), textLimit), decided].filter((part) => part).join('\n\n'),
    customInputs: optional('customInputs'),
    instructions: optional('instructions'),
  }
}

const portableAt = (found: Found, position: number): PortableExchange => ({
  ...exchangeAt(found),
  ...defined({ continues: ifPresent(within(found, 'continues'), (continues) => positionAt(continues, position)) }),
})

const runAt = (found: Found): PortableRun => {
  objectAt(found)
  return {
    mode: oneOfAt(within(found, 'mode'), ['streamed', 'whole']),
    startedAt: epochAt(within(found, 'startedAt')),
    exchanges: listAt(within(found, 'exchanges'), exchangesAtMost).map(portableAt),
    ...defined({
      callee: ifPresent(within(found, 'callee'), (callee) => oneOfAt(callee, callees)),
      answer: ifPresent(within(found, 'answer'), objectAt),
    }),
  }
}

const filesAtMost = 200

const fileAt = (found: Found): PortableFile => {
  objectAt(found)
  const text = ifPresent(within(found, 'base64'), (base64) => textAt(base64, textLimit))
  const bytes = text === undefined ? undefined : bytesOfBase64(text)
  if (text !== undefined && bytes === undefined) return refuse(`${found.place}.base64`, 'is not base64')
  return {
    name: textAt(within(found, 'name'), titleLimit),
    mediaType: textAt(within(found, 'mediaType'), titleLimit),
    size: bytes?.length ?? numberAt(within(found, 'size'), 0, Number.MAX_SAFE_INTEGER),
    ...defined({ bytes }),
  }
}

const turnAt = (found: Found, position: number): PortableTurn => {
  objectAt(found)
  const files = ifPresent(within(found, 'files'), (list) => listAt(list, filesAtMost).map(fileAt))
  const runs = listAt(within(found, 'runs'), runsAtMost).map(runAt)
  return {
    parent: ifPresent(within(found, 'parent'), (parent) => positionAt(parent, position)) ?? null,
    input: inputAt(within(found, 'input')),
    ...defined({ files }),
    createdAt: epochAt(within(found, 'createdAt')),
    runs,
    chosen: ifPresent(within(found, 'chosen'), (chosen) => positionAt(chosen, runs.length)) ?? null,
    ...defined({ baseline: ifPresent(within(found, 'baseline'), (baseline) => positionAt(baseline, runs.length)) }),
  }
}

const conversationAt = (found: Found): PortableConversation => {
  const turns = listAt(within(found, 'turns'), turnsAtMost).map(turnAt)
  return {
    title: textAt(within(found, 'title'), titleLimit),
    agentName: textAt(within(found, 'agentName'), titleLimit),
    turns,
    leaf: ifPresent(within(found, 'leaf'), (leaf) => positionAt(leaf, turns.length)) ?? null,
  }
}

const newerFile = (written: string): Problem => ({
  kind: 'input',
  code: 'file-of-another-version',
  title: 'This recording was written by another version of the playground',
  detail: `Its format has version ${written}; this playground reads version ${version}.`,
  remedy: 'Nothing was changed. Update this playground, or export the recording again with the same version.',
  who: 'you',
})

/** Whether a document says of itself that it is one of ours. */
export const isConversationFile = (json: Json): boolean => fieldOf(json, 'format') === format

/** The inverse of `conversationToJson`, for JSON that anybody may have written. */
export const conversationFromJson = (json: Json): Result<PortableConversation> => {
  if (!isObject(json) || !isConversationFile(json)) {
    return failure(unreadableFile(`It does not say “format”: “${format}”, as every recording of the playground does.`))
  }
  const written = fieldOf(json, 'version')
  if (written !== version) {
    return failure(
      typeof written === 'number' ? newerFile(String(written)) : unreadableFile('Its “version” is not a number.'),
    )
  }
  return distrusting(() => conversationAt({ json, place: '' }), unreadableFile)
}
