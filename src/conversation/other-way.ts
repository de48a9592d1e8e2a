import { otherMode, type Run } from './conversation.ts'

/** The run of the same turn that was asked the other way: of several the one that was made nearest to this one. */
export const otherWayOf = (run: Run, runs: readonly Run[]): Run | undefined => {
  const place = runs.findIndex(({ id }) => id === run.id)
  const distance = (other: Run) => Math.abs(runs.indexOf(other) - place)
  return runs
    .filter(({ mode }) => mode === otherMode(run.mode))
    .toSorted((one, other) => distance(one) - distance(other) || runs.indexOf(other) - runs.indexOf(one))[0]
}
