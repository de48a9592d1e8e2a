import { wallClock } from '../browser/clock.ts'
import type { Archive } from '../conversation/archive.ts'
import type { Attachments } from '../conversation/attachments.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { mergeTurns, type Conversation, type Run, type RunId, type Turn } from '../conversation/conversation.ts'
import { unpackConversation, type Unpacked } from '../conversation/import-conversation.ts'
import type { Recordings } from '../exchange/recordings.ts'
import { parseJson } from '../lib/json.ts'
import type { Problem } from '../lib/problem.ts'
import { defined } from '../protocol/defined.ts'
import {
  headProblem,
  lineFromJson,
  unreadableLibrary,
  type LibraryConversation,
  type LibraryLine,
} from './library-file.ts'

export interface ImportLibraryServices {
  readonly archive: Archive
  readonly recordings: Recordings
  readonly attachments: Attachments
  readonly conversations: ConversationStore
  /** Tells the other tabs. */
  readonly stored: (conversation: Conversation) => void
}

export interface ImportedLibrary {
  /** Conversations that were not here. */
  readonly added: number
  /** Answers that were not here, in all of them. */
  readonly runs: number
  /** Answers that were here already, and were left alone. */
  readonly known: number
  /** Why the rest could not be read. */
  readonly problem?: Problem
}

/** What was unpacked gets the ids that it has in the library. */
const withIds = ({ conversation, runs }: Unpacked, entry: LibraryConversation): Unpacked => {
  const turns = conversation.turns.map((turn, position): Turn => {
    const known = entry.turns[position]
    if (known === undefined) return turn
    const parent = conversation.turns.findIndex(({ id }) => id === turn.parent)
    return {
      ...turn,
      id: known.id,
      parent: entry.turns[parent]?.id ?? null,
      runs: known.runs,
      chosen: known.chosen,
      ...(known.baseline === null ? {} : { baseline: known.baseline }),
      input: { ...turn.input, ...(known.files.length === 0 ? {} : { attachments: known.files }) },
    }
  })
  const leaf = conversation.turns.findIndex(({ id }) => id === conversation.leaf)
  const ids = entry.turns.flatMap(({ id, runs: own }) => own.map((run) => ({ run, turn: id })))
  return {
    conversation: {
      ...conversation,
      id: entry.id,
      createdAt: entry.createdAt,
      updatedAt: entry.updatedAt,
      turns,
      leaf: turns[leaf]?.id ?? null,
      ...defined({ pinned: entry.isPinned ? true : undefined }),
    },
    runs: runs.map(({ run, recordings }, position) => ({
      recordings,
      run: { ...run, conversation: entry.id, id: ids[position]?.run ?? run.id, turn: ids[position]?.turn ?? run.turn },
    })),
  }
}

/** The turns that are here with the turns and runs that are not, behind those that are. */
const withNews = (here: readonly Turn[], given: readonly Turn[]): readonly Turn[] => {
  const news = new Map(given.map((turn) => [turn.id, turn.runs]))
  const turns = here.map((turn) => ({ ...turn, runs: [...new Set([...turn.runs, ...(news.get(turn.id) ?? [])])] }))
  return mergeTurns(turns, given)
}

/** Puts a library beside what is here: what is not here is added, and nothing that is here is changed or doubled. */
export const createImportLibrary = (services: ImportLibraryServices) => {
  const { archive, recordings, attachments, conversations } = services

  /** A run whose recording left gets it back. */
  const isMissing = async (id: RunId): Promise<boolean> => {
    const known = await archive.loadRun(id)
    return known === undefined || known.recordingLeftAt !== undefined
  }

  const addConversation = async (entry: LibraryConversation, name: string) => {
    const unpacked = unpackConversation(entry.document, { kind: 'file', name }, wallClock())
    const { conversation, runs } = withIds(unpacked, entry)
    const added: Run[] = []
    for (const { run, recordings: made } of runs) {
      if (!(await isMissing(run.id))) continue
      for (const recording of made) await recordings.put(recording)
      await archive.saveRun(run)
      added.push(run)
    }
    const before = conversations.getState().conversations[entry.id]
    const next = before === undefined ? conversation : { ...before, turns: withNews(before.turns, conversation.turns) }
    if (before === undefined || added.length > 0) {
      const stored = await archive.saveConversation(next)
      conversations.conversationChanged(stored)
      // Where it is open its runs are on the screen; elsewhere they are read when it is opened.
      if (conversations.getState().opened.has(entry.id)) for (const run of added) conversations.runAdvanced(run)
      services.stored(stored)
    }
    return { isNew: before === undefined, runs: added.length, known: runs.length - added.length }
  }

  return async (lines: AsyncIterable<string>, name: string): Promise<ImportedLibrary> => {
    const told = { added: 0, runs: 0, known: 0 }
    let number = 0
    const broken = (problem: Problem): ImportedLibrary => ({
      ...told,
      problem: { ...problem, detail: `${name}, line ${number}: ${problem.detail}` },
    })
    const take = async (line: LibraryLine): Promise<void> => {
      if (line.kind === 'file' && (await attachments.read(line.id)) === undefined) {
        await attachments.keep(line.id, line.bytes)
      }
      if (line.kind !== 'conversation') return
      const { isNew, runs, known } = await addConversation(line.conversation, name)
      told.added += isNew ? 1 : 0
      told.runs += runs
      told.known += known
    }
    for await (const text of lines) {
      number += 1
      const json = parseJson(text)
      if (!json.ok) return broken(unreadableLibrary(`The line is not JSON: ${json.detail}`))
      if (number === 1) {
        const problem = headProblem(json.value)
        if (problem !== undefined) return broken(problem)
        continue
      }
      const line = lineFromJson(json.value)
      if (!line.ok) return broken(line.problem)
      if (line.value.kind === 'end') return told
      await take(line.value)
    }
    return broken(unreadableLibrary('The file ends early: its last line is missing.'))
  }
}
