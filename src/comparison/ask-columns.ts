import type { RunId } from '../conversation/conversation.ts'
import type { Column, Order } from './column-setup.tsx'

export interface AskServices {
  /** Sends the message for a column; undefined where it cannot be sent. */
  readonly ask: (column: Column) => RunId | undefined
  readonly show: (runs: readonly RunId[]) => void
  /** Whether these runs are still looked at. */
  readonly isShown: (runs: readonly RunId[]) => boolean
  /** Resolves when the run is over. */
  readonly whenOver: (run: RunId) => Promise<void>
}

/** Asks the columns. One after the other: whoever looks at something else meanwhile asks nothing more. */
export const askColumns = async (columns: readonly Column[], order: Order, services: AskServices): Promise<void> => {
  const runs: RunId[] = []
  for (const column of columns) {
    if (runs.length > 0 && order === 'in-turn' && !services.isShown(runs)) return
    const run = services.ask(column)
    if (run === undefined) continue
    runs.push(run)
    services.show([...runs])
    if (order === 'in-turn') await services.whenOver(run)
  }
}
