import { useMemo } from 'react'
import type { Agent } from '../agent/agent.ts'
import { leafBelow, otherMode, type ConversationId, type Mode, type RunId } from '../conversation/conversation.ts'
import type { ThreadActions } from '../conversation/thread-model.ts'
import { recordingGone } from '../conversation/recording-gone.ts'
import { saveFile } from '../conversation/save-file.ts'
import { useConversationServices } from '../conversation/use-conversation.ts'
import type { CodeRequest } from '../code/code-request.ts'
import { selectTab, selectText } from '../inspector/use-selection.ts'
import { useWorkspaces } from '../workspace/use-workspace.ts'
import { codeOfRun } from './code-of-run.ts'
import { navigate } from './use-app.ts'

interface ThreadPlace {
  /** Undefined when the registry no longer knows the agent of an old conversation. */
  readonly agent: Agent | undefined
  readonly conversation: ConversationId | null
  /** How a new answer is asked for. */
  readonly mode: Mode
  /** Makes the address name this run; without one, the newest of the branch that is shown. Stable. */
  readonly onShow: (run: RunId | undefined) => void
  /** Makes the inspector look at this run, where that is not the one that the address shows. Stable. */
  readonly onInspectRun?: (run: RunId) => void
  /** Shows the inspector where it is hidden. Stable. */
  readonly onInspect: () => void
  readonly onLink: (url: string) => void
  /** Shows the request as programs. Stable. */
  readonly onCode: (request: CodeRequest) => void
  /** Offers links, where they are made. Stable. */
  readonly onShare?: (run: RunId) => void
  /** Makes reports, where they are made. Stable. */
  readonly onReport?: (run: RunId) => void
}

/** What can be done with the turns of one conversation, wherever its thread is shown. */
export const useThreadActions = ({
  agent,
  conversation: id,
  mode,
  onShow,
  onInspectRun = onShow,
  onInspect,
  onLink,
  onCode,
  onShare,
  onReport,
}: ThreadPlace): ThreadActions => {
  const { talk, conversations, openRecordings, attachments, masking } = useConversationServices()
  const workspaces = useWorkspaces()
  return useMemo<ThreadActions>(() => {
    const runOf = (run: RunId) => conversations.getState().runs[run]
    const inspect = (run: RunId) => {
      onInspectRun(run)
      onInspect()
    }
    /** The address may name an earlier run; what has just begun is what is looked at now. */
    const show = (run: RunId | undefined) => {
      if (run !== undefined) onShow(run)
    }
    /** The first exchange that brought it: a run in the background has several. */
    const selectIn = async (run: RunId, item: string, ...[part, from, to]: readonly number[]) => {
      inspect(run)
      for (const exchange of runOf(run)?.exchanges ?? []) {
        const reading = (await openRecordings.load(exchange))?.reading
        if (reading !== undefined && selectText(exchange, reading.events, item, part, from, to)) return
      }
    }
    return {
      onEdit: (turn, next) => {
        if (agent !== undefined && id !== null) show(talk.editTurn(agent, id, turn, next, mode))
      },
      onShowTurn: (turn) => {
        const current = id === null ? undefined : conversations.getState().conversations[id]
        if (current === undefined) return
        talk.showBranch(current.id, leafBelow(current, turn))
        onShow(undefined)
      },
      onShowRun: (turn, run) => {
        if (id === null) return
        talk.chooseRun(id, turn, run)
        show(run)
      },
      onRunAgain: (turn) => {
        if (agent !== undefined && id !== null) show(talk.runAgain(agent, id, turn, mode))
      },
      onDecide: (turn, decisions) => {
        if (agent === undefined || id === null) return
        const { customInputs, instructions } = agent
        show(talk.sendBelow(agent, id, turn, { text: '', customInputs, instructions, decisions }, mode))
      },
      onDecideInStream: async (run, request, approve) => {
        const asked = runOf(run)
        return agent === undefined || asked === undefined
          ? 'The agent is not known here any more.'
          : talk.decideInStream(agent, asked.mode, request, approve)
      },
      onRunOtherWay: (run) => {
        const one = runOf(run)
        if (agent === undefined || one === undefined) return
        const other = talk.runAgain(agent, one.conversation, one.turn, otherMode(one.mode), 'beside')
        if (other !== undefined) navigate({ at: 'compare', view: 'runs', runs: [run, other] })
      },
      onCode: (run) => {
        const one = runOf(run)
        const owner = one === undefined ? undefined : conversations.getState().conversations[one.conversation]
        if (one === undefined || owner === undefined) return
        void codeOfRun(one, agent, owner.agent, workspaces, openRecordings).then((request) => {
          if (request.ok) onCode(request.value)
          else conversations.refused(request.problem)
        })
      },
      ...(onShare === undefined ? {} : { onShare }),
      ...(onReport === undefined ? {} : { onReport }),
      onReconnect: (run) => {
        if (agent !== undefined) talk.reconnect(agent, run)
        show(run)
      },
      onCompare: (run, other) => navigate({ at: 'compare', view: 'runs', runs: [run, other] }),
      onCompareWith: (run) => navigate({ at: 'compare', view: 'runs', runs: [run] }),
      tellAgainst: async (baseline, run) => {
        const { tellAgainstBaseline } = await import('../comparison/tell-difference.ts')
        return tellAgainstBaseline(openRecordings)(baseline, run)
      },
      tellWays: async (streamed, whole) => {
        const { tellBothWays } = await import('../comparison/tell-difference.ts')
        return tellBothWays(openRecordings)(streamed, whole)
      },
      onPin: (turn, run) => {
        if (id !== null) talk.pinBaseline(id, turn, run)
      },
      onUnpin: (conversation, turn) => talk.pinBaseline(conversation, turn, null),
      onRepeat: (turn) => {
        if (id !== null) navigate({ at: 'compare', view: 'series', conversation: id, turn })
      },
      onExport: (run, form) => {
        const one = runOf(run)
        const owner = one === undefined ? undefined : conversations.getState().conversations[one.conversation]
        if (one === undefined || owner === undefined) return
        void saveFile({ masking, conversations }, async (isMasked) => {
          const { exportAnswer } = await import('../conversation/export-answer.ts')
          const masked = await exportAnswer({ openRecordings, attachments }, owner, one, form, isMasked)
          if (masked === undefined) conversations.refused(recordingGone(one, 'what this file would hold'))
          return masked ?? ''
        })
      },
      cannotRun: agent === undefined ? 'It belongs to none of your agents: nothing can be sent.' : undefined,
      onSelectText: (run, item, part, from, to) => void selectIn(run, item, part, from, to),
      onShowEvents: (run, item) => void selectIn(run, item),
      onShowFindings: (run) => {
        inspect(run)
        selectTab('findings')
      },
      onLink,
    }
  }, [
    agent,
    attachments,
    conversations,
    id,
    mode,
    onCode,
    onInspect,
    onInspectRun,
    masking,
    onLink,
    onReport,
    onShare,
    onShow,
    openRecordings,
    talk,
    workspaces,
  ])
}
