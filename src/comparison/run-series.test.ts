import { expect, test } from 'vitest'
import type { RunId } from '../conversation/conversation.ts'
import { runSeries } from './run-series.ts'

const createAgent = () => {
  const ends = new Map<RunId, () => void>()
  const begun: string[] = []
  const stopped: RunId[] = []
  let most = 0
  return {
    ends,
    begun,
    stopped,
    most: () => most,
    services: {
      begin: (mode: string) => {
        begun.push(mode)
        return `run_${begun.length}` as RunId
      },
      whenOver: (run: RunId) =>
        new Promise<void>((resolve) => {
          ends.set(run, () => {
            ends.delete(run)
            resolve()
          })
          most = Math.max(most, ends.size)
        }),
      stop: (run: RunId) => {
        stopped.push(run)
        ends.get(run)?.()
      },
    },
  }
}

test('never more at once than planned, and the modes in turn', async () => {
  const agent = createAgent()
  const done = runSeries(
    { modes: ['streamed', 'whole'], times: 3, atOnce: 2 },
    new AbortController().signal,
    agent.services,
  )
  while (agent.begun.length < 6 || agent.ends.size > 0) {
    for (const end of [...agent.ends.values()].slice(0, 1)) end()
    await Promise.resolve()
  }
  await done
  expect(agent.most()).toBe(2)
  expect(agent.begun).toEqual(['streamed', 'whole', 'streamed', 'whole', 'streamed', 'whole'])
})

test('stopping stops what runs and begins nothing more', async () => {
  const agent = createAgent()
  const stop = new AbortController()
  const done = runSeries({ modes: ['whole'], times: 50, atOnce: 3 }, stop.signal, agent.services)
  await Promise.resolve()
  stop.abort()
  await done
  expect(agent.begun).toHaveLength(3)
  expect(agent.stopped).toHaveLength(3)
})
