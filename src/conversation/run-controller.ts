import type { JsonObject } from '../lib/json.ts'
import type { Outcome } from '../protocol/outcome.ts'
import type { Interruption, Run } from './conversation.ts'
import { emptyRunFold, type RunFold } from './fold-run.ts'
import { followRun, resumeRun } from './follow-run.ts'
import type { RunLine } from './run-line.ts'
import { createRunWork, type Connection, type RunServices } from './run-work.ts'

/** Does one run from request to outcome. Nothing but what an agent has said already is ever asked for twice. */
export const doRun = async (
  initial: Run,
  body: JsonObject,
  connection: Connection,
  line: RunLine,
  services: RunServices,
): Promise<Run> => {
  const work = createRunWork(initial, emptyRunFold, connection, line, services)
  const outcome = await work.ask({ method: 'POST', url: connection.url, body })
  return work.over(await followRun(work, connection.url, outcome))
}

/** What is known of a run that nobody follows any more. */
export interface LeftRun {
  readonly run: Run
  readonly fold: RunFold
  readonly outcome: Outcome
  readonly why: Interruption
}

/** Asks for the rest of a run that its agent goes on with in the background, and follows it to its end. */
export const goOnWithRun = async (
  { run, fold, outcome: before, why }: LeftRun,
  connection: Connection,
  line: RunLine,
  services: RunServices,
): Promise<Run> => {
  const work = createRunWork(run, fold, connection, line, services)
  const outcome = await resumeRun(work, connection.url, before, why)
  // After a reload nobody asked for it by hand: without credentials the run stays as it was, with its button.
  const isUnasked = why === 'page' && work.run.exchanges.length === run.exchanges.length
  return work.over(isUnasked && outcome.kind === 'failed' ? before : outcome)
}
