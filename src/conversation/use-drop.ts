import { useState, type ClipboardEvent, type DragEvent } from 'react'
import { givenFiles, type GivenFiles } from '../browser/files.ts'

const carriesFiles = (transfer: DataTransfer): boolean => transfer.types.includes('Files')

/**
 * Files dropped onto an element, or pasted into it. What `onFiles` does not take is left to whoever stands behind: a
 * recording is opened by the page, wherever it is dropped.
 */
export const useDrop = (onFiles: (given: GivenFiles) => boolean) => {
  const [over, setOver] = useState(false)
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!carriesFiles(event.dataTransfer)) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: (event: DragEvent) => {
        const next = event.relatedTarget
        if (!(next instanceof Node) || !event.currentTarget.contains(next)) setOver(false)
      },
      onDrop: (event: DragEvent) => {
        setOver(false)
        if (!carriesFiles(event.dataTransfer)) return
        if (!onFiles(givenFiles(event.dataTransfer))) return
        event.preventDefault()
        event.stopPropagation()
      },
      onPaste: (event: ClipboardEvent) => {
        const given = givenFiles(event.clipboardData)
        // A copied table comes as text and as a picture of it: the text is what was meant.
        if (given.files.length === 0 || event.clipboardData.types.includes('text/plain')) return
        if (onFiles(given)) event.preventDefault()
      },
    },
  }
}
