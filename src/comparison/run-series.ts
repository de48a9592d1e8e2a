import type { Mode, RunId } from '../conversation/conversation.ts'

export interface SeriesPlan {
  readonly modes: readonly Mode[]
  /** Of each mode. */
  readonly times: number
  /** How many at the same moment. */
  readonly atOnce: number
}

export interface SeriesServices {
  /** Begins one more run; undefined where it cannot. */
  readonly begin: (mode: Mode) => RunId | undefined
  /** Resolves when the run is over. */
  readonly whenOver: (run: RunId) => Promise<void>
  readonly stop: (run: RunId) => void
}

export const mostTimes = 50

/** Does the plan: so many at once, the modes in turn, so that both meet the same weather. Stops what runs when aborted. */
export const runSeries = async (plan: SeriesPlan, signal: AbortSignal, services: SeriesServices): Promise<void> => {
  const waiting = Array.from({ length: Math.min(mostTimes, Math.max(1, plan.times)) }, () => plan.modes).flat()
  const running = new Set<RunId>()
  const stopAll = () => running.forEach(services.stop)
  signal.addEventListener('abort', stopAll)
  const worker = async (): Promise<void> => {
    for (let mode = waiting.shift(); mode !== undefined && !signal.aborted; mode = waiting.shift()) {
      const run = services.begin(mode)
      if (run === undefined) return
      running.add(run)
      await services.whenOver(run)
      running.delete(run)
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, plan.atOnce) }, worker))
  signal.removeEventListener('abort', stopAll)
}
