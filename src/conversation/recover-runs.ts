import { delay } from '../browser/clock.ts'
import { tryLock } from '../browser/locks.ts'
import type { ExchangeId } from '../exchange/recording.ts'
import type { Recordings } from '../exchange/recordings.ts'
import type { Outcome } from '../protocol/outcome.ts'
import type { Archive } from './archive.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { ConversationId, Run, RunId } from './conversation.ts'
import { foldRun, type RunFold } from './fold-run.ts'
import type { KeepArchive } from './keep-archive.ts'
import type { OpenRecordings } from './open-recordings.ts'
import { isResumable } from './resumption.ts'
import { outcomeOfRun } from './run-outcome.ts'

export interface RecoverRunsServices {
  readonly conversations: ConversationStore
  readonly archive: Archive
  readonly recordings: Recordings
  readonly openRecordings: OpenRecordings
  readonly keep: KeepArchive
  /** Whether this tab is doing the run right now. */
  readonly isOurs: (id: RunId) => boolean
  /** Asks for the rest of a run that its agent goes on with in the background. */
  readonly goOn: (run: Run) => void
}

/** Held by the tab that does the run, for as long as it does: a run that nobody holds was interrupted. */
export const runLock = (id: RunId) => `agent-playground:run-${id}`

/** How often a tab looks at what another one has recorded. */
const watchMilliseconds = 500

const pageGone = (detail: string): Outcome => ({ kind: 'interrupted', cause: 'page', detail })

/** How the run stands whose page went away. Between two polls every exchange is over, and the run is not. */
const outcomeLeft = (run: Run, fold: RunFold | undefined): Outcome => {
  if (fold?.last === undefined) return pageGone('The page went away before the request was sent.')
  const outcome = outcomeOfRun(fold, run.callee ?? 'app')
  const isBetween = isResumable({ ...run, snapshot: fold.snapshot }, outcome) && outcome.kind === 'incomplete'
  return isBetween ? pageGone('The page was closed or reloaded while the agent worked in the background') : outcome
}

/** Reads the runs of stored conversations: those that are over, that another tab does, and that a crash left behind. */
export const createRecoverRuns = (services: RecoverRunsServices) => {
  const { conversations, archive, recordings, openRecordings, keep, isOurs, goOn } = services
  const watched = new Set<RunId>()
  const opening = new Map<ConversationId, Promise<void>>()

  /** The fold of everything that was recorded; `inProgress` while another tab records the last of it. */
  const foldOf = async (exchanges: readonly ExchangeId[], inProgress = false): Promise<RunFold> => {
    const last = exchanges.at(-1)
    const found = await Promise.all(exchanges.map((id) => recordings.load(id, inProgress && id === last)))
    return foldRun(found.filter((recording) => recording !== undefined))
  }

  /** What was recorded is folded and kept. Bytes that our own fold fails on must not keep their conversation closed. */
  const interrupted = async (run: Run): Promise<Run> => {
    const fold = await foldOf(run.exchanges).catch(() => undefined)
    const { snapshot, figures } = fold?.last?.reading === undefined ? run : fold
    return { ...run, snapshot, figures, phase: { at: 'over', outcome: outcomeLeft(run, fold) } }
  }

  /** Settles a run whose page went away; one that somebody is still doing comes back as it is stored. */
  const settled = async (run: Run): Promise<Run> => {
    if (run.phase.at === 'over' || isOurs(run.id)) return run
    const owner = await tryLock(runLock(run.id))
    if (owner === undefined) return run
    try {
      // Whoever did the run may have stored its end after this row was read and before the lock was free.
      const current = (await archive.loadRun(run.id)) ?? run
      if (current.phase.at === 'over') return current
      const ended = await interrupted(current)
      await keep.saveRun(ended)
      return ended
    } finally {
      owner.release()
    }
  }

  const showProgress = async (run: Run): Promise<void> => {
    const { last, snapshot, figures } = await foldOf(run.exchanges, true)
    if (last?.reading === undefined) return
    openRecordings.putLive(last.recording, last.reading)
    conversations.runAdvanced({ ...run, phase: { at: 'answering' }, snapshot, figures })
  }

  /** Another tab is doing this run: shows what that tab has stored so far, until it is over. */
  const watch = async (run: Run): Promise<void> => {
    if (watched.has(run.id)) return
    watched.add(run.id)
    try {
      let current = run
      while (current.phase.at !== 'over') {
        await showProgress(current)
        await delay(watchMilliseconds)
        const stored = await archive.loadRun(run.id)
        if (stored === undefined) return
        current = await settled(stored)
      }
      openRecordings.forget(current.exchanges)
      conversations.runAdvanced(current)
    } catch (thrown) {
      keep.failed(thrown)
    } finally {
      watched.delete(run.id)
    }
  }

  /** Its page is gone, its agent is not: what follows is asked for at once, and can be asked for by hand as well. */
  const goOnWith = (before: readonly Run[], now: readonly Run[]): void => {
    for (const [index, run] of now.entries()) {
      const wasOver = before[index]?.phase.at === 'over'
      if (!wasOver && run.phase.at === 'over' && isResumable(run, run.phase.outcome)) goOn(run)
    }
  }

  const settledOrWatched = async (run: Run): Promise<Run> => {
    const current = await settled(run)
    if (current.phase.at !== 'over' && !isOurs(run.id)) void watch(current)
    return current
  }

  const open = async (id: ConversationId): Promise<void> => {
    try {
      const runs = await archive.loadRuns(id)
      const current = await Promise.all(runs.map(settledOrWatched))
      conversations.runsLoaded(id, current)
      goOnWith(runs, current)
    } catch (thrown) {
      keep.failed(thrown)
    } finally {
      opening.delete(id)
    }
  }

  return {
    /** Reads the runs of a conversation, once. Afterwards it is among the opened ones, unless storage failed. */
    openConversation: (id: ConversationId): Promise<void> => {
      if (conversations.getState().opened.has(id)) return Promise.resolve()
      const underWay = opening.get(id) ?? open(id)
      opening.set(id, underWay)
      return underWay
    },
    /** Another tab has stored this run anew. */
    runChanged: async (conversation: ConversationId, id: RunId): Promise<void> => {
      if (!conversations.getState().opened.has(conversation) || isOurs(id)) return
      const run = await archive.loadRun(id)
      if (run === undefined) return
      if (run.recordingLeftAt !== undefined) openRecordings.forget(run.exchanges)
      if (run.phase.at === 'over') conversations.runAdvanced(run)
      else void watch(run)
    },
  }
}
