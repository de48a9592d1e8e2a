import type { Agent } from '../agent/agent.ts'
import type { ConversationId, Run, RunId, Turn } from '../conversation/conversation.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import type { Talk } from '../conversation/talk.ts'
import { whenRunOver } from '../conversation/when-run-over.ts'
import type { Problem } from '../lib/problem.ts'
import type { ApiWay, BatchEnd } from './batch.ts'

export interface AskServices {
  readonly talk: Pick<Talk, 'askApart' | 'stopRun' | 'answersCame'>
  readonly conversations: Pick<ConversationStore, 'getState' | 'subscribe'>
}

interface Asking {
  readonly agent: Agent
  readonly conversation: ConversationId
  readonly turns: readonly Turn[]
  readonly way: ApiWay
}

/** A session that ended fails every further question the same way. */
const endingProblem = (run: Run | undefined): Problem | undefined => {
  if (run?.phase.at !== 'over' || run.phase.outcome.kind !== 'failed') return undefined
  const { problem } = run.phase.outcome
  return problem.kind === 'sign-in' ? problem : undefined
}

/** Asks these questions, so many at once, each by a request of its own. */
export const askThroughApi = async (
  { agent, conversation, turns, way: { mode, atOnce } }: Asking,
  signal: AbortSignal,
  { talk, conversations }: AskServices,
): Promise<BatchEnd> => {
  const running = new Set<RunId>()
  let next = 0
  let problem: Problem | undefined
  const stop = () => {
    for (const run of running) talk.stopRun(run)
  }
  const work = async (): Promise<void> => {
    while (!signal.aborted && problem === undefined) {
      const turn = turns[next]
      if (turn === undefined) return
      next += 1
      const run = talk.askApart(agent, conversation, turn.id, mode)
      if (run === undefined) return
      running.add(run)
      await whenRunOver(conversations, run)
      running.delete(run)
      problem ??= endingProblem(conversations.getState().runs[run])
    }
  }
  signal.addEventListener('abort', stop)
  await Promise.all(Array.from({ length: atOnce }, work))
  signal.removeEventListener('abort', stop)
  if (problem !== undefined) return { kind: 'stopped', problem }
  return { kind: signal.aborted ? 'cancelled' : 'done' }
}
