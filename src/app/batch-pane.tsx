import { useState } from 'react'
import type { Agent } from '../agent/agent.ts'
import { useAgentVerbs, useLastUsedAgent } from '../agent/use-agents.ts'
import { BatchForm, questionsPlace } from '../batch/batch-form.tsx'
import { BatchHistory } from '../batch/batch-history.tsx'
import { BatchTable } from '../batch/batch-table.tsx'
import {
  useBatch,
  useBatches,
  useBatchHistory,
  useBatchWish,
  useBatchRows,
  useLiveBatch,
  useStatementNow,
} from '../batch/use-batch.ts'
import { writeQuestions } from '../batch/questions.ts'
import { wallClock } from '../browser/clock.ts'
import { safeFileName } from '../browser/download.ts'
import type { Conversation } from '../conversation/conversation.ts'
import {
  useConversation,
  useConversationIndex,
  useConversationOpened,
  useConversationServices,
} from '../conversation/use-conversation.ts'
import { SignInPanel } from '../workspace/sign-in-panel.tsx'
import { useActiveWorkspace } from '../workspace/use-workspace.ts'
import type { BatchRoute } from './route.ts'
import { navigate, usePreferences } from './use-app.ts'
import { useReadiness } from './use-readiness.tsx'

const whyBusy = 'Another batch is going on.'

interface OpenBatchProps {
  readonly route: BatchRoute
  readonly conversation: Conversation
  readonly onInspect: () => void
}

/** The table of one batch. */
const OpenBatch = ({ route, conversation, onInspect }: OpenBatchProps) => {
  const { talk, drafts } = useConversationServices()
  const { registry } = useAgentVerbs()
  const batches = useBatches()
  const batch = useBatch(batches, conversation.id)
  const live = useLiveBatch(batches)
  const statement = useStatementNow(batches)
  const rows = useBatchRows(conversation.id, batch?.total)
  const [elsewhere, setElsewhere] = useState(false)
  const agent = registry.agent(conversation.agent)
  const blocked = (): string | undefined => {
    if (batch === undefined) return 'It is not known any more how this batch was asked.'
    if (agent === undefined) return `${conversation.agentName} is no longer in your list.`
    if (elsewhere) return 'Another tab goes on with this batch.'
    return live === null ? undefined : whyBusy
  }
  return (
    <BatchTable
      rows={rows}
      batch={batch}
      live={live === conversation.id}
      statement={live === conversation.id ? statement : null}
      fileName={`${safeFileName(conversation.agentName)}-batch`}
      selected={route.inspected}
      ask={{
        blocked: blocked(),
        onGoOn: (which) => {
          if (agent === undefined) return
          void batches.goOn(conversation.id, agent, which).then((begun) => setElsewhere(!begun))
        },
        onReuse: () => {
          drafts.draftChanged(questionsPlace, writeQuestions(rows.map(({ turn }) => turn.input.text)))
          navigate({ at: 'batch' })
        },
      }}
      onSelect={(run) => {
        navigate({ ...route, inspected: run }, 'replace')
        onInspect()
      }}
      onOpen={(run) => {
        const turn = conversation.turns.find(({ runs: of }) => of.includes(run))
        if (turn !== undefined) talk.showBranch(conversation.id, turn.id)
        navigate({ at: 'conversation', conversation: conversation.id, run })
      }}
      onCancel={batches.cancel}
      onNew={() => navigate({ at: 'batch' })}
    />
  )
}

/** The form of a batch, and the batches that there were. */
const NewBatch = ({ chatAgent }: { readonly chatAgent: Agent | undefined }) => {
  const { talk } = useConversationServices()
  const lastUsed = useLastUsedAgent()
  const agent = chatAgent ?? lastUsed
  const readiness = useReadiness(agent, false)
  const batches = useBatches()
  const live = useLiveBatch(batches)
  const history = useBatchHistory(batches)
  const known = new Set(useConversationIndex().map(({ id }) => id))
  const [{ stream }] = usePreferences()
  const [now] = useState(wallClock)
  const wish = useBatchWish(batches)
  const workspace = useActiveWorkspace()
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto grid w-full max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 p-5">
        <BatchForm
          agent={agent}
          mode={stream ? 'streamed' : 'whole'}
          wish={wish}
          onWish={batches.wishChanged}
          blocked={readiness.kind === 'blocked' ? readiness.why : undefined}
          busy={live === null ? undefined : whyBusy}
          signIn={workspace === null ? null : <SignInPanel workspace={workspace} />}
          onStart={(asked, questions, way) =>
            navigate({ at: 'batch', conversation: batches.start(asked, questions, way) })
          }
        />
        <BatchHistory
          // A deleted conversation takes its batch along, and brings it back.
          batches={history.filter(({ id }) => known.has(id))}
          live={live}
          now={now}
          onOpen={(id) => navigate({ at: 'batch', conversation: id })}
          onDelete={talk.deleteConversation}
        />
      </div>
    </div>
  )
}

interface BatchPaneProps {
  readonly route: BatchRoute
  /** The agent of the chat. It is asked, or else the one that was asked last. */
  readonly agent: Agent | undefined
  /** Shows the inspector where it is hidden. */
  readonly onInspect: () => void
}

/** Many questions at once: the form, and the table of what became of them. */
export const BatchPane = ({ route, agent, onInspect }: BatchPaneProps) => {
  const conversation = useConversation(route.conversation ?? null)
  const opened = useConversationOpened(conversation?.id ?? null)
  if (route.conversation === undefined) return <NewBatch chatAgent={agent} />
  if (conversation === undefined) return <p className="p-5 text-text-subtle">This batch is not in this browser.</p>
  if (!opened) return <p className="p-5 text-text-subtle">Opening…</p>
  return <OpenBatch key={conversation.id} route={route} conversation={conversation} onInspect={onInspect} />
}
