import { contentTypeOf } from '../exchange/header-field.ts'
import { lacks, type Recording } from '../exchange/recording.ts'
import { parseJson, fieldOf } from '../lib/json.ts'
import { errorTextOf } from '../protocol/error-body.ts'
import type { EventLog } from '../protocol/event-log.ts'
import type { Reading } from '../protocol/reading.ts'
import { count as figure, duration } from '../ui/figures.ts'
import { hostingOf, limitAt, type Hosting } from './delivery-limits.ts'
import { textOfBytes } from './event-text.ts'
import { figuresOf } from './figures-of.ts'
import { eventAtTime, lastMoment } from './timeline-marks.ts'

/**
 * How an answer was delivered, told from its times alone. Not the protocol's question: an agent can keep every rule
 * and still be held up, bundled or cut by what stands between it and the reader.
 */
export interface DeliveryNote {
  readonly code:
    | 'web-page'
    | 'empty-body'
    | 'known-limit'
    | 'idle-cut'
    | 'cold-start'
    | 'buffered'
    | 'not-streamed'
    | 'late-start'
    | 'late-first-event'
    | 'slow-first-text'
    | 'long-silence'
  /** Whether the answer was harmed, or only slow. */
  readonly severity: 'harmed' | 'slow'
  readonly title: string
  readonly detail: string
  readonly advice: string
  /** The event that comes right after what is told; absent when there is none. */
  readonly event?: number
}

/** From here on a silence is worth a word. Proxies commonly drop a stream that is silent for 60 s. */
const longSilence = 15_000
const idleLimit = 50_000
const lateStart = 8_000
const lateText = 5_000
/** An agent's events come one by one; this many in one read, after a wait, were gathered by somebody. */
const burst = 8
const burstWait = 300
/** A single burst among steady text may be this page's own: a busy browser joins what waited for it. */
const mostlyBursts = 0.8

interface Bursts {
  scanned: number
  deltas: number
  inBursts: number
  /** The read that is being counted. */
  at: number
  gap: number
  /** Events of this read, and the pieces of text among them that no burst has counted yet. */
  count: number
  pending: number
  largest: { readonly count: number; readonly gap: number; readonly event: number } | undefined
}

/** What was counted of a reading that may still grow, so that each call looks at what is new only. */
const burstsOf = new WeakMap<Reading, Bursts>()

const isDelta = (type: string): boolean =>
  type.endsWith('.delta') || type === '(chat chunk)' || type === '(message chunk)'

/** A read counts as a burst as soon as it has enough events, and grows from then on. */
const countEvent = (bursts: Bursts, event: number, brings: boolean): void => {
  bursts.count += 1
  if (brings) {
    bursts.deltas += 1
    bursts.pending += 1
  }
  if (bursts.count < burst || bursts.gap < burstWait) return
  bursts.inBursts += bursts.pending
  bursts.pending = 0
  const { largest, count, gap } = bursts
  const first = event - count + 1
  if (largest === undefined || count > largest.count) bursts.largest = { count, gap, event: Math.max(0, first) }
}

const scanBursts = (reading: Reading, headAt: number): Bursts => {
  const bursts = burstsOf.get(reading) ?? {
    scanned: 0,
    deltas: 0,
    inBursts: 0,
    at: headAt,
    gap: 0,
    count: 0,
    pending: 0,
    largest: undefined,
  }
  burstsOf.set(reading, bursts)
  const { events } = reading
  for (; bursts.scanned < events.count; bursts.scanned += 1) {
    const at = events.at(bursts.scanned)
    if (at !== bursts.at) {
      bursts.gap = at - bursts.at
      bursts.at = at
      bursts.count = 0
      bursts.pending = 0
    }
    countEvent(bursts, bursts.scanned, isDelta(events.typeOf(bursts.scanned)))
  }
  return bursts
}

/** The long-running server looks into its database once a second, and marks each event with the response's id. */
const isPolled = ({ chunks }: Recording, { events }: Reading, event: number): boolean => {
  const { start, end } = events.row(event)
  return textOfBytes(chunks.bytes(start, end)).includes('"response_id":')
}

const buffered = (recording: Recording, reading: Reading): DeliveryNote | undefined => {
  const { largest, inBursts, deltas } = scanBursts(reading, recording.head?.at ?? 0)
  if (largest === undefined || inBursts < burst || inBursts < deltas * mostlyBursts) return undefined
  if (isPolled(recording, reading, largest.event)) return undefined
  return {
    code: 'buffered',
    severity: 'slow',
    title: 'Something gathers the answer before it passes it on',
    detail: `${figure(largest.count)} events came in one read after ${duration(largest.gap)} in which nothing came; ${figure(inBursts)} of ${figure(deltas)} pieces of text came in such bursts.`,
    advice:
      'Turn buffering and compression off where they can be: Cache-Control: no-cache, no-transform and X-Accel-Buffering: no on the answer, and flush after each event. Agents that call the model without streaming look like this too.',
    event: largest.event,
  }
}

const isOver = ({ snapshot }: Reading): boolean =>
  snapshot.doneMarker || snapshot.terminal !== undefined || snapshot.error !== undefined

/** When the exchange was cut before the answer had ended; undefined when it was not, or a person stopped it. */
const cutAt = ({ head, end }: Recording, reading: Reading): number | undefined => {
  if (head?.status === 504) return end?.at ?? head.at
  if (end === undefined || end.kind === 'stopped' || end.kind === 'abandoned') return undefined
  return end.kind === 'broken' || (reading.form === 'stream' && !isOver(reading)) ? end.at : undefined
}

const cut = (recording: Recording, reading: Reading): DeliveryNote | undefined => {
  const at = cutAt(recording, reading)
  if (at === undefined) return undefined
  const limit = limitAt(at, hostingOf(recording.request.url))
  if (limit !== undefined) {
    return {
      code: 'known-limit',
      severity: 'harmed',
      title: `Cut after ${duration(at)}: ${limit.name}`,
      detail: 'The answer had not ended. The agent may still be running, and what it does is not shown to anybody.',
      advice: limit.advice,
    }
  }
  const { chunks } = recording
  const silence = at - (chunks.count === 0 ? (recording.head?.at ?? 0) : chunks.at(chunks.count - 1))
  if (silence < idleLimit) return undefined
  return {
    code: 'idle-cut',
    severity: 'harmed',
    title: `Cut after ${duration(silence)} of silence`,
    detail: `Nothing had come since ${duration(at - silence)} after sending. Proxies drop a connection that looks idle, often after 60 s.`,
    advice: 'Send a comment line such as “: heartbeat” every 15 s while tools run, or stream what they are doing.',
  }
}

/** An endpoint that scaled to zero, or an app whose container is being started, answers 502 or 503 until it is up. */
const coldStart = ({ head, request }: Recording): DeliveryNote | undefined => {
  if (head?.status !== 503 && head?.status !== 502) return undefined
  const hosting = hostingOf(request.url)
  if (hosting === 'local') return undefined
  return {
    code: 'cold-start',
    severity: 'harmed',
    title: 'The agent may not be up yet',
    detail: `Status ${head.status} came ${duration(head.at)} after sending, from what stands in front of the agent.`,
    advice:
      hosting === 'serving'
        ? 'An endpoint that scales to zero needs minutes for the first call: run again after the wait. Turn scale to zero off if people wait for it.'
        : 'Look at the state of the app. If it is starting, run again in a minute; if it is running, look at its logs for a crash.',
  }
}

const webPage = (recording: Recording, reading: Reading): DeliveryNote | undefined => {
  const contentType = contentTypeOf(recording) ?? ''
  if (recording.chunks.count === 0 || (reading.form !== 'opaque' && reading.events.count > 1)) return undefined
  const start = textOfBytes(recording.chunks.bytes(0, 16_384))
  if (!/^\uFEFF?\s*<(!doctype|html)/i.test(start)) return undefined
  const title = errorTextOf(start, `${contentType} html`).message.slice(0, 200)
  const signIn = /sign.?in|log.?in|auth/i.test(title)
  return {
    code: 'web-page',
    severity: 'harmed',
    title: 'A web page came instead of an answer',
    detail: `Its words: “${title}”. A proxy or a sign-in page answered, not the agent.`,
    advice: signIn
      ? 'Sign in again. If that does not help, the token may lack the scopes that the app asks for.'
      : 'Check the URL and the path of the agent, and that the app is running; then look whether you may use it.',
  }
}

const emptyBody = ({ head, end, chunks }: Recording): DeliveryNote | undefined => {
  if (head === undefined || head.status < 200 || head.status > 299) return undefined
  if (end?.kind !== 'whole-body' || chunks.byteLength > 0) return undefined
  return {
    code: 'empty-body',
    severity: 'harmed',
    title: 'The answer has no body',
    detail: `Status ${head.status} came, and then the end, without one byte.`,
    advice: 'Look at the logs of the agent: its worker may have died, or a proxy answered in its place.',
  }
}

const notStreamed = (recording: Recording, reading: Reading): DeliveryNote | undefined => {
  const { head, end, request } = recording
  const succeeded = head !== undefined && head.status >= 200 && head.status < 300
  if (reading.form !== 'whole' || !succeeded || end?.kind !== 'whole-body' || reading.snapshot.error) return undefined
  const asked = parseJson(request.body)
  if (!asked.ok || fieldOf(asked.value, 'stream') !== true) return undefined
  return {
    code: 'not-streamed',
    severity: 'slow',
    title: 'A stream was asked for, a whole answer came',
    detail: `All of it arrived ${duration(end.at)} after sending; nothing could be shown before that.`,
    advice:
      'Look whether the agent has a streaming function (@stream in MLflow), and whether this path streams: /responses of AppKit never does.',
  }
}

const coldStartAdvice: Readonly<Record<Hosting, string>> = {
  serving: 'Turn scale to zero off for the endpoint.',
  app: 'Keep the app running, and load models and clients when it starts.',
  local: 'Load models and clients when the agent starts, not at the first request.',
  unknown: 'Turn scale to zero off for an endpoint; keep an app running and its start-up short.',
}

const start = (recording: Recording, reading: Reading): readonly DeliveryNote[] => {
  const { head } = recording
  const { firstByte, firstText } = figuresOf(recording, reading)
  if (head === undefined || reading.form !== 'stream') return []
  const notes: DeliveryNote[] = []
  if (head.at >= lateStart) {
    notes.push({
      code: 'late-start',
      severity: 'slow',
      title: `The answer began after ${duration(head.at)}`,
      detail: 'Not even the head of the answer came before that, as when an agent is started for this request.',
      advice: `Run again: if it is quick now, it was a cold start. ${coldStartAdvice[hostingOf(recording.request.url)]}`,
    })
  }
  if (firstByte !== undefined && firstByte - head.at >= lateStart) {
    notes.push({
      code: 'late-first-event',
      severity: 'slow',
      title: `The first byte came ${duration(firstByte - head.at)} after the head`,
      detail: 'The agent had accepted the request, but sent nothing while it worked.',
      advice:
        'Send a first event right away, such as response.created, and load models and clients when the agent starts.',
      event: 0,
    })
  }
  if (firstText !== undefined && firstByte !== undefined && firstText - firstByte >= lateText) {
    const before = reading.snapshot.items.filter(({ kind, startedAt }) => kind !== 'message' && startedAt < firstText)
    const calls = before.filter(({ kind }) => kind === 'tool-call').length
    const reasons = [
      ...(before.some(({ kind }) => kind === 'reasoning') ? ['reasoning'] : []),
      ...(calls > 0 ? [calls === 1 ? 'a tool call' : `${figure(calls)} tool calls`] : []),
    ]
    notes.push({
      code: 'slow-first-text',
      severity: 'slow',
      title: `The first text came ${duration(firstText)} after sending`,
      detail: reasons.length === 0 ? 'Events came before it, but no text.' : `Before it came ${reasons.join(' and ')}.`,
      advice: 'Say in a sentence what is being done before a long tool call, or lower the reasoning effort.',
      event: eventAtTime(reading.events, firstText),
    })
  }
  return notes
}

const placeOf = (events: EventLog, time: number): string => {
  const next = eventAtTime(events, time)
  const before = (next < 0 ? events.count : next) - 1
  return before < 0 ? 'before the first event' : `after event ${figure(before + 1)}, ${events.typeOf(before)}`
}

const silence = (recording: Recording, reading: Reading): DeliveryNote | undefined => {
  const { largestGap } = figuresOf(recording, reading)
  if (largestGap === undefined || largestGap.duration < longSilence || reading.form !== 'stream') return undefined
  const { from, to, duration: length } = largestGap
  const event = eventAtTime(reading.events, to)
  return {
    code: 'long-silence',
    severity: 'slow',
    title: `Silent for ${duration(length)}`,
    detail: `Nothing came from ${duration(from)} to ${duration(to)}, ${placeOf(reading.events, to)}.`,
    advice: `${length >= idleLimit ? 'Many proxies drop a connection that is silent for 60 s. ' : ''}Send a comment line every 15 s while tools run, or stream their progress.`,
    ...(event < 0 ? {} : { event }),
  }
}

/** All that is to be said about the delivery, the harmful first. Nothing where all is well. */
export const deliveryOf = (recording: Recording, reading: Reading): readonly DeliveryNote[] => {
  // Without times there is nothing to be told by them.
  const timed = lacks(recording, 'times')
    ? []
    : [
        coldStart(recording),
        cut(recording, reading),
        buffered(recording, reading),
        notStreamed(recording, reading),
        ...start(recording, reading),
        silence(recording, reading),
      ]
  return [webPage(recording, reading), emptyBody(recording), ...timed].filter((note) => note !== undefined)
}

/** The delivery in one line, for when there is nothing to be said against it. */
export const deliverySummary = (recording: Recording, reading: Reading): string => {
  const { chunks } = recording
  const { largestGap } = figuresOf(recording, reading)
  const { count } = reading.events
  const events = `${figure(count)} ${count === 1 ? 'event' : 'events'}`
  const reads = `${figure(chunks.count)} ${chunks.count === 1 ? 'read' : 'reads'}`
  if (lacks(recording, 'times')) return `${events}; the source does not say when they came`
  const gap = largestGap === undefined ? '' : `, longest silence ${duration(largestGap.duration)}`
  return `${events} in ${reads} over ${duration(lastMoment(recording))}${gap}`
}
