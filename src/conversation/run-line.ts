/** The line between a run and its agent: a person can end the run, or cut the line alone. */
export interface RunLine {
  /** Aborts when the run is to be stopped. */
  readonly signal: AbortSignal
  /** The signal for the exchange that begins now: aborts when the run is stopped or the line is cut. */
  readonly open: () => AbortSignal
  readonly stop: () => void
  readonly drop: () => void
  /** Whether the line was cut on purpose since it was opened last. */
  readonly isDropped: () => boolean
}

export const createRunLine = (): RunLine => {
  const end = new AbortController()
  let current = new AbortController()
  return {
    signal: end.signal,
    open: () => {
      current = new AbortController()
      return AbortSignal.any([end.signal, current.signal])
    },
    stop: () => end.abort(),
    drop: () => current.abort(),
    isDropped: () => current.signal.aborted,
  }
}
