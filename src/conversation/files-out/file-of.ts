import { assertNever } from '../../lib/assert-never.ts'
import { conversationToJson, type PortableConversation } from '../conversation-file.ts'
import type { FileForm } from '../thread-model.ts'
import { bytesFile, bytesForm } from './bytes-file.ts'
import { eventsFile } from './events-file.ts'
import { harFile } from './har-file.ts'
import { markdownFile } from './markdown-file.ts'

export interface FileOut {
  readonly ending: string
  readonly mediaType: string
  readonly content: string | Uint8Array
}

/** What leaves as a file: a pure function of the conversation, so that whatever is masked is masked before. */
export const fileOf = (form: FileForm, conversation: PortableConversation): FileOut => {
  switch (form) {
    case 'recording': {
      const content = JSON.stringify(conversationToJson(conversation))
      return { ending: 'recording.json', mediaType: 'application/json', content }
    }
    case 'bytes':
      return { ...bytesForm(conversation), content: bytesFile(conversation) }
    case 'events':
      return { ending: 'jsonl', mediaType: 'application/jsonl', content: eventsFile(conversation) }
    case 'har':
      return { ending: 'har', mediaType: 'application/json', content: harFile(conversation) }
    case 'markdown':
      return { ending: 'md', mediaType: 'text/markdown', content: markdownFile(conversation) }
    default:
      return assertNever(form)
  }
}
