import { downloadFile } from '../browser/download.ts'
import { maskOrdinaryApart } from '../exchange/mask-ordinary.ts'
import { findWords } from '../exchange/masked-words.ts'
import type { PortableConversation } from './conversation-file.ts'
import type { Conversation, Run } from './conversation.ts'
import { fileNameOf } from './file-name.ts'
import { fileOf } from './files-out/file-of.ts'
import { maskConversation } from './mask-conversation.ts'
import type { OpenRecordings } from './open-recordings.ts'
import { onlyRun, portableOf } from './portable.ts'
import { recordingsOf } from './recordings-of.ts'
import type { FileForm } from './thread-model.ts'

const save = async (
  portable: PortableConversation,
  form: FileForm,
  startedAt: number,
  titleOf: (portable: PortableConversation) => string,
  isMasked: boolean,
): Promise<string> => {
  const { value, finds } = isMasked
    ? await maskOrdinaryApart((mask) => maskConversation(portable, mask))
    : { value: portable, finds: [] }
  const { ending, mediaType, content } = fileOf(form, value)
  downloadFile(fileNameOf(titleOf(value), startedAt, ending), mediaType, content)
  return findWords(finds)
}

/**
 * Saves one answer, with every exchange that it took, and tells in words what was masked in the file. Undefined where
 * its recording is gone.
 */
export const exportAnswer = async (
  openRecordings: OpenRecordings,
  conversation: Conversation,
  run: Run,
  form: FileForm,
  isMasked: boolean,
): Promise<string | undefined> => {
  const recordings = await recordingsOf([run], openRecordings)
  if (recordings.size === 0) return undefined
  const portable = portableOf(onlyRun(conversation, run), [run], recordings)
  return save(portable, form, run.startedAt, ({ agentName }) => agentName, isMasked)
}

/** Saves everything that this browser has of a conversation, every edit and every run. */
export const exportConversation = async (
  openRecordings: OpenRecordings,
  conversation: Conversation,
  runs: readonly Run[],
  form: FileForm,
  isMasked: boolean,
): Promise<string> => {
  const portable = portableOf(conversation, runs, await recordingsOf(runs, openRecordings))
  return save(portable, form, conversation.createdAt, ({ title }) => title, isMasked)
}
