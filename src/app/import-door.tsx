import { lazy, Suspense, useCallback, useMemo, useRef, useState, type ReactNode } from 'react'
import { useAgentVerbs } from '../agent/use-agents.ts'
import type { GivenFiles } from '../browser/files.ts'
import { useConversationServices } from '../conversation/use-conversation.ts'
import { useLibrary } from '../library/use-library.ts'
import { useWorkspaces } from '../workspace/use-workspace.ts'
import type { OpenedSources, Opening } from './open-sources.ts'
import { navigate } from './use-app.ts'
import { ImportContext, usePageDrop, type ImportWays } from './use-import.ts'

const ImportNotice = lazy(() => import('./import-notice.tsx').then((module) => ({ default: module.ImportNotice })))
const PasteDialog = lazy(() => import('./paste-dialog.tsx').then((module) => ({ default: module.PasteDialog })))

/** Opens what is chosen, pasted, or dropped anywhere on the page. Needs no sign-in and sends nothing. */
export const ImportDoor = ({ children }: { readonly children: ReactNode }) => {
  const { talk } = useConversationServices()
  const { registry } = useAgentVerbs()
  const library = useLibrary()
  const workspaces = useWorkspaces()
  const input = useRef<HTMLInputElement>(null)
  const [outcome, setOutcome] = useState<OpenedSources>()
  const [isPasting, setIsPasting] = useState(false)

  const settle = useCallback((opened: OpenedSources) => {
    setOutcome(opened.problems.length + opened.notes.length === 0 ? undefined : opened)
    if (opened.route !== undefined) navigate(opened.route)
  }, [])

  const opening = useCallback(
    (): Opening => ({ talk, library, workspaces, agents: registry.state.getState().agents }),
    [talk, library, workspaces, registry],
  )
  const openGiven = useCallback(
    (given: GivenFiles) => {
      setOutcome(undefined)
      void import('./open-sources.ts').then(({ openFiles }) => openFiles(given, opening())).then(settle)
    },
    [opening, settle],
  )
  const openText = useCallback(
    async (text: string) => {
      const sources = await import('./open-sources.ts')
      const opened = await sources.openText(text, opening())
      settle(opened)
      return opened
    },
    [opening, settle],
  )
  const over = usePageDrop(openGiven)
  const ways = useMemo<ImportWays>(
    () => ({
      choose: () => input.current?.click(),
      paste: () => setIsPasting(true),
      open: async (text) => (await openText(text)).problems.length === 0,
    }),
    [openText],
  )

  return (
    <ImportContext value={ways}>
      {children}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Recordings to open"
        onChange={({ target }) => {
          openGiven({ files: [...(target.files ?? [])], folders: [] })
          // The same file can be chosen again.
          target.value = ''
        }}
      />
      {over && (
        <p className="pointer-events-none fixed inset-x-0 top-3 z-50 mx-auto flex w-fit items-center gap-2 rounded-lg border border-accent bg-surface-raised px-4 py-2 text-sm font-medium shadow-floating">
          Drop a recording to open it
        </p>
      )}
      <Suspense>
        {isPasting && <PasteDialog onOpen={openText} onClose={() => setIsPasting(false)} />}
        {outcome !== undefined && !isPasting && (
          <ImportNotice outcome={outcome} onDismiss={() => setOutcome(undefined)} />
        )}
      </Suspense>
    </ImportContext>
  )
}
