import { delay } from '../browser/clock.ts'
import { tryLock } from '../browser/locks.ts'
import type { Recording } from '../exchange/recording.ts'
import type { Recordings } from '../exchange/recordings.ts'
import { figuresOf } from '../inspector/figures-of.ts'
import type { Reading } from '../protocol/reading.ts'
import type { Archive } from './archive.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { ConversationId, Run, RunId } from './conversation.ts'
import type { KeepArchive } from './keep-archive.ts'
import { readingOf, type OpenRecordings } from './open-recordings.ts'
import { outcomeOfAttempt } from './run-controller.ts'

export interface RecoverRunsServices {
  readonly conversations: ConversationStore
  readonly archive: Archive
  readonly recordings: Recordings
  readonly openRecordings: OpenRecordings
  readonly keep: KeepArchive
  /** Whether this tab is doing the run right now. */
  readonly isOurs: (id: RunId) => boolean
}

/** Held by the tab that does the run, for as long as it does: a run that nobody holds was interrupted. */
export const runLock = (id: RunId) => `agent-playground:run-${id}`

/** How often a tab looks at what another one has recorded. */
const watchMilliseconds = 500

/** Bytes that our own fold fails on must not keep their whole conversation from opening. */
const readableOf = (recording: Recording): Reading | undefined => {
  try {
    return readingOf(recording)
  } catch {
    return undefined
  }
}

/** Reads the runs of stored conversations: those that are over, that another tab does, and that a crash left behind. */
export const createRecoverRuns = (services: RecoverRunsServices) => {
  const { conversations, archive, recordings, openRecordings, keep, isOurs } = services
  const watched = new Set<RunId>()
  const opening = new Map<ConversationId, Promise<void>>()

  /** What was recorded is folded and kept. */
  const interrupted = async (run: Run): Promise<Run> => {
    const exchange = run.exchanges.at(-1)
    const recording = exchange === undefined ? undefined : await recordings.load(exchange)
    const reading = recording === undefined ? undefined : readableOf(recording)
    return {
      ...run,
      snapshot: reading?.snapshot ?? run.snapshot,
      figures: recording === undefined || reading === undefined ? run.figures : figuresOf(recording, reading),
      phase: {
        at: 'over',
        outcome:
          recording === undefined
            ? { kind: 'interrupted', cause: 'page', detail: 'The page went away before the request was sent.' }
            : outcomeOfAttempt({ recording, reading }, run.callee ?? 'app'),
      },
    }
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
    const exchange = run.exchanges.at(-1)
    const recording = exchange === undefined ? undefined : await recordings.load(exchange, true)
    const reading = recording === undefined ? undefined : readingOf(recording)
    if (recording === undefined || reading === undefined) return
    openRecordings.putLive(recording, reading)
    const figures = figuresOf(recording, reading)
    conversations.runAdvanced({ ...run, phase: { at: 'answering' }, snapshot: reading.snapshot, figures })
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

  const settledOrWatched = async (run: Run): Promise<Run> => {
    const current = await settled(run)
    if (current.phase.at !== 'over' && !isOurs(run.id)) void watch(current)
    return current
  }

  const open = async (id: ConversationId): Promise<void> => {
    try {
      const runs = await archive.loadRuns(id)
      conversations.runsLoaded(id, await Promise.all(runs.map(settledOrWatched)))
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
      if (run.phase.at === 'over') conversations.runAdvanced(run)
      else void watch(run)
    },
  }
}
