import type { RunId } from '../conversation/conversation.ts'
import type { Asking } from './asking-store.ts'
import type { Order } from './column.ts'

/** One column: the run that stands in it now, and how its next one is asked for, if it is to be asked. */
export interface AskedPlace {
  readonly run?: RunId | undefined
  /** Resolves without a run where the column cannot be asked after all. */
  readonly ask?: (() => Promise<RunId | undefined>) | undefined
}

export interface AskServices {
  readonly show: (asking: Asking) => void
  /** Whether these runs are still looked at. */
  readonly isShown: (runs: readonly RunId[]) => boolean
  /** Resolves when the run is over. */
  readonly whenOver: (run: RunId) => Promise<void>
}

/** A column without a run keeps its place until it was asked: what comes after it is not shown before. */
const shownOf = (places: readonly AskedPlace[]): readonly RunId[] => {
  const open = places.findIndex(({ run, ask }) => run === undefined && ask !== undefined)
  return places.slice(0, open < 0 ? undefined : open).flatMap(({ run }) => run ?? [])
}

/** Asks the columns. One after the other: whoever looks at something else meanwhile asks nothing more. */
export const askColumns = async (
  columns: readonly AskedPlace[],
  order: Order,
  { show, isShown, whenOver }: AskServices,
): Promise<void> => {
  let places = columns
  let runs: readonly RunId[] = []
  for (const [place, { run: before, ask }] of columns.entries()) {
    if (ask === undefined) continue
    if (order === 'in-turn' && runs.length > 0 && !isShown(runs)) break
    const run = await ask()
    places = places.with(place, { run: run ?? before })
    runs = shownOf(places)
    show({ runs, waiting: places.flatMap((other, at) => (other.ask === undefined ? [] : [at])) })
    if (run !== undefined && order === 'in-turn') await whenOver(run)
  }
}
