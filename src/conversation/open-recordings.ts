import type { ExchangeId, Recording } from '../exchange/recording.ts'
import type { Recordings } from '../exchange/recordings.ts'
import type { Reading } from '../protocol/reading.ts'
import { foldRun, type FoldedExchange } from './fold-run.ts'

/** A recording and the fold of it: what the inspector draws. */
export type OpenRecording = FoldedExchange

const kept = 8

/** The recordings that are being made or looked at in this tab; older ones are read from storage again. */
export const createOpenRecordings = (recordings: Recordings) => {
  const open = new Map<ExchangeId, OpenRecording>()
  const live = new Set<ExchangeId>()

  /** The recording alone, unread: for whoever takes it along and looks at none of its events. */
  const recording = async (id: ExchangeId): Promise<Recording | undefined> =>
    open.get(id)?.recording ?? recordings.load(id)

  /** The recording and those before it that it goes on with, oldest first. */
  const loadChain = async (id: ExchangeId): Promise<readonly Recording[]> => {
    const chain: Recording[] = []
    for (let next: ExchangeId | undefined = id; next !== undefined;) {
      const one: Recording | undefined = await recording(next)
      if (one === undefined) break
      chain.unshift(one)
      next = one.continues
    }
    return chain
  }

  const remember = (id: ExchangeId, entry: OpenRecording) => {
    open.delete(id)
    open.set(id, entry)
    for (const oldest of open.keys()) {
      if (open.size <= kept) break
      if (!live.has(oldest)) open.delete(oldest)
    }
  }

  return {
    /** A run in progress announces its recording, and again when it has a reading. */
    putLive: (recording: Recording, reading: Reading | undefined) => {
      live.add(recording.id)
      remember(recording.id, { recording, reading })
    },
    settle: (id: ExchangeId) => {
      live.delete(id)
    },
    get: (id: ExchangeId): OpenRecording | undefined => open.get(id),
    load: async (id: ExchangeId): Promise<OpenRecording | undefined> => {
      const known = open.get(id)
      if (known !== undefined) return known
      const chain = await loadChain(id)
      const entry = foldRun(chain).last
      if (entry?.recording.id !== id) return undefined
      remember(id, entry)
      return entry
    },
    recording,
    /** This recording and those that it goes on with, oldest first: what a fold of it begins with. */
    chain: loadChain,
    forgetAll: () => {
      open.clear()
      live.clear()
    },
    forget: (ids: readonly ExchangeId[]) => {
      for (const id of ids) {
        open.delete(id)
        live.delete(id)
      }
    },
  }
}

export type OpenRecordings = ReturnType<typeof createOpenRecordings>
