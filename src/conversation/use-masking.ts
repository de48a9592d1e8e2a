import { useStore } from 'zustand'
import { useConversationServices } from './use-conversation.ts'

/** The one name of the one choice, wherever it stands. */
export const maskSwitchLabel = 'Mask e-mail addresses, keys and tokens'

/** Whether texts are masked in what leaves, and the way to change it. */
export const useMasking = (): readonly [isOn: boolean, turn: (isOn: boolean) => void] => {
  const { masking } = useConversationServices()
  return [useStore(masking, ({ isOn }) => isOn), masking.turned]
}

export const useIsSaving = (): boolean => useStore(useConversationServices().masking, ({ isSaving }) => isSaving)

/** What was masked in the file that was saved last, in words; empty where nothing was. */
export const useMaskedInLastFile = (): string =>
  useStore(useConversationServices().masking, ({ inLastFile }) => inLastFile)
