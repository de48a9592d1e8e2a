import { bytesOfFile } from '../browser/files.ts'
import { unreadableFile } from '../exchange/recording-file.ts'
import type { EpochMs } from '../lib/brand.ts'
import { failure, type Problem, type Result } from '../lib/problem.ts'
import { readText, type Read } from './files-in/read-text.ts'

/** A file stands in memory several times while it is read: as bytes, as text, as values and as bytes again. */
const fileLimit = 100 * 1024 * 1024

const tooLarge = (file: File): Problem => ({
  kind: 'input',
  code: 'file-too-large',
  title: 'This file is too large to be opened',
  detail: `${file.name} has ${Math.ceil(file.size / 1e6).toLocaleString('en')} MB; at most ${Math.floor(fileLimit / 1e6)} MB are read.`,
  remedy: 'Nothing was changed. Export single answers instead of the whole conversation where it was made.',
  who: 'you',
})

interface Text {
  readonly text: string
  readonly bytes: Uint8Array
}

const utf16 = (bytes: Uint8Array): string | undefined => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined
}

/** Streams with bytes that are not text are worth looking at; pictures and archives are little else. */
const isBinary = (bytes: Uint8Array): boolean => {
  const text = new TextDecoder().decode(bytes.subarray(0, 8192))
  // oxlint-disable-next-line no-control-regex -- NUL is what is looked for
  return (text.match(/[\u0000\uFFFD]/g)?.length ?? 0) > text.length / 10
}

/** The text of a file. What PowerShell writes with `>` is UTF-16: its bytes are made anew. */
const textOf = (bytes: Uint8Array): Text | undefined => {
  const encoding = utf16(bytes)
  if (encoding !== undefined) {
    const text = new TextDecoder(encoding).decode(bytes)
    return { text, bytes: new TextEncoder().encode(text) }
  }
  return isBinary(bytes) ? undefined : { text: new TextDecoder().decode(bytes), bytes }
}

const bytesIn = async (file: File): Promise<Uint8Array | undefined> => {
  try {
    return await bytesOfFile(file)
  } catch {
    return undefined
  }
}

/** What is in a file that anybody may have written, or why nothing is. */
export const readConversationFile = async (file: File, openedAt: EpochMs): Promise<Result<Read>> => {
  if (file.size > fileLimit) return failure(tooLarge(file))
  const bytes = await bytesIn(file)
  if (bytes === undefined)
    return failure(unreadableFile(`${file.name} could not be read: it may have been moved or changed meanwhile.`))
  const found = textOf(bytes)
  if (found === undefined) return failure(unreadableFile(`${file.name} is not text.`))
  const read = readText({ ...found, name: file.name, openedAt })
  return read.ok ? read : failure({ ...read.problem, detail: `${file.name}: ${read.problem.detail}` })
}
