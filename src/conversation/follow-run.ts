import type { Outcome } from '../protocol/outcome.ts'
import type { Interruption, Run } from './conversation.ts'
import { nextStep, retrievalUrl } from './resumption.ts'
import type { RunWork } from './run-work.ts'

/** A proxy that cut a connection has often not noticed yet that the server is well. */
const pauseBeforeReconnect = 1000

const firstPoll = 1000
const slowestPoll = 10_000
const pollGrowth = 1.5
/** Polls that may fail one after the other: a server that is deployed anew is back within this. */
const failedPolls = 4

const isDropped = ({ line }: RunWork, outcome: Outcome): boolean =>
  outcome.kind === 'stopped' && line.isDropped() && !line.signal.aborted

const causeOf = (work: RunWork, outcome: Outcome): Interruption | undefined => {
  if (isDropped(work, outcome)) return nextStep(work.run, { kind: 'interrupted', detail: '' }) && 'dropped'
  return nextStep(work.run, outcome) === 'reconnect' ? 'cut' : undefined
}

const sequenceOf = ({ snapshot }: Run): number => snapshot.resumption?.sequence ?? -1

const retrieve = (work: RunWork, call: URL): Promise<Outcome> | undefined => {
  const url = retrievalUrl(call, work.run)
  return url === undefined ? undefined : work.ask({ method: 'GET', url })
}

/**
 * After a cut the rest of the events is asked for, once by itself. A connection that brought something new earns
 * another try: an hour's work survives a proxy that cuts every five minutes, and a dead server is not asked for ever.
 */
const reconnect = async (work: RunWork, call: URL, first: Outcome): Promise<Outcome> => {
  let outcome = first
  let read = -1
  for (;;) {
    const why = causeOf(work, outcome)
    if (why === undefined || work.line.signal.aborted) return outcome
    if (why === 'cut' && sequenceOf(work.run) <= read) return outcome
    read = sequenceOf(work.run)
    work.advance({ phase: { at: 'reconnecting', why } })
    await work.pause(pauseBeforeReconnect, work.line.signal)
    if (work.line.signal.aborted) return { kind: 'stopped' }
    outcome = (await retrieve(work, call)) ?? outcome
  }
}

const poll = async (work: RunWork, call: URL, first: Outcome): Promise<Outcome> => {
  let outcome = first
  let wait = firstPoll
  let failures = 0
  for (let polls = 0; nextStep(work.run, outcome) === 'poll'; polls += 1) {
    failures = outcome.kind === 'incomplete' ? 0 : failures + 1
    if (failures > failedPolls) return outcome
    work.advance({ phase: { at: 'polling', polls } })
    // Whoever is asked knows best when asking again makes sense.
    await work.pause(Math.max(wait, work.askedToWait ?? 0), work.line.signal)
    if (work.line.signal.aborted) return { kind: 'stopped' }
    wait = Math.min(slowestPoll, wait * pollGrowth)
    outcome = (await retrieve(work, call)) ?? outcome
  }
  return outcome
}

/** Goes on with a run in the background until it is over, or somebody stops it, or nothing more comes by itself. */
export const followRun = (work: RunWork, call: URL, outcome: Outcome): Promise<Outcome> =>
  work.run.mode === 'whole' ? poll(work, call, outcome) : reconnect(work, call, outcome)

/** Asks for the rest of a run that nobody follows any more, and follows it again. */
export const resumeRun = async (work: RunWork, call: URL, before: Outcome, why: Interruption): Promise<Outcome> => {
  work.advance({ phase: { at: 'reconnecting', why } })
  const outcome = (await retrieve(work, call)) ?? before
  return followRun(work, call, outcome)
}
