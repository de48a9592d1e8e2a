import { sentenceOf, type Problem } from '../lib/problem.ts'
import type { ConversationStore } from './conversation-store.ts'
import type { MaskingStore } from './masking-store.ts'

export interface SavingServices {
  readonly masking: MaskingStore
  readonly conversations: ConversationStore
}

/** Why a file that was asked for is not there. */
const fileNotMade = (thrown: unknown): Problem => ({
  kind: 'storage',
  code: 'file-not-made',
  title: 'The file could not be made',
  detail: sentenceOf(thrown),
  remedy: 'Nothing was lost. Reload the page and save it again.',
  who: 'this computer',
})

/**
 * Saves a file and says what became of it. `save` is told whether texts are to be masked, and tells in words what was.
 * Never rejects.
 */
export const saveFile = async (
  { masking, conversations }: SavingServices,
  save: (isMasked: boolean) => Promise<string>,
): Promise<void> => {
  masking.began()
  try {
    masking.saved(await save(masking.getState().isOn))
  } catch (thrown) {
    masking.saved('')
    conversations.refused(fileNotMade(thrown))
  }
}
