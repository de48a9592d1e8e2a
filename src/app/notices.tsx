import { useEffect, useState, type ReactNode } from 'react'
import {
  useLastDeleted,
  useConversationServices,
  useRefusal,
  useStorageProblem,
} from '../conversation/use-conversation.ts'
import { useIsSaving, useMaskedInLastFile } from '../conversation/use-masking.ts'
import { useExcess, useLibrary } from '../library/use-library.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { byteSize } from '../ui/figures.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useWorkspaceNotice, useWorkspaceVerbs } from '../workspace/use-workspace.ts'
import { navigate, useRoute } from './use-app.ts'

const Line = ({ wraps = false, children }: { readonly wraps?: boolean; readonly children: ReactNode }) => (
  <div
    role="status"
    className={cn(
      'mx-auto flex w-fit max-w-full items-center gap-x-3 gap-y-1 rounded-lg border border-border bg-surface-raised py-2 ps-4 pe-2 shadow-floating',
      wraps && 'flex-wrap',
    )}
  >
    {children}
  </div>
)

/** Long enough to read it, and to undo what it says. */
const passingMilliseconds = 12_000

/** Forgets what is told after a while; null where nothing is. */
const usePassing = (told: string | object | null, forget: () => void): void => {
  useEffect(() => {
    if (told === null) return undefined
    const timer = setTimeout(forget, passingMilliseconds)
    return () => clearTimeout(timer)
  }, [told, forget])
}

/** Offers to bring back what was just deleted. */
const DeletedNotice = () => {
  const deleted = useLastDeleted()
  const { talk, conversations } = useConversationServices()
  usePassing(deleted, conversations.deletionForgotten)
  if (deleted === null) return null
  return (
    <Line>
      <span className="min-w-0 flex-1 truncate">“{deleted.title}” was deleted</span>
      <Button size="small" onClick={talk.restoreDeleted}>
        Undo
      </Button>
    </Line>
  )
}

/** Asks, where more is held than the budget allows. */
const BudgetNotice = () => {
  const excess = useExcess()
  const { store } = useLibrary()
  const isOpen = useRoute().at === 'library'
  if (excess === 0 || isOpen) return null
  return (
    <Line wraps>
      <span className="min-w-0 flex-1">Recordings and files take {byteSize(excess)} more than your budget.</span>
      <span className="flex gap-1.5">
        <Button size="small" onClick={() => navigate({ at: 'library' })}>
          Open the library
        </Button>
        <Button variant="quiet" size="small" onClick={store.noticeDismissed}>
          Not now
        </Button>
      </span>
    </Line>
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

/** Says what was masked in the file that was just saved, and where to have it otherwise. */
const MaskedNotice = () => {
  const masked = useMaskedInLastFile()
  const isSaving = useIsSaving()
  const { masking } = useConversationServices()
  usePassing(masked === '' ? null : masked, masking.read)
  if (isSaving) return <SavingNotice />
  if (masked === '') return null
  return (
    <Line>
      <span className="min-w-0 flex-1">
        Saved with {masked} masked. <span className="text-text-subtle">The Export menu can leave them in.</span>
      </span>
      <Button size="small" onClick={masking.read}>
        Dismiss
      </Button>
    </Line>
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
