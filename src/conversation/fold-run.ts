import { contentTypeOf } from '../exchange/header-field.ts'
import { lacks, type RecordedExchange, type Recording } from '../exchange/recording.ts'
import { utf8 } from '../exchange/utf8.ts'
import { figuresOf } from '../inspector/figures-of.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import { answeredRequests } from '../protocol/answered-requests.ts'
import type { Checkpoint } from '../protocol/checkpoints.ts'
import { createReading } from '../protocol/create-reading.ts'
import type { EventLog } from '../protocol/event-log.ts'
import type { Reading } from '../protocol/reading.ts'
import { emptySnapshot, type Snapshot } from '../protocol/snapshot.ts'
import type { Figures } from './conversation.ts'

/**
 * A run is the fold of its exchanges in order. Most have one. A run in the background has more: each poll is one, and
 * each connection after a cut; such a recording names the one that it `continues`. One that continues none begins the
 * answer anew, as the second try after refused credentials does.
 */
export interface RunFold {
  readonly snapshot: Snapshot
  readonly figures: Figures
  /** When the first exchange of the answer began: its times count from there. */
  readonly startedAt?: EpochMs
  readonly last?: FoldedExchange
  /** The last exchange that the server granted: the next one goes on with it. */
  readonly granted?: FoldedExchange & { readonly reading: Reading }
}

export interface FoldedExchange {
  readonly recording: Recording
  /** Absent until a head came, because the parser is chosen by the answer's content type. */
  readonly reading: Reading | undefined
}

export const emptyRunFold: RunFold = { snapshot: emptySnapshot, figures: { events: 0, bytes: 0 } }

const startsAtOf = ({ startedAt = 0 as EpochMs }: RunFold, recording: Recording): number =>
  recording.continues === undefined ? 0 : Math.max(0, recording.startedAt - startedAt)

/** A source without a head says nothing about the type; that it is missing is no fault of the answer. */
const assumedType = ({ chunks }: RecordedExchange): string =>
  /^\uFEFF?\s*[[{]/.test(utf8.decode(chunks.bytes(0, 1024)).text) ? 'application/json' : 'text/event-stream'

/**
 * An empty reading of this recording that goes on with the run where it does. Its head has to be there, or lost.
 * With a checkpoint of another reading of it, it begins there.
 */
export const openReading = (
  recording: Recording,
  before: RunFold = emptyRunFold,
  earlier?: { readonly checkpoint: Checkpoint; readonly whole: EventLog },
): Reading =>
  createReading({
    contentType: lacks(recording, 'head') ? assumedType(recording) : contentTypeOf(recording),
    utf8,
    status: recording.head?.status,
    answered: answeredRequests(recording.request.body),
    startsAt: startsAtOf(before, recording),
    after: recording.continues === undefined ? undefined : before.granted?.reading.continuation,
    earlier,
  })

/** Folds what is recorded so far. The same bytes give the same reading, whenever it is made. */
export const readingOf = (recording: Recording, before?: RunFold): Reading | undefined => {
  if (recording.head === undefined && !lacks(recording, 'head')) return undefined
  const reading = openReading(recording, before)
  for (let index = 0; index < recording.chunks.count; index += 1) {
    reading.push(recording.chunks.chunk(index), recording.chunks.at(index))
  }
  if (recording.end !== undefined) reading.end(recording.end.at, recording.end.kind !== 'whole-body')
  return reading
}

const later = (at: Ms | undefined, by: number): Ms | undefined => (at === undefined ? undefined : ((at + by) as Ms))

const figuresWith = (
  before: Figures,
  recording: Recording,
  reading: Reading | undefined,
  startsAt: number,
): Figures => {
  const own: Figures = reading === undefined ? { events: 0, bytes: 0 } : figuresOf(recording, reading)
  const firstByte = before.firstByte ?? later(own.firstByte, startsAt)
  const firstText = before.firstText ?? later(own.firstText, startsAt)
  const total = lacks(recording, 'times') || lacks(recording, 'end') ? undefined : later(recording.end?.at, startsAt)
  return {
    events: before.events + own.events,
    bytes: before.bytes + own.bytes,
    ...(firstByte === undefined ? {} : { firstByte }),
    ...(firstText === undefined ? {} : { firstText }),
    ...(total === undefined ? {} : { total }),
  }
}

/** Findings are told per exchange, beside its events; the run has them all. */
const snapshotWith = (before: Snapshot, reading: Reading | undefined): Snapshot => {
  if (reading === undefined) return before
  const { snapshot } = reading
  return before.findings.length === 0 ? snapshot : { ...snapshot, findings: [...before.findings, ...snapshot.findings] }
}

const isGranted = (recording: Recording): boolean =>
  lacks(recording, 'head') ||
  (recording.head !== undefined && recording.head.status >= 200 && recording.head.status < 300)

/** The run with this exchange, which may still grow: while it does, the run before it stays the same. */
export const withExchange = (fold: RunFold, recording: Recording, reading: Reading | undefined): RunFold => {
  const before = recording.continues === undefined ? emptyRunFold : fold
  const granted = reading !== undefined && isGranted(recording) ? { recording, reading } : before.granted
  return {
    snapshot: snapshotWith(before.snapshot, reading),
    figures: figuresWith(before.figures, recording, reading, startsAtOf(before, recording)),
    startedAt: before.startedAt ?? recording.startedAt,
    last: { recording, reading },
    ...(granted === undefined ? {} : { granted }),
  }
}

export const foldRun = (recordings: readonly Recording[]): RunFold =>
  recordings.reduce((fold, recording) => withExchange(fold, recording, readingOf(recording, fold)), emptyRunFold)
