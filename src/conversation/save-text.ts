import { downloadFile } from '../browser/download.ts'
import { maskOrdinaryApart } from '../exchange/mask-ordinary.ts'
import { findWords } from '../exchange/masked-words.ts'
import { saveFile, type SavingServices } from './save-file.ts'

/** Saves a text of answers as a file, masked as all that leaves is. What holds JSON or CSV together is never masked. */
export const saveText = (services: SavingServices, name: string, type: string, text: string): Promise<void> =>
  saveFile(services, async (isMasked) => {
    const { value, finds } = isMasked ? await maskOrdinaryApart((mask) => mask.text(text)) : { value: text, finds: [] }
    downloadFile(name, type, value)
    return findWords(finds)
  })
