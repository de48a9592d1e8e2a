import { downloadFile } from '../browser/download.ts'
import { maskOrdinaryApart } from '../exchange/mask-ordinary.ts'
import { findWords } from '../exchange/masked-words.ts'
import type { PortableConversation } from './conversation-file.ts'
import type { Attachments } from './attachments.ts'
import { attachmentsOf, type AttachmentId, type Conversation, type Run } from './conversation.ts'
import { fileNameOf } from './file-name.ts'
import { fileOf } from './files-out/file-of.ts'
import { maskConversation } from './mask-conversation.ts'
import type { OpenRecordings } from './open-recordings.ts'
import { onlyRun, portableOf } from './portable.ts'
import { recordingsOf } from './recordings-of.ts'
import type { FileForm } from './thread-model.ts'

/** Files of a conversation that travel with it, all together; what is larger stays here, and is named. */
const filesLimit = 20 * 1024 * 1024

const filesOf = async (
  { turns }: Conversation,
  attachments: Attachments,
): Promise<ReadonlyMap<AttachmentId, Uint8Array>> => {
  const found = new Map<AttachmentId, Uint8Array>()
  let total = 0
  for (const { id, size, leftOut } of attachmentsOf(turns)) {
    if (leftOut === true || total + size > filesLimit) continue
    const bytes = await attachments.read(id)
    if (bytes === undefined) continue
    found.set(id, bytes)
    total += bytes.length
  }
  return found
}

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

interface ExportServices {
  readonly openRecordings: OpenRecordings
  readonly attachments: Attachments
}

/**
 * Saves one answer, with every exchange that it took, and tells in words what was masked in the file. Undefined where
 * its recording is gone.
 */
export const exportAnswer = async (
  { openRecordings, attachments }: ExportServices,
  conversation: Conversation,
  run: Run,
  form: FileForm,
  isMasked: boolean,
): Promise<string | undefined> => {
  const recordings = await recordingsOf([run], openRecordings)
  // The other forms are made of bytes; these two can tell what the answer was.
  if (recordings.size === 0 && form !== 'recording' && form !== 'markdown') return undefined
  const cut = onlyRun(conversation, run)
  const portable = portableOf(cut, [run], recordings, isMasked ? undefined : await filesOf(cut, attachments))
  return save(portable, form, run.startedAt, ({ agentName }) => agentName, isMasked)
}

/** Saves everything that this browser has of a conversation, every edit and every run. */
export const exportConversation = async (
  { openRecordings, attachments }: ExportServices,
  conversation: Conversation,
  runs: readonly Run[],
  form: FileForm,
  isMasked: boolean,
): Promise<string> => {
  const files = isMasked ? undefined : await filesOf(conversation, attachments)
  const portable = portableOf(conversation, runs, await recordingsOf(runs, openRecordings), files)
  return save(portable, form, conversation.createdAt, ({ title }) => title, isMasked)
}
