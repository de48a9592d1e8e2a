import { lazy, Suspense, useCallback, useState, type ReactNode } from 'react'
import { useAgentVerbs } from '../agent/use-agents.ts'
import { ownOrigin } from '../browser/location.ts'
import type { Conversation, ConversationId, Run, RunId } from '../conversation/conversation.ts'
import { saveFile } from '../conversation/save-file.ts'
import type { FileForm } from '../conversation/thread-model.ts'
import { useConversationServices } from '../conversation/use-conversation.ts'
import type { Scope, Shared } from '../share/shared.ts'
import { useWorkspaces, useWorkspaceVerbs } from '../workspace/use-workspace.ts'
import { playgroundWords } from './build.ts'
import type { ReportSource } from './report-of-run.ts'
import { writeRoute } from './route.ts'

const ShareDialog = lazy(() => import('../share/share-dialog.tsx').then((module) => ({ default: module.ShareDialog })))
const ReportDialog = lazy(() => import('./report-dialog.tsx').then((module) => ({ default: module.ReportDialog })))

interface Leaving {
  /** Stable, as are the others. */
  readonly share: (run: RunId) => void
  readonly report: (run: RunId) => void
  readonly exportConversation: (id: ConversationId, form: FileForm) => void
  readonly dialogs: ReactNode
}

/** The ways by which an answer or a conversation leaves this browser. */
export const useLeaving = (): Leaving => {
  const { talk, conversations, openRecordings, attachments, masking } = useConversationServices()
  const { registry } = useAgentVerbs()
  const { config } = useWorkspaceVerbs()
  const workspaces = useWorkspaces()
  const [shared, setShared] = useState<Readonly<Record<Scope, Shared>>>()
  const [reported, setReported] = useState<ReportSource>()

  const found = useCallback(
    (id: RunId): readonly [Run, Conversation] | undefined => {
      const { runs, conversations: all } = conversations.getState()
      const run = runs[id]
      const owner = run === undefined ? undefined : all[run.conversation]
      return run === undefined || owner === undefined ? undefined : [run, owner]
    },
    [conversations],
  )

  const share = useCallback(
    (id: RunId) => {
      const [run, owner] = found(id) ?? []
      if (run === undefined || owner === undefined) return
      const known = Object.values(conversations.getState().runs)
      void import('./share-of-run.ts')
        .then(({ shareOfRun }) => shareOfRun(run, owner, known, workspaces, openRecordings))
        .then(setShared)
    },
    [conversations, found, openRecordings, workspaces],
  )

  const report = useCallback(
    (id: RunId) => {
      const [run, owner] = found(id) ?? []
      if (run === undefined || owner === undefined) return
      const agent = registry.agent(owner.agent)
      void import('./report-of-run.ts')
        .then(({ reportSource }) =>
          reportSource(run, owner, agent, workspaces, openRecordings, playgroundWords(config.version)),
        )
        .then(setReported)
    },
    [config.version, found, openRecordings, registry, workspaces],
  )

  const exportConversation = useCallback(
    (id: ConversationId, form: FileForm) => {
      void saveFile({ masking, conversations }, async (isMasked) => {
        await talk.openConversation(id)
        const { conversations: known, runs } = conversations.getState()
        const chosen = known[id]
        if (chosen === undefined) return ''
        const { exportConversation: save } = await import('../conversation/export-answer.ts')
        const own = Object.values(runs).filter((run) => run.conversation === id && run.phase.at === 'over')
        return save({ openRecordings, attachments }, chosen, own, form, isMasked)
      })
    },
    [attachments, conversations, masking, openRecordings, talk],
  )

  const dialogs = (
    <>
      {shared !== undefined && (
        <Suspense>
          <ShareDialog
            source={shared}
            address={(payload) => `${ownOrigin()}/#${writeRoute({ at: 'shared', payload })}`}
            onClose={() => setShared(undefined)}
          />
        </Suspense>
      )}
      {reported !== undefined && (
        <Suspense>
          <ReportDialog source={reported} onClose={() => setReported(undefined)} />
        </Suspense>
      )}
    </>
  )
  return { share, report, exportConversation, dialogs }
}
