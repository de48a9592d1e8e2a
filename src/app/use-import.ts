import { createContext, use, useEffect, useState } from 'react'
import { givenFiles } from '../browser/files.ts'

/** Lets a person choose files to open as conversations. Filled by `ImportDoor`. */
export const ImportContext = createContext<() => void>(() => undefined)

export const useImport = (): (() => void) => use(ImportContext)

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true

/** Files dropped anywhere that nobody else took: the message box takes what it attaches. True while some hover. */
export const usePageDrop = (onFiles: (files: readonly File[]) => void): boolean => {
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
      onFiles(givenFiles(dataTransfer).files)
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
  }, [onFiles])
  return over
}
