import { useEffect, useState } from 'react'
import {
  useLastDeleted,
  useConversationServices,
  useRefusal,
  useStorageProblem,
} from '../conversation/use-conversation.ts'
import { useIsSaving, useMaskedInLastFile } from '../conversation/use-masking.ts'
import { useExcess, useLibrary } from '../library/use-library.ts'
import { Button } from '../ui/button.tsx'
import { byteSize } from '../ui/figures.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useWorkspaceNotice, useWorkspaceVerbs } from '../workspace/use-workspace.ts'
import { navigate, useRoute } from './use-app.ts'

const undoMilliseconds = 12_000

/** Offers to bring back what was just deleted. */
const DeletedNotice = () => {
  const deleted = useLastDeleted()
  const { talk, conversations } = useConversationServices()
  useEffect(() => {
    if (deleted === null) return undefined
    const timer = setTimeout(conversations.deletionForgotten, undoMilliseconds)
    return () => clearTimeout(timer)
  }, [deleted, conversations])
  if (deleted === null) return null
  return (
    <div
      role="status"
      className="mx-auto flex w-fit max-w-full items-center gap-3 rounded-lg border border-border bg-surface-raised py-2 ps-4 pe-2 shadow-floating"
    >
      <span className="min-w-0 flex-1 truncate">“{deleted.title}” was deleted</span>
      <Button size="small" onClick={talk.restoreDeleted}>
        Undo
      </Button>
    </div>
  )
}

/** Asks, where more is held than the budget allows. */
const BudgetNotice = () => {
  const excess = useExcess()
  const { store } = useLibrary()
  const isOpen = useRoute().at === 'library'
  if (excess === 0 || isOpen) return null
  return (
    <div
      role="status"
      className="mx-auto flex w-fit max-w-full flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-border bg-surface-raised py-2 ps-4 pe-2 shadow-floating"
    >
      <span className="min-w-0 flex-1">Recordings and files take {byteSize(excess)} more than your budget.</span>
      <span className="flex gap-1.5">
        <Button size="small" onClick={() => navigate({ at: 'library' })}>
          Open the library
        </Button>
        <Button variant="quiet" size="small" onClick={store.noticeDismissed}>
          Not now
        </Button>
      </span>
    </div>
  )
}

/** Most files are there at once; a word is due where one is not. */
const patienceMilliseconds = 600

const SavingNotice = () => {
  const [isLong, setIsLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), patienceMilliseconds)
    return () => clearTimeout(timer)
  }, [])
  return isLong ? (
    <p
      role="status"
      className="mx-auto w-fit rounded-lg border border-border bg-surface-raised px-4 py-2 shadow-floating"
    >
      Making the file…
    </p>
  ) : null
}

const readMilliseconds = 12_000

/** Says what was masked in the file that was just saved, and where to have it otherwise. */
const MaskedNotice = () => {
  const masked = useMaskedInLastFile()
  const isSaving = useIsSaving()
  const { masking } = useConversationServices()
  useEffect(() => {
    if (masked === '') return undefined
    const timer = setTimeout(masking.read, readMilliseconds)
    return () => clearTimeout(timer)
  }, [masked, masking])
  if (isSaving) return <SavingNotice />
  if (masked === '') return null
  return (
    <div
      role="status"
      className="mx-auto flex w-fit max-w-full items-center gap-3 rounded-lg border border-border bg-surface-raised py-2 ps-4 pe-2 shadow-floating"
    >
      <span className="min-w-0 flex-1">
        Saved with {masked} masked. <span className="text-text-subtle">The Export menu can leave them in.</span>
      </span>
      <Button size="small" onClick={masking.read}>
        Dismiss
      </Button>
    </div>
  )
}

/** What concerns the whole page and happened in the background. */
export const Notices = () => {
  const storage = useStorageProblem()
  const { conversations } = useConversationServices()
  const refusal = useRefusal()
  const workspace = useWorkspaceNotice()
  const { store } = useWorkspaceVerbs()
  return (
    <div className="pointer-events-none fixed inset-x-0 top-14 z-30 mx-auto grid w-[min(30rem,calc(100vw-2rem))] gap-2 *:pointer-events-auto">
      {storage !== null && (
        <ProblemNotice problem={storage}>
          <Button size="small" onClick={() => navigate({ at: 'library' })}>
            Open the library
          </Button>
          <Button variant="quiet" size="small" onClick={() => conversations.storageRecovered(storage.code)}>
            Dismiss
          </Button>
        </ProblemNotice>
      )}
      {refusal !== null && (
        <ProblemNotice problem={refusal}>
          <Button size="small" onClick={conversations.refusalSeen}>
            Dismiss
          </Button>
        </ProblemNotice>
      )}
      {workspace !== null && (
        <ProblemNotice problem={workspace}>
          <Button size="small" onClick={() => store.noticed(null)}>
            Dismiss
          </Button>
        </ProblemNotice>
      )}
      <BudgetNotice />
      <DeletedNotice />
      <MaskedNotice />
    </div>
  )
}
