import type { Agent } from '../agent/agent.ts'
import { useAgents } from '../agent/use-agents.ts'
import type { AskedPlace } from '../comparison/ask-columns.ts'
import type { AskedColumn, Column } from '../comparison/column.ts'
import { ColumnSetup } from '../comparison/column-setup.tsx'
import { useSetup } from '../comparison/use-setup.ts'
import type { RunId } from '../conversation/conversation.ts'
import { useConversationsOfRuns, useConversationServices } from '../conversation/use-conversation.ts'
import { defined } from '../protocol/defined.ts'
import { navigate } from './use-app.ts'
import { useAskColumns } from './use-ask-columns.ts'

const noRuns: readonly RunId[] = []

/** Where columns are chosen and asked. */
export const ColumnsPane = ({ agent: first }: { readonly agent: Agent | undefined }) => {
  const { talk, conversations } = useConversationServices()
  const { groups } = useAgents('')
  const [setup, changeSetup] = useSetup()
  const askColumns = useAskColumns()
  const last = setup?.last ?? noRuns
  const hasLast = useConversationsOfRuns(last).some((conversation) => conversation !== undefined)
  const agents = groups.flatMap(({ entries }) => entries.map(({ agent }) => agent))
  const known = first === undefined || agents.some(({ id }) => id === first.id) ? agents : [first, ...agents]

  const ask = ({ agent: id, mode, customInputs, instructions, callPath }: AskedColumn, text: string) => {
    const agent = known.find((one) => one.id === id)
    if (agent === undefined) return undefined
    const path = callPath.trim() === '' ? undefined : callPath.trim()
    const input = { text, customInputs, instructions, ...defined({ callPath: path }) }
    const conversation = talk.sendTurn(agent, null, input, mode)
    return conversations.getState().conversations[conversation]?.turns.at(-1)?.runs.at(-1)
  }
  const placeOf = (column: Column, text: string): AskedPlace =>
    column.kind === 'run' ? { run: column.run } : { ask: async (): Promise<RunId | undefined> => ask(column, text) }

  if (setup === undefined) return null
  return (
    <ColumnSetup
      agents={known}
      first={first}
      setup={setup}
      onSetup={changeSetup}
      onBack={hasLast ? () => navigate({ at: 'compare', view: 'runs', runs: last }) : undefined}
      onSend={(columns, text, order) => {
        const kept = columns.flatMap((column) => (column.kind === 'run' ? [column.run] : []))
        if (kept.length === columns.length) navigate({ at: 'compare', view: 'runs', runs: kept })
        else
          askColumns(
            columns.map((column) => placeOf(column, text)),
            order,
          )
      }}
    />
  )
}
