import { wallClock } from '../browser/clock.ts'
import { createId } from '../browser/ids.ts'
import type { ExchangeId, Recording } from '../exchange/recording.ts'
import { defined } from '../protocol/defined.ts'
import {
  branchOf,
  conversationOfRun,
  type Attachment,
  type ConversationId,
  type Run,
  type RunId,
  type Turn,
  type TurnId,
} from './conversation.ts'
import { createInstallConversation, type ImportServices, type UnpackedRun } from './import-conversation.ts'
import type { OpenRecordings } from './open-recordings.ts'

interface CopyServices extends ImportServices {
  readonly openRecordings: OpenRecordings
}

/**
 * Makes a conversation that begins as another one does, up to one run of it: where two go on from the same words, each
 * in its own way. Nothing of it is shared with the first, so that either can be deleted.
 */
export const createCopyBranch = (services: CopyServices) => {
  const { conversations, recordings, openRecordings, attachments } = services
  const install = createInstallConversation(services)

  const copiedFile = async (file: Attachment): Promise<Attachment> => {
    const bytes = await attachments.read(file.id)
    // Of a file that is gone the name stays, and says that it is gone when it is sent.
    return bytes === undefined ? file : attachments.add(file, bytes)
  }

  const copiedRecordings = async (exchanges: readonly ExchangeId[]): Promise<readonly Recording[]> => {
    const ids = new Map(exchanges.map((id) => [id, createId('exchange') as ExchangeId]))
    const copies: Recording[] = []
    for (const [id, copy] of ids) {
      const recording = openRecordings.get(id)?.recording ?? (await recordings.load(id).catch(() => undefined))
      if (recording === undefined) continue
      const { continues } = recording
      copies.push({ ...recording, id: copy, continues: continues === undefined ? undefined : ids.get(continues) })
    }
    return copies
  }

  const copiedRun = async (run: Run, conversation: ConversationId, turn: TurnId): Promise<UnpackedRun> => {
    const copies = await copiedRecordings(run.exchanges)
    const id = createId('run') as RunId
    return { run: { ...run, id, conversation, turn, exchanges: copies.map((copy) => copy.id) }, recordings: copies }
  }

  /** The copy, unless the run is not known or has not ended. */
  return async (last: RunId): Promise<ConversationId | undefined> => {
    const state = conversations.getState()
    const source = conversationOfRun(state.conversations, last)
    const turn = source?.turns.find(({ runs }) => runs.includes(last))
    if (source === undefined || turn === undefined || state.runs[last]?.phase.at !== 'over') return undefined
    const id = createId('conversation') as ConversationId
    const turns: Turn[] = []
    const runs: UnpackedRun[] = []
    for (const { input, createdAt, id: before, chosen } of branchOf(source, turn.id)) {
      const copy = createId('turn') as TurnId
      const run = state.runs[before === turn.id ? last : (chosen ?? ('' as RunId))]
      const made = run === undefined ? undefined : await copiedRun(run, id, copy)
      if (made !== undefined) runs.push(made)
      const files = input.attachments === undefined ? undefined : await Promise.all(input.attachments.map(copiedFile))
      turns.push({
        id: copy,
        parent: turns.at(-1)?.id ?? null,
        input: { ...input, ...defined({ attachments: files }) },
        createdAt,
        runs: made === undefined ? [] : [made.run.id],
        chosen: made?.run.id ?? null,
      })
    }
    const now = wallClock()
    const title = `${source.title} (copy)`
    const leaf = turns.at(-1)?.id ?? null
    return install({ conversation: { ...source, id, title, createdAt: now, updatedAt: now, turns, leaf }, runs })
  }
}
