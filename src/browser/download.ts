/** Offers bytes or text as a file. `name` must be ours: never text of an agent, unless `safeFileName` made it. */
export const downloadFile = (name: string, type: string, content: Uint8Array | string): void =>
  downloadBlob(name, new Blob([typeof content === 'string' ? content : new Uint8Array(content)], { type }))

/** The same for what was put together piece by piece: the browser keeps large ones on the disk. */
export const downloadBlob = (name: string, blob: Blob): void => {
  const url = URL.createObjectURL(blob)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** Letters, digits, dot, dash and underscore of the text, at most 60 characters. */
export const safeFileName = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60) || 'untitled'
