import type { Agent } from '../agent/agent.ts'
import type { GivenFiles } from '../browser/files.ts'
import { wallClock } from '../browser/clock.ts'
import type { ImportSource } from '../conversation/conversation.ts'
import { readText, type Read } from '../conversation/files-in/read-text.ts'
import { readConversationFile } from '../conversation/read-conversation-file.ts'
import type { Talk } from '../conversation/talk.ts'
import { sentenceOf, type Problem, type Result } from '../lib/problem.ts'
import type { LibraryServices } from '../library/use-library.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { draftOfCommand } from './draft-of-command.ts'
import { isLibraryFile, openLibrary } from './open-library.ts'
import type { Route } from './route.ts'

/** Where what is opened goes, and what is known here of agents that it may name. */
export interface Opening {
  readonly talk: Talk
  readonly library: LibraryServices
  readonly agents: readonly Agent[]
  readonly workspaces: readonly Workspace[]
}

/** What came of everything that was given at once. */
export interface OpenedSources {
  /** Where the last of them that could be opened is; undefined when none could. */
  readonly route?: Route
  readonly opened: number
  readonly problems: readonly Problem[]
  /** About a draft: what a command held beside what the message box holds. */
  readonly notes: readonly string[]
}

const folderProblem = (name: string): Problem => ({
  kind: 'input',
  code: 'file-is-folder',
  title: 'A folder cannot be opened',
  detail: `${name} is a folder.`,
  remedy: 'Drop the files in it.',
  who: 'you',
})

const unexpected = (thrown: unknown): Problem => ({
  kind: 'input',
  code: 'file-unreadable',
  title: 'This could not be opened',
  detail: `Nothing was changed. The error says: ${sentenceOf(thrown)}`,
  remedy: 'Try again; if it fails again, report it with the file.',
  who: 'this computer',
})

const nothing: OpenedSources = { opened: 0, problems: [], notes: [] }

const taken = async (read: Result<Read>, from: ImportSource, opening: Opening): Promise<OpenedSources> => {
  if (!read.ok) return { ...nothing, problems: [read.problem] }
  if (read.value.kind === 'draft') {
    const { route, notes } = draftOfCommand(read.value, opening.agents, opening.workspaces)
    return { ...nothing, route, opened: 1, notes }
  }
  const { conversation, notes } = read.value
  const id = await opening.talk.importConversation(conversation, { ...from, ...(notes.length === 0 ? {} : { notes }) })
  return { ...nothing, route: { at: 'conversation', conversation: id }, opened: 1 }
}

const joined = (one: OpenedSources, other: OpenedSources): OpenedSources => ({
  ...one,
  ...other,
  opened: one.opened + other.opened,
  problems: [...one.problems, ...other.problems],
})

/** Whatever goes wrong with one source is told as its problem. */
const openedSafely = (open: () => Promise<OpenedSources>): Promise<OpenedSources> =>
  open().catch((thrown: unknown) => ({ ...nothing, problems: [unexpected(thrown)] }))

/** Opens files one after the other. One that cannot be opened keeps none of the others out. */
export const openFiles = async ({ files, folders }: GivenFiles, opening: Opening): Promise<OpenedSources> => {
  let all: OpenedSources = { ...nothing, problems: folders.map(folderProblem) }
  for (const file of files) {
    if (await isLibraryFile(file)) {
      const problem = await openLibrary(file, opening.library)
      const problems = problem === undefined ? [] : [problem]
      all = joined(all, { ...nothing, route: { at: 'library' }, opened: 1 - problems.length, problems })
      continue
    }
    const one = await openedSafely(async () =>
      taken(await readConversationFile(file, wallClock()), { kind: 'file', name: file.name }, opening),
    )
    all = joined(all, one)
  }
  return all
}

/** Opens a text that was pasted. */
export const openText = (text: string, opening: Opening): Promise<OpenedSources> => {
  const bytes = new TextEncoder().encode(text)
  const name = 'Pasted text'
  return openedSafely(async () =>
    taken(readText({ text, bytes, name, openedAt: wallClock() }), { kind: 'paste', name }, opening),
  )
}
