import { createStore } from 'zustand/vanilla'
import type { Agent } from '../agent/agent.ts'
import type { Conversation, ConversationId, Mode, Run, RunId } from '../conversation/conversation.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import type { Talk } from '../conversation/talk.ts'
import type { Batch } from './batch.ts'

interface BatchState {
  /** The batch that this tab does, or did last. */
  readonly current: Batch | null
}

const isOver = (run: Run | undefined): boolean => run?.phase.at === 'over'

/** A session that ended fails every further question the same way. */
const needsSignIn = (run: Run | undefined): boolean =>
  run?.phase.at === 'over' && run.phase.outcome.kind === 'failed' && run.phase.outcome.problem.kind === 'sign-in'

/** Asks the questions of a batch, so many at once. It goes on while something else is looked at. */
export const createBatches = (talk: Talk, conversations: ConversationStore) => {
  const store = createStore<BatchState>(() => ({ current: null }))
  const running = new Set<RunId>()

  const change = (fields: Partial<Batch>): void =>
    store.setState(({ current }) => ({ current: current === null ? null : { ...current, ...fields } }))

  const untilOver = (id: RunId): Promise<Run | undefined> =>
    new Promise((resolve) => {
      const look = (): boolean => {
        const run = conversations.getState().runs[id]
        // A deleted conversation takes its runs along.
        if (run !== undefined && !isOver(run)) return false
        resolve(run)
        return true
      }
      if (look()) return
      const stop = conversations.subscribe(() => {
        if (look()) stop()
      })
    })

  const start = (agent: Agent, questions: readonly string[], mode: Mode, atOnce: number): ConversationId => {
    const input = { customInputs: agent.customInputs, instructions: agent.instructions }
    const conversation: Conversation = talk.beginConversation(
      agent,
      `Batch of ${questions.length.toLocaleString('en')}`,
    )
    store.setState({ current: { conversation: conversation.id, total: questions.length, asked: 0, over: 0 } })
    const isOurs = (): boolean => store.getState().current?.conversation === conversation.id
    const goesOn = (): boolean => isOurs() && store.getState().current?.ended === undefined
    let next = 0
    let over = 0
    const work = async (): Promise<void> => {
      while (goesOn() && next < questions.length) {
        const text = questions[next] ?? ''
        next += 1
        const run = talk.askApart(agent, conversation.id, { ...input, text }, mode)
        if (run === undefined) return
        running.add(run)
        change({ asked: next })
        const ended = await untilOver(run)
        running.delete(run)
        over += 1
        if (isOurs()) change({ over, ...(goesOn() && needsSignIn(ended) ? { ended: 'sign-in' as const } : {}) })
      }
    }
    void Promise.all(Array.from({ length: atOnce }, work)).then(() => {
      if (goesOn()) change({ ended: 'done' })
    })
    return conversation.id
  }

  const cancel = (): void => {
    change({ ended: 'cancelled' })
    for (const run of running) talk.stopRun(run)
  }

  return { state: store, start, cancel }
}

export type Batches = ReturnType<typeof createBatches>
