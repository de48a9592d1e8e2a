import type { Ms } from '../lib/brand.ts'
import { parseJson } from '../lib/json.ts'
import { checkWhole, createAnswerChecks } from './answer-checks.ts'
import { type Checkpoint, createCheckpoints } from './checkpoints.ts'
import { defined } from './defined.ts'
import { createEarlierEventLog } from './earlier-event-log.ts'
import { createEventLog, type EventLog } from './event-log.ts'
import { type FrameReading, labelOf, readFrame } from './event.ts'
import type { Finding, FindingCode } from './finding.ts'
import { foldEvent } from './fold-event.ts'
import { emptyFold, type Fold, type Moment, noted } from './fold.ts'
import { createEventStream, type Frame } from './frame.ts'
import { shortened } from './item-checks.ts'
import type { Continuation, Reading } from './reading.ts'
import { goneOnWith } from './resumption.ts'
import { snapshotOfAnswer } from './snapshot-of-answer.ts'
import type { Snapshot } from './snapshot.ts'
import type { Utf8 } from './utf8.ts'

type Form = Reading['form']

const declaredForm = (contentType: string | undefined): Form => {
  const media = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (media === 'text/event-stream') return 'stream'
  return media === 'application/json' || media.endsWith('+json') ? 'whole' : 'opaque'
}

/** Enough bytes to tell the forms apart, after a byte order mark and white space. */
const longestOpening = 'event:'.length
/** A body that begins with this much white space is taken for what it is declared. */
const longestMargin = 1024
const openings = ['data:', 'event:', 'id:', 'retry:', ':']

/**
 * The form that the first bytes show, whatever the header says: agents send JSON under `text/event-stream` and streams
 * under `text/plain`. Undefined while the bytes do not suffice.
 */
const formOfOpening = (opening: string, declared: Form): Form | undefined => {
  if (opening === '') return undefined
  if (opening.startsWith('{') || opening.startsWith('[')) return 'whole'
  if (openings.some((field) => opening.startsWith(field))) return 'stream'
  return opening.length < longestOpening && openings.some((field) => field.startsWith(opening)) ? undefined : declared
}

const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13)
const byteOrderMark = [0xef, 0xbb, 0xbf]

/** The first characters of a body that are not white space. They are ASCII in every form that is known here. */
const openingOf = (bytes: Uint8Array): string => {
  let start = byteOrderMark.every((byte, index) => bytes[index] === byte) ? 3 : 0
  while (start < bytes.length && isSpace(bytes[start] ?? 0)) start += 1
  return String.fromCharCode(...bytes.subarray(start, start + longestOpening))
}

const joinAll = (pieces: readonly Uint8Array[], length: number): Uint8Array => {
  const whole = new Uint8Array(length)
  let position = 0
  for (const piece of pieces) {
    whole.set(piece, position)
    position += piece.length
  }
  return whole
}

/** How many findings were made, or made again, between two snapshots. */
const findingsBetween = (before: readonly Finding[], after: readonly Finding[]): number =>
  before === after ? 0 : after.filter((finding, index) => finding !== before[index]).length

/**
 * A run that was asked for again brings its rest, or its state. What was streamed before stays, unless all of it comes
 * in one piece.
 */
const goneOn = (before: Snapshot, whole: Snapshot): Snapshot =>
  whole.items.length > 0 || before.items.length === 0
    ? {
        ...whole,
        ...defined({ resumption: whole.resumption ?? before.resumption, traceId: whole.traceId ?? before.traceId }),
      }
    : {
        ...whole,
        items: before.items,
        rounds: before.rounds,
        ...defined({ resumption: before.resumption, takeovers: before.takeovers }),
      }

/**
 * Joins framing, reading, event log and fold. See `Reading` for what it promises.
 *
 * A run may take several exchanges: after a cut the rest of its events is asked for. Each exchange has its own bytes
 * and its own event log, and its fold goes on where `after` ended.
 */
export const createReading = ({
  contentType,
  utf8,
  status,
  answered,
  after,
  startsAt = 0,
  earlier,
}: {
  readonly contentType: string | undefined
  readonly utf8: Utf8
  /** HTTP status, where it is known: an error that comes with a success is worth a finding. */
  readonly status?: number | undefined
  /** Ids of requests for approval that the request answered (`answered-requests.ts`). */
  readonly answered?: ReadonlySet<string> | undefined
  readonly after?: Continuation | undefined
  /** Milliseconds from the start of the run's first exchange to the start of this one. */
  readonly startsAt?: number
  /** Another reading of the same bytes, and the place of it to begin at: what is pushed are the bytes from there on. */
  readonly earlier?: { readonly checkpoint: Checkpoint; readonly whole: EventLog } | undefined
}): Reading => {
  const checkpoint = earlier?.checkpoint
  const declared = declaredForm(contentType)
  const events = earlier === undefined ? createEventLog() : createEarlierEventLog(earlier.whole, earlier.checkpoint)
  const stream = createEventStream(utf8, checkpoint?.place)
  const checkpoints = createCheckpoints()
  let form: Form = checkpoint === undefined ? declared : 'stream'
  let decided = checkpoint !== undefined
  let received = checkpoint?.place.boundary ?? 0
  let fold: Fold = checkpoint?.fold ?? (after === undefined ? emptyFold : goneOnWith(after.fold))
  const checks = (checkpoint ?? after)?.checks.copy() ?? createAnswerChecks(answered)
  /** A refusal says nothing about the run: what was read before stays as it is. */
  const isRefused = after !== undefined && status !== undefined && (status < 200 || status > 299)
  /** What came before the form was known; of a whole answer, everything. */
  let held: Uint8Array[] = []

  const note = (moment: Pick<Moment, 'event'>, code: FindingCode, detail: string): void => {
    fold = { ...fold, snapshot: noted(fold.snapshot, moment, code, detail) }
  }

  const noteFrame = (frame: Frame, reading: FrameReading, moment: Moment, cut: boolean): void => {
    const isTorn = frame.kind === 'unfinished' && reading.kind === 'silent'
    if (!frame.valid && !isTorn) note(moment, 'invalid-utf8', 'Some bytes are not UTF-8; they are shown as \uFFFD')
    if (isTorn && frame.data !== '' && !cut) note(moment, 'cut-event', 'The body ended in the middle of an event')
    if (frame.kind === 'unfinished' && !isTorn && !cut) {
      note(moment, 'unfinished-frame', 'The body ended without the blank line that ends an event')
    }
    if (frame.ignored !== undefined && !cut) {
      const detail = `A line begins with none of data, event, id and retry, so it is dropped: ${shortened(frame.ignored)}`
      note(moment, 'ignored-line', detail)
    }
    // `message` is what an event without a name is called, so it says nothing.
    if (
      reading.kind === 'event' &&
      frame.event !== undefined &&
      frame.event !== 'message' &&
      frame.event !== reading.type
    ) {
      const detail = `The event is called "${frame.event.slice(0, 80)}", but its type is "${reading.type.slice(0, 80)}"`
      note(moment, 'event-name-differs', detail)
    }
  }

  const log = (at: Ms, before: Snapshot, end: number, type: string): void => {
    const findings = findingsBetween(before.findings, fold.snapshot.findings)
    events.append({ at, end, type, touch: fold.touch, findings })
  }

  const checkpointHere = (): Checkpoint => ({
    events: events.count,
    types: events.types,
    findings: events.row(events.count - 1).findings,
    place: stream.place,
    fold,
    checks: checks.copy(),
  })

  const noteWrongType = (moment: Moment): void => {
    if (form === declared) return
    const said =
      contentType === undefined ? 'No content-type is declared' : `The content-type is ${contentType.slice(0, 200)}`
    note(moment, 'wrong-content-type', `${said}, but the body is ${form === 'stream' ? 'an event stream' : 'JSON'}`)
  }

  const takeFrame = (frame: Frame, at: Ms, cut = false): void => {
    const moment: Moment = { at: (startsAt + at) as Ms, event: events.count }
    const before = fold.snapshot
    events.extend(frame.start)
    if (events.count === 0) noteWrongType(moment)
    const reading = readFrame(frame)
    noteFrame(frame, reading, moment, cut)
    const unread = fold.snapshot
    if (isRefused) return log(at, before, frame.end, labelOf(frame, reading))
    fold = foldEvent(fold, reading, moment)
    checks.taken(reading, unread, fold.snapshot, (code, detail) => note(moment, code, detail))
    log(at, before, frame.end, labelOf(frame, reading))
    if (earlier === undefined && checkpoints.isDue(events.count)) checkpoints.add(checkpointHere())
  }

  const pushStream = (bytes: Uint8Array, at: Ms): void => {
    stream.push(bytes, (frame) => takeFrame(frame, at))
    events.extend(stream.boundary)
  }

  const decide = (at: Ms): void => {
    const margin = joinAll(held, received).subarray(0, longestMargin)
    const found = formOfOpening(openingOf(margin), declared) ?? (received >= longestMargin ? declared : undefined)
    if (found === undefined) return
    decided = true
    form = found
    if (form !== 'stream') return
    for (const bytes of held) pushStream(bytes, at)
    held = []
  }

  const takeWhole = (bytes: Uint8Array, at: Ms, cut: boolean): void => {
    const moment: Moment = { at, event: 0 }
    noteWrongType(moment)
    const { text, valid } = utf8.decode(bytes)
    if (!valid) note(moment, 'invalid-utf8', 'Some bytes are not UTF-8; they are shown as \uFFFD')
    const parsed = parseJson(text.startsWith('\uFEFF') ? text.slice(1) : text)
    const { findings } = fold.snapshot
    if (isRefused) return
    if (!parsed.ok) {
      if (!cut) note(moment, 'invalid-body', 'The body is not JSON')
      return
    }
    const whole = snapshotOfAnswer(parsed.value, (startsAt + at) as Ms)
    fold = { snapshot: { ...(after === undefined ? whole : goneOn(fold.snapshot, whole)), findings } }
    checkWhole(parsed.value, fold.snapshot, status, (code, detail) => note(moment, code, detail), answered)
  }

  const endStream = (): void => {
    const before = fold.snapshot.findings
    const moment = { event: Math.max(0, events.count - 1) }
    checks.streamEnded(fold.snapshot, (code, detail) => note(moment, code, detail))
    events.addFindings(findingsBetween(before, fold.snapshot.findings))
  }

  return {
    get form() {
      return form
    },
    events,
    get snapshot() {
      return fold.snapshot
    },
    startsAt,
    get continuation() {
      return { fold, checks }
    },
    checkpointBefore: checkpoints.before,
    get pendingBytes() {
      return form === 'stream' && decided ? received - stream.boundary : events.count > 0 ? 0 : received
    },

    push(bytes, at) {
      received += bytes.length
      if (decided && form === 'stream') return pushStream(bytes, at)
      if (decided && form === 'opaque') return
      held.push(bytes.slice())
      if (!decided) decide(at)
    },

    end(at, cut = false) {
      if (received === 0) return
      if (form === 'stream') {
        if (!decided) for (const bytes of held) pushStream(bytes, at)
        decided = true
        stream.end((frame) => takeFrame(frame, at, cut))
        if (!cut && !isRefused) endStream()
        return
      }
      const before = fold.snapshot
      if (form === 'whole') takeWhole(joinAll(held, received), at, cut)
      log(at, before, received, '(body)')
      held = []
    },
  }
}
