import type { Agent } from '../agent/agent.ts'
import { BatchForm } from '../batch/batch-form.tsx'
import { batchRows } from '../batch/batch-rows.ts'
import { BatchTable } from '../batch/batch-table.tsx'
import { batchesOf, useCurrentBatch } from '../batch/use-batch.ts'
import { safeFileName } from '../browser/download.ts'
import type { Readiness } from '../conversation/composer.tsx'
import type { RunId } from '../conversation/conversation.ts'
import {
  useConversation,
  useConversationOpened,
  useConversationServices,
  useRunsOf,
} from '../conversation/use-conversation.ts'
import type { BatchRoute } from './route.ts'
import { navigate, usePreferences } from './use-app.ts'

interface BatchPaneProps {
  readonly route: BatchRoute
  /** Who is asked: the agent of the chat. */
  readonly agent: Agent | undefined
  readonly readiness: Readiness
  /** Shows the inspector where it is hidden. */
  readonly onInspect: () => void
}

/** Many questions at once: the form, and the table of what became of them. */
export const BatchPane = ({ route, agent, readiness, onInspect }: BatchPaneProps) => {
  const services = useConversationServices()
  const batches = batchesOf(services)
  const current = useCurrentBatch(batches)
  const [{ stream }] = usePreferences()
  const conversation = useConversation(route.conversation ?? null)
  const opened = useConversationOpened(conversation?.id ?? null)
  const runs = useRunsOf(conversation?.turns ?? [])

  if (route.conversation !== undefined) {
    if (conversation === undefined) return <p className="p-5 text-text-subtle">This batch is not in this browser.</p>
    if (!opened) return <p className="p-5 text-text-subtle">Opening…</p>
    return (
      <BatchTable
        rows={batchRows(conversation, runs)}
        batch={current?.conversation === conversation.id ? current : null}
        fileName={`${safeFileName(conversation.agentName)}-batch`}
        selected={route.inspected}
        onSelect={(run) => {
          navigate({ ...route, inspected: run }, 'replace')
          onInspect()
        }}
        onOpen={(run: RunId) => {
          const turn = conversation.turns.find(({ runs: of }) => of.includes(run))
          if (turn !== undefined) services.talk.showBranch(conversation.id, turn.id)
          navigate({ at: 'conversation', conversation: conversation.id, run })
        }}
        onCancel={batches.cancel}
        onNew={() => navigate({ at: 'batch' })}
      />
    )
  }
  if (agent === undefined) {
    return <p className="p-5 text-text-subtle">Choose an agent on the left: a batch asks one agent many questions.</p>
  }
  const isBusy = current !== null && current.ended === undefined
  return (
    <div className="h-full overflow-y-auto">
      <BatchForm
        agentName={agent.name}
        streamed={stream}
        blocked={isBusy ? 'Another batch is going on.' : readiness.kind === 'blocked' ? readiness.why : undefined}
        onStart={({ questions, streamed, atOnce }) => {
          const id = batches.start(agent, questions, streamed ? 'streamed' : 'whole', atOnce)
          navigate({ at: 'batch', conversation: id })
        }}
      />
    </div>
  )
}
