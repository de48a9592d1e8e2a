import type { Agent } from '../agent/agent.ts'
import { useAgents } from '../agent/use-agents.ts'
import { ColumnSetup, type Column, type Order } from '../comparison/column-setup.tsx'
import type { RunId } from '../conversation/conversation.ts'
import { useConversationServices } from '../conversation/use-conversation.ts'
import { navigate } from './use-app.ts'
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

  const send = async (columns: readonly Column[], text: string, order: Order): Promise<void> => {
    const runs: RunId[] = []
    for (const column of columns) {
      const run = ask(column, text)
      if (run === undefined) continue
      runs.push(run)
      navigate({ at: 'compare', view: 'runs', runs }, runs.length === 1 ? 'push' : 'replace')
      if (order === 'in-turn') await whenRunOver(conversations, run)
    }
  }
  return <ColumnSetup agents={known} first={first} onSend={(...chosen) => void send(...chosen)} />
}
