import { createContext, use, useEffect, useState } from 'react'
import { givenFiles, type GivenFiles } from '../browser/files.ts'

/** The ways in for what was recorded elsewhere. Filled by `ImportDoor`. */
export interface ImportWays {
  /** Lets a person choose files. */
  readonly choose: () => void
  /** Lets a person paste text. */
  readonly paste: () => void
  /** Opens a text that is at hand: a command that stands in the message box. Tells whether it could be opened. */
  readonly open: (text: string) => Promise<boolean>
}

export const ImportContext = createContext<ImportWays>({
  choose: () => undefined,
  paste: () => undefined,
  open: () => Promise.resolve(false),
})

export const useImport = (): ImportWays => use(ImportContext)

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true

/** Files dropped anywhere that nobody else took: the message box takes what it attaches. True while some hover. */
export const usePageDrop = (onGiven: (given: GivenFiles) => void): boolean => {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const onDragLeave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setOver(false)
    }
    /** Seen before the message box may take it. */
    const onDropAnywhere = () => setOver(false)
    const onDrop = (event: DragEvent) => {
      const { dataTransfer } = event
      if (event.defaultPrevented || dataTransfer === null || !carriesFiles(event)) return
      event.preventDefault()
      onGiven(givenFiles(dataTransfer))
    }
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('dragleave', onDragLeave)
    window.addEventListener('drop', onDropAnywhere, true)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('dragleave', onDragLeave)
      window.removeEventListener('drop', onDropAnywhere, true)
      window.removeEventListener('drop', onDrop)
    }
  }, [onGiven])
  return over
}
