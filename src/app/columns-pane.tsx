import type { Agent } from '../agent/agent.ts'
import { useAgents } from '../agent/use-agents.ts'
import { askColumns } from '../comparison/ask-columns.ts'
import { ColumnSetup, type Column, type Order } from '../comparison/column-setup.tsx'
import type { RunId } from '../conversation/conversation.ts'
import { useConversationServices } from '../conversation/use-conversation.ts'
import { currentRoute, navigate } from './use-app.ts'
import { whenRunOver } from './when-run-over.ts'

/** Where columns are chosen and asked. */
export const ColumnsPane = ({ agent: first }: { readonly agent: Agent | undefined }) => {
  const { talk, conversations } = useConversationServices()
  const { groups } = useAgents('')
  const agents = groups.flatMap(({ entries }) => entries.map(({ agent }) => agent))
  const known = first === undefined || agents.some(({ id }) => id === first.id) ? agents : [first, ...agents]

  const ask = ({ agent: id, mode, ...request }: Column, text: string): RunId | undefined => {
    const agent = known.find((one) => one.id === id)
    if (agent === undefined) return undefined
    const conversation = talk.sendTurn(agent, null, { text, ...request }, mode)
    return conversations.getState().conversations[conversation]?.turns.at(-1)?.runs.at(-1)
  }

  const send = (columns: readonly Column[], text: string, order: Order): Promise<void> =>
    askColumns(columns, order, {
      ask: (column) => ask(column, text),
      show: (runs) => navigate({ at: 'compare', view: 'runs', runs }, runs.length === 1 ? 'push' : 'replace'),
      isShown: (runs) => {
        const route = currentRoute()
        return route.at === 'compare' && route.view === 'runs' && runs.some((run) => route.runs.includes(run))
      },
      whenOver: (run) => whenRunOver(conversations, run),
    })
  return <ColumnSetup agents={known} first={first} onSend={(...chosen) => void send(...chosen)} />
}
