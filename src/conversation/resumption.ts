import { isPassing } from '../lib/problem.ts'
import type { Outcome } from '../protocol/outcome.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import type { Run } from './conversation.ts'

/** What a run in the background can be gone on with. Pure: nothing is asked here. */

/** What decides about it. */
export type Resumable = Pick<Run, 'background' | 'mode' | 'snapshot' | 'recordingLeftAt'>

/** The server's own deadline for one connection. The run is not over with it. */
const isConnectionDeadline = ({ error }: Snapshot): boolean => error?.code === 'stream_timeout'

const isUnderWay = (outcome: Outcome): boolean =>
  outcome.kind === 'incomplete' && (outcome.reason === 'in_progress' || outcome.reason === 'queued')

/** Whether the agent may be going on with this run, so that asking for the rest makes sense. */
export const isResumable = ({ background, mode, snapshot, recordingLeftAt }: Resumable, outcome: Outcome): boolean => {
  const { resumption, error } = snapshot
  // The rest of a stream means nothing without its beginning.
  if (background !== true || resumption === undefined || recordingLeftAt !== undefined) return false
  if (mode === 'streamed' && resumption.sequence === undefined) return false
  switch (outcome.kind) {
    case 'completed':
      return false
    case 'incomplete':
      return isUnderWay(outcome)
    case 'failed':
      if (error !== undefined) return isConnectionDeadline(snapshot)
      return !['response-unknown', 'responses-not-kept'].includes(outcome.problem.code)
    case 'stopped':
    case 'interrupted':
      return true
  }
}

/** Whether cutting the connection now would cost nothing: what is missed then can be asked for. */
export const canDrop = (run: Pick<Run, 'phase'> & Resumable): boolean =>
  run.phase.at === 'answering' && run.mode === 'streamed' && isResumable(run, { kind: 'interrupted', detail: '' })

export type NextStep = 'poll' | 'reconnect'

/** Whether a failed poll is worth another one. */
const isWorthAnother = (outcome: Outcome): boolean =>
  outcome.kind === 'interrupted' || (outcome.kind === 'failed' && isPassing(outcome.problem))

/**
 * What is done by itself after an exchange. Only what is read is ever asked for again, never the run: a second run
 * could use its tools twice.
 */
export const nextStep = (run: Resumable, outcome: Outcome): NextStep | undefined => {
  if (!isResumable(run, outcome)) return undefined
  if (run.mode === 'whole') return isUnderWay(outcome) || isWorthAnother(outcome) ? 'poll' : undefined
  return outcome.kind === 'interrupted' || isConnectionDeadline(run.snapshot) ? 'reconnect' : undefined
}

/** A server that was asked for a run in the background, and answers as if it had not been. */
export const ignoresBackground = ({
  background,
  snapshot,
  figures,
}: Pick<Run, 'background' | 'snapshot' | 'figures'>) =>
  background === true &&
  snapshot.resumption === undefined &&
  snapshot.error === undefined &&
  figures.events > 0 &&
  (snapshot.items.length > 0 || snapshot.terminal !== undefined)

/**
 * The address of a response beside that of the call: `POST …/responses` (or `…/invocations`) is asked for again at
 * `GET …/responses/{id}`. `starting_after` is the last number that was read; 0 sends all events again.
 */
export const retrievalUrl = (call: URL, { mode, snapshot }: Resumable): URL | undefined => {
  const { resumption } = snapshot
  if (resumption === undefined) return undefined
  const url = new URL(call)
  url.pathname = `${url.pathname.replace(/\/(responses|invocations)?\/*$/, '')}/responses/${encodeURIComponent(resumption.id)}`
  if (mode === 'streamed') {
    url.searchParams.set('stream', 'true')
    url.searchParams.set('starting_after', String(resumption.sequence ?? 0))
  }
  return url
}
