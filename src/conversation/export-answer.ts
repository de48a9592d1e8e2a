import { downloadFile, safeFileName } from '../browser/download.ts'
import type { ExchangeId, Recording } from '../exchange/recording.ts'
import type { PortableConversation } from './conversation-file.ts'
import type { Conversation, Run } from './conversation.ts'
import { fileOf } from './files-out/file-of.ts'
import type { OpenRecordings } from './open-recordings.ts'
import { onlyRun, portableOf } from './portable.ts'
import type { FileForm } from './thread-model.ts'

const nameOf = (title: string, startedAt: number, ending: string): string => {
  const moment = new Date(startedAt).toISOString().replace(/[:.]/g, '-').slice(0, 19)
  return `${safeFileName(title)}-${moment}.${ending}`
}

const recordingsOf = async (
  runs: readonly Run[],
  openRecordings: OpenRecordings,
): Promise<ReadonlyMap<ExchangeId, Recording>> => {
  const found = new Map<ExchangeId, Recording>()
  for (const id of runs.flatMap(({ exchanges }) => exchanges)) {
    const entry = await openRecordings.load(id)
    if (entry !== undefined) found.set(id, entry.recording)
  }
  return found
}

const save = (portable: PortableConversation, form: FileForm, title: string, startedAt: number): void => {
  const { ending, mediaType, content } = fileOf(form, portable)
  downloadFile(nameOf(title, startedAt, ending), mediaType, content)
}

/** Saves one answer, with every exchange that it took, unless its recording is gone. */
export const exportAnswer = async (
  openRecordings: OpenRecordings,
  conversation: Conversation,
  run: Run,
  form: FileForm,
): Promise<boolean> => {
  const recordings = await recordingsOf([run], openRecordings)
  if (recordings.size === 0) return false
  save(portableOf(onlyRun(conversation, run), [run], recordings), form, conversation.agentName, run.startedAt)
  return true
}

/** Saves everything that this browser has of a conversation, every edit and every run. */
export const exportConversation = async (
  openRecordings: OpenRecordings,
  conversation: Conversation,
  runs: readonly Run[],
  form: FileForm,
): Promise<void> => {
  const portable = portableOf(conversation, runs, await recordingsOf(runs, openRecordings))
  save(portable, form, conversation.title, conversation.createdAt)
}
