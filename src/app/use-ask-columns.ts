import { useMemo } from 'react'
import { askColumns, type AskedPlace } from '../comparison/ask-columns.ts'
import type { Asking } from '../comparison/asking-store.ts'
import type { Order } from '../comparison/column.ts'
import { compareStoresOf } from '../comparison/use-setup.ts'
import type { RunId } from '../conversation/conversation.ts'
import { useConversationServices } from '../conversation/use-conversation.ts'
import { whenRunOver } from '../conversation/when-run-over.ts'
import { currentRoute, navigate } from './use-app.ts'

/** Whoever went elsewhere meanwhile is not called back; what was asked is kept there. */
const showRuns = (runs: readonly RunId[]): void => {
  const route = currentRoute()
  if (route.at === 'compare') {
    navigate({ at: 'compare', view: 'runs', runs }, route.view === 'runs' ? 'replace' : 'push')
  }
}

const isShown = (runs: readonly RunId[]): boolean => {
  const route = currentRoute()
  return route.at === 'compare' && route.view === 'runs' && runs.some((run) => route.runs.includes(run))
}

/** Asks columns, and shows side by side what answers. */
export const useAskColumns = (): ((places: readonly AskedPlace[], order: Order) => void) => {
  const { talk, conversations, keepsHistory } = useConversationServices()
  return useMemo(() => {
    const { asking } = compareStoresOf({ talk, keepsHistory })
    const show = (next: Asking) => {
      asking.askingChanged(next)
      showRuns(next.runs)
    }
    const whenOver = (run: RunId) => whenRunOver(conversations, run)
    return (places, order) => void askColumns(places, order, { show, isShown, whenOver }).finally(asking.allAsked)
  }, [conversations, keepsHistory, talk])
}
