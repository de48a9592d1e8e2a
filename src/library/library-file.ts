import { base64Of, bytesOfBase64 } from '../exchange/base64.ts'
import {
  conversationFromJson,
  conversationToJson,
  type PortableConversation,
} from '../conversation/conversation-file.ts'
import type { Attachment, AttachmentId, ConversationId, RunId, TurnId } from '../conversation/conversation.ts'
import { epochAt } from '../exchange/recording-file.ts'
import type { EpochMs } from '../lib/brand.ts'
import {
  distrusting,
  ifPresent,
  listAt,
  numberAt,
  objectAt,
  refuse,
  textAt,
  within,
  type Found,
} from '../lib/distrust.ts'
import { fieldOf, type Json, type JsonObject } from '../lib/json.ts'
import type { Problem, Result } from '../lib/problem.ts'

/**
 * A whole library as lines of JSON, so that it can be written and read line by line however large it is: a head, then
 * conversations and files, then a last line that tells that nothing is missing. A conversation is the document of a
 * `*.recording.json` with the ids that it has in this browser, so that what is there already is known; a large one
 * stands in several lines, each with all of its turns and some of its runs.
 */
const format = 'agent-playground-library'
const version = 1

/** A conversation, or some of its runs, with the ids of what its document holds by position. */
export interface LibraryConversation {
  readonly id: ConversationId
  readonly createdAt: EpochMs
  readonly updatedAt: EpochMs
  readonly isPinned: boolean
  readonly turns: readonly LibraryTurn[]
  readonly document: PortableConversation
}

export interface LibraryTurn {
  readonly id: TurnId
  /** Of the document's runs, in their order. */
  readonly runs: readonly RunId[]
  readonly chosen: RunId | null
  readonly baseline: RunId | null
  readonly files: readonly Attachment[]
}

export type LibraryLine =
  | { readonly kind: 'conversation'; readonly conversation: LibraryConversation }
  | { readonly kind: 'file'; readonly id: AttachmentId; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly lines: number }

export const libraryHead = (exportedAt: EpochMs): JsonObject => ({ format, version, exportedAt })

export const lineToJson = (line: LibraryLine): JsonObject => {
  switch (line.kind) {
    case 'conversation': {
      const { document, turns, ...rest } = line.conversation
      return {
        kind: line.kind,
        ...rest,
        turns: turns.map(({ files, ...turn }) => ({ ...turn, files: files.map((file) => ({ ...file })) })),
        document: conversationToJson(document),
      }
    }
    case 'file':
      return { kind: line.kind, id: line.id, base64: base64Of(line.bytes) }
    case 'end':
      return { kind: line.kind, lines: line.lines }
  }
}

export const unreadableLibrary = (detail: string): Problem => ({
  kind: 'input',
  code: 'library-unreadable',
  title: 'This library cannot be read, or not to its end',
  detail,
  remedy: 'What was read before that is here. Export the library again where it was made.',
  who: 'you',
})

const newerLibrary = (written: Json | undefined): Problem => ({
  kind: 'input',
  code: 'library-of-another-version',
  title: 'This library was written by another version of the playground',
  detail: `Its format has version ${JSON.stringify(written) ?? 'none'}; this playground reads version ${version}.`,
  remedy: 'Nothing was changed. Update this playground, or export the library again with the same version.',
  who: 'you',
})

/** Whether a text begins as our libraries do. */
export const isLibraryText = (beginning: string): boolean => beginning.startsWith(`{"format":"${format}"`)

export const headProblem = (json: Json): Problem | undefined => {
  if (fieldOf(json, 'format') !== format) {
    return unreadableLibrary(`Its first line does not say “format”: “${format}”. Nothing was read.`)
  }
  const written = fieldOf(json, 'version')
  return written === version ? undefined : newerLibrary(written)
}

const entriesAtMost = 5000
const textLimit = 1000
const fileLimit = 256 * 1024 * 1024

/** As `createId` makes them; no name that every object has, such as `__proto__`, is one. */
const idAt = <Id extends string>(found: Found, kind: string): Id => {
  const id = textAt(found, 100)
  return new RegExp(`^${kind}_[0-9a-z]{1,64}$`).test(id) ? (id as Id) : refuse(found.place, `is no id of a ${kind}`)
}

const fileAt = (found: Found): Attachment => ({
  id: idAt<AttachmentId>(within(found, 'id'), 'attachment'),
  name: textAt(within(found, 'name'), textLimit),
  mediaType: textAt(within(found, 'mediaType'), textLimit),
  size: numberAt(within(found, 'size'), 0, fileLimit),
})

const runIdAt = (found: Found): RunId => idAt<RunId>(found, 'run')

const turnAt = (found: Found): LibraryTurn => {
  objectAt(found)
  return {
    id: idAt<TurnId>(within(found, 'id'), 'turn'),
    runs: listAt(within(found, 'runs'), entriesAtMost).map(runIdAt),
    chosen: ifPresent(within(found, 'chosen'), runIdAt) ?? null,
    baseline: ifPresent(within(found, 'baseline'), runIdAt) ?? null,
    files: listAt(within(found, 'files'), entriesAtMost).map(fileAt),
  }
}

const sameShape = (turns: readonly LibraryTurn[], { turns: documented }: PortableConversation): boolean =>
  turns.length === documented.length &&
  turns.every(({ runs }, position) => runs.length === documented[position]?.runs.length)

const lineAt = (found: Found): LibraryLine => {
  objectAt(found)
  const kind = textAt(within(found, 'kind'), 20)
  if (kind === 'end') return { kind, lines: numberAt(within(found, 'lines'), 0, Number.MAX_SAFE_INTEGER) }
  if (kind === 'file') {
    const bytes = bytesOfBase64(textAt(within(found, 'base64'), fileLimit))
    return bytes === undefined
      ? refuse('base64', 'is not base64')
      : { kind, id: idAt<AttachmentId>(within(found, 'id'), 'attachment'), bytes }
  }
  if (kind !== 'conversation') return refuse('kind', 'should be conversation, file or end')
  const read = conversationFromJson(within(found, 'document').json ?? null)
  if (!read.ok) return refuse('document', `cannot be read: ${read.problem.detail}`)
  const turns = listAt(within(found, 'turns'), entriesAtMost).map(turnAt)
  if (!sameShape(turns, read.value)) return refuse('turns', 'do not fit the document')
  return {
    kind,
    conversation: {
      id: idAt<ConversationId>(within(found, 'id'), 'conversation'),
      createdAt: epochAt(within(found, 'createdAt')),
      updatedAt: epochAt(within(found, 'updatedAt')),
      isPinned: within(found, 'isPinned').json === true,
      turns,
      document: read.value,
    },
  }
}

/** The inverse of `lineToJson`, for JSON that anybody may have written. */
export const lineFromJson = (json: Json): Result<LibraryLine> =>
  distrusting(() => lineAt({ json, place: '' }), unreadableLibrary)
