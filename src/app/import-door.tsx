import { lazy, Suspense, useCallback, useRef, useState, type ReactNode } from 'react'
import { useConversationServices } from '../conversation/use-conversation.ts'
import type { Problem } from '../lib/problem.ts'
import { navigate } from './use-app.ts'
import { ImportContext, usePageDrop } from './use-import.ts'

const ImportNotice = lazy(() => import('./import-notice.tsx').then((module) => ({ default: module.ImportNotice })))

/** Opens recordings that are chosen, or dropped anywhere on the page. Needs no sign-in and sends nothing. */
export const ImportDoor = ({ children }: { readonly children: ReactNode }) => {
  const { talk } = useConversationServices()
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<Problem>()

  const onFiles = useCallback(
    (files: readonly File[]) => {
      const openAll = async () => {
        setProblem(undefined)
        const { readConversationFile } = await import('../conversation/read-conversation-file.ts')
        for (const file of files) {
          const read = await readConversationFile(file)
          if (!read.ok) {
            setProblem(read.problem)
            continue
          }
          const conversation = await talk.importConversation(read.value, { kind: 'file', name: file.name })
          navigate({ at: 'conversation', conversation })
        }
      }
      void openAll()
    },
    [talk],
  )
  const over = usePageDrop(onFiles)
  const choose = useCallback(() => input.current?.click(), [])

  return (
    <ImportContext value={choose}>
      {children}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Recordings to open"
        accept=".json"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])])
          // The same file can be chosen again.
          target.value = ''
        }}
      />
      {over && (
        <p className="pointer-events-none fixed inset-x-0 top-3 z-50 mx-auto flex w-fit items-center gap-2 rounded-lg border border-accent bg-surface-raised px-4 py-2 text-sm font-medium shadow-floating">
          Drop a recording to open it
        </p>
      )}
      {problem !== undefined && (
        <Suspense>
          <ImportNotice problem={problem} onDismiss={() => setProblem(undefined)} />
        </Suspense>
      )}
    </ImportContext>
  )
}
