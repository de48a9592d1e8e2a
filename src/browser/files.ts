/** Files that a person gives to the page, and bytes that are drawn. */

export const bytesOfFile = async (file: File): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer())

/** An address of these bytes for an image; `forgetUrl` frees it. */
export const urlOfBytes = (bytes: Uint8Array, mediaType: string): string =>
  URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType }))

export const forgetUrl = (url: string): void => URL.revokeObjectURL(url)

export interface GivenFiles {
  readonly files: readonly File[]
  /** Names of folders, which browsers hand over as files that cannot be read. */
  readonly folders: readonly string[]
}

/** What was dropped or pasted, folders told apart. To be called while the event is handled: afterwards it is empty. */
export const givenFiles = (transfer: DataTransfer): GivenFiles => {
  const files: File[] = []
  const folders: string[] = []
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    const file = item.getAsFile()
    if (entry?.isDirectory === true) folders.push(entry.name)
    else if (file !== null) files.push(file)
  }
  return { files, folders }
}

const lineLimit = 256 * 1024 * 1024

/** The lines of a text in UTF-8, read bit by bit. Throws where it is not text, or where a line is too long to be held. */
export const linesOfFile = async function* (file: File): AsyncGenerator<string> {
  const reader = file.stream().getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let parts: string[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      const lines = decoder.decode(value, { stream: !done }).split('\n')
      const rest = lines.pop() ?? ''
      for (const line of lines) {
        const whole = [...parts, line].join('')
        parts = []
        length = 0
        if (whole !== '') yield whole
      }
      parts.push(rest)
      length += rest.length
      if (length > lineLimit) throw new Error('A line is longer than can be read.')
      if (done) break
    }
    const last = parts.join('')
    if (last !== '') yield last
  } finally {
    await reader.cancel()
  }
}
