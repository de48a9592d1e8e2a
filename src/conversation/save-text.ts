import { downloadFile } from '../browser/download.ts'
import { maskOrdinaryApart } from '../exchange/mask-ordinary.ts'
import { findWords } from '../exchange/masked-words.ts'
import type { ConversationStore } from './conversation-store.ts'
import { fileNotMade } from './file-not-made.ts'
import type { MaskingStore } from './masking-store.ts'

interface SavingServices {
  readonly masking: MaskingStore
  readonly conversations: ConversationStore
}

/** Saves a text of answers as a file, masked as all that leaves is. What holds JSON or CSV together is never masked. */
export const saveText = async (
  { masking, conversations }: SavingServices,
  name: string,
  type: string,
  text: string,
): Promise<void> => {
  masking.began()
  try {
    const { value, finds } = masking.getState().isOn
      ? await maskOrdinaryApart((mask) => mask.text(text))
      : { value: text, finds: [] }
    downloadFile(name, type, value)
    masking.saved(findWords(finds))
  } catch (thrown) {
    masking.saved('')
    conversations.refused(fileNotMade(thrown))
  }
}
