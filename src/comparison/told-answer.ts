import type { Callee } from '../exchange/answer-problem.ts'
import type { Recording } from '../exchange/recording.ts'
import { utf8 } from '../exchange/utf8.ts'
import { fieldOf, isObject, parseJson, type Json } from '../lib/json.ts'
import type { Figures, Mode, Phase, Run } from '../conversation/conversation.ts'
import type { OpenRecording } from '../conversation/open-recordings.ts'
import type { Reading } from '../protocol/reading.ts'
import type { Snapshot } from '../protocol/snapshot.ts'

/** Everything of a run that a comparison looks at. Plain data: it goes to a worker as it is. */
export interface ToldAnswer {
  readonly mode: Mode
  readonly snapshot: Snapshot
  /** How it ended; `answering` while it has not. */
  readonly state: string
  readonly incompleteReason?: string
  readonly figures: Figures
  readonly callee?: Callee
  /** Absent where the recording is gone: then they are not compared. */
  readonly http?: {
    readonly status: number
    readonly headers: readonly (readonly [name: string, value: string])[]
  }
  /** What carried the failure, as its fields and their types: clients are written against that. */
  readonly failureShape?: Json
  /** What the request and the head say about the server. */
  readonly background: boolean
  readonly asksAsChat: boolean
  readonly answeredWhole: boolean
}

const deepest = 6

/** The same JSON with the type of each value in its place. */
const shapeOf = (json: Json, depth = 0): Json => {
  if (json === null) return 'null'
  if (depth >= deepest) return '…'
  if (Array.isArray(json)) return json.length === 0 ? [] : [shapeOf((json as readonly Json[])[0] ?? null, depth + 1)]
  if (!isObject(json)) return typeof json
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, shapeOf(value, depth + 1)]))
}

const errorTypes = ['(error)', 'error', 'response.failed']
const bodyLimit = 64 * 1024

const shapeOfText = (text: string): Json => {
  const parsed = parseJson(text)
  return parsed.ok ? shapeOf(parsed.value) : 'text that is not JSON'
}

const dataOf = (frame: string): string =>
  frame
    .split(/\r\n|\r|\n/)
    .flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trim()] : []))
    .join('\n')

/** The shape of an error status's body, or of the first event that tells a failure. */
const failureShapeOf = (recording: Recording, reading: Reading | undefined): Json | undefined => {
  const { head, chunks } = recording
  if (head !== undefined && (head.status < 200 || head.status > 299)) {
    return { body: shapeOfText(utf8.decode(chunks.bytes(0, bodyLimit)).text) }
  }
  if (reading?.snapshot.error === undefined) return undefined
  if (reading.form === 'whole') return { body: shapeOfText(utf8.decode(chunks.bytes(0, bodyLimit)).text) }
  const { events } = reading
  for (let index = 0; index < events.count; index += 1) {
    if (!errorTypes.includes(events.typeOf(index))) continue
    const { start, end } = events.row(index)
    return { event: shapeOfText(dataOf(utf8.decode(chunks.bytes(start, Math.min(end, start + bodyLimit))).text)) }
  }
  return undefined
}

const stateOf = (phase: Phase): Pick<ToldAnswer, 'state' | 'incompleteReason'> => {
  if (phase.at !== 'over') return { state: 'answering' }
  const { outcome } = phase
  return outcome.kind === 'incomplete'
    ? { state: outcome.kind, incompleteReason: outcome.reason }
    : { state: outcome.kind }
}

/** A run with what its recording adds, where there still is one. */
export const toldAnswer = (run: Run, open: OpenRecording | null): ToldAnswer => {
  const recording = open?.recording
  const head = recording?.head
  const parsed = recording === undefined ? undefined : parseJson(recording.request.body)
  const body = parsed?.ok === true ? parsed.value : undefined
  const failureShape = recording === undefined ? undefined : failureShapeOf(recording, open?.reading)
  return {
    mode: run.mode,
    snapshot: run.snapshot,
    ...stateOf(run.phase),
    figures: run.figures,
    ...(run.callee === undefined ? {} : { callee: run.callee }),
    ...(head === undefined ? {} : { http: { status: head.status, headers: head.headers } }),
    ...(failureShape === undefined ? {} : { failureShape }),
    background: fieldOf(body, 'background') === true,
    asksAsChat: Array.isArray(fieldOf(body, 'messages')),
    answeredWhole: run.mode === 'streamed' && open?.reading?.form === 'whole',
  }
}
