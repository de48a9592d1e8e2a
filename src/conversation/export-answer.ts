import { downloadFile, safeFileName } from '../browser/download.ts'
import { conversationToJson } from './conversation-file.ts'
import type { Conversation, Run } from './conversation.ts'
import { eventsFile } from './events-file.ts'
import { contentTypeOf } from './fold-run.ts'
import type { OpenRecording, OpenRecordings } from './open-recordings.ts'
import { onlyRun, portableOf } from './portable.ts'
import type { AnswerFormat } from './thread-model.ts'

const fileName = (agentName: string, startedAt: number, ending: string): string => {
  const moment = new Date(startedAt).toISOString().replace(/[:.]/g, '-').slice(0, 19)
  return `${safeFileName(agentName)}-${moment}.${ending}`
}

const loadedOf = async (runs: readonly Run[], openRecordings: OpenRecordings): Promise<readonly OpenRecording[]> => {
  const loaded: OpenRecording[] = []
  for (const id of runs.flatMap(({ exchanges }) => exchanges)) {
    const entry = await openRecordings.load(id)
    if (entry !== undefined) loaded.push(entry)
  }
  return loaded
}

const recordingText = (conversation: Conversation, runs: readonly Run[], loaded: readonly OpenRecording[]): string => {
  const recordings = new Map(loaded.map(({ recording }) => [recording.id, recording]))
  return JSON.stringify(conversationToJson(portableOf(conversation, runs, recordings)))
}

/** `*.sse` for a stream, else by what the server called the bytes. */
const saveBytes = ({ recording, reading }: OpenRecording, agentName: string): void => {
  const type = contentTypeOf(recording) ?? 'application/octet-stream'
  const ending = reading?.form === 'stream' ? 'sse' : reading?.form === 'whole' ? 'json' : 'txt'
  downloadFile(fileName(agentName, recording.startedAt, ending), type, recording.chunks.bytes())
}

/** Saves one answer. The bytes are those of its last exchange, exactly as received. */
export const exportAnswer = async (
  openRecordings: OpenRecordings,
  conversation: Conversation,
  run: Run,
  format: AnswerFormat,
): Promise<void> => {
  const loaded = await loadedOf([run], openRecordings)
  const last = loaded.at(-1)
  if (last === undefined) return
  const { agentName } = conversation
  if (format === 'bytes') saveBytes(last, agentName)
  else if (format === 'events') {
    downloadFile(fileName(agentName, run.startedAt, 'jsonl'), 'application/jsonl', eventsFile(loaded))
  } else {
    const text = recordingText(onlyRun(conversation, run), [run], loaded)
    downloadFile(fileName(agentName, run.startedAt, 'recording.json'), 'application/json', text)
  }
}

/** Saves everything that this browser has of a conversation, every edit and every run. */
export const exportConversation = async (
  openRecordings: OpenRecordings,
  conversation: Conversation,
  runs: readonly Run[],
): Promise<void> => {
  const text = recordingText(conversation, runs, await loadedOf(runs, openRecordings))
  const name = fileName(conversation.title, conversation.createdAt, 'recording.json')
  downloadFile(name, 'application/json', text)
}
