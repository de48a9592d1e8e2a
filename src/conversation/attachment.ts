import type { FilesTaken } from '../agent/files-taken.ts'
import { base64Of } from '../exchange/base64.ts'
import { entryOf } from '../lib/json.ts'
import type { InputFile } from '../protocol/request-body.ts'
import { byteSize } from '../ui/figures.ts'
import type { Attachment } from './conversation.ts'

/** Files that go with a message: what they are, and whether they can be sent. */

const signatures: readonly (readonly [type: string, at: number, bytes: readonly number[]])[] = [
  ['image/png', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/gif', 0, [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', 8, [0x57, 0x45, 0x42, 0x50]],
  ['application/pdf', 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
]

const byEnding: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  md: 'text/markdown',
  txt: 'text/plain',
  yaml: 'application/yaml',
  yml: 'application/yaml',
}

/** The images that models take and browsers draw. Anything else that calls itself an image is sent as a file. */
export const isImage = ({ mediaType }: Pick<Attachment, 'mediaType'>): boolean =>
  /^image\/(png|jpeg|gif|webp)$/.test(mediaType)

/** What a file is: by its first bytes, then by what the browser says, then by its ending. */
export const mediaTypeOf = (name: string, declared: string, bytes: Uint8Array): string => {
  const found = signatures.find(([, at, magic]) => magic.every((byte, index) => bytes[at + index] === byte))?.[0]
  if (found !== undefined) return found
  const said = declared.split(';')[0]?.trim().toLowerCase() ?? ''
  // Its bytes are none of the images that are known: it is not shown, nor sent, as one.
  if (said !== '' && said !== 'application/pdf' && !isImage({ mediaType: said })) return said
  return entryOf(byEnding, name.split('.').at(-1)?.toLowerCase() ?? '') ?? 'application/octet-stream'
}

/** Recordings are opened by the page, not sent to an agent. */
export const isRecordingFile = (name: string): boolean => /\.(recording\.json|har|sse|jsonl)$/i.test(name)

/** Characters of so many bytes in base64. */
export const base64Length = (bytes: number): number => Math.ceil(bytes / 3) * 4

export const dataUrlOf = (mediaType: string, bytes: Uint8Array): string => `data:${mediaType};base64,${base64Of(bytes)}`

/** For a preview: everything but the bytes. */
export const shortDataUrl = ({ mediaType, size }: Attachment): string =>
  `data:${mediaType};base64,… (${base64Length(size)} characters, ${byteSize(size)})`

export const inputFilesOf = (
  attachments: readonly Attachment[] | undefined,
  dataUrl: (attachment: Attachment) => string,
): readonly InputFile[] =>
  (attachments ?? [])
    .filter(({ leftOut }) => leftOut !== true)
    .map((attachment) => ({
      name: attachment.name,
      mediaType: isImage(attachment) ? attachment.mediaType : attachment.mediaType.replace(/^image\//, 'application/'),
      dataUrl: dataUrl(attachment),
    }))

/** What a request with these files is about as long as. The words around them count little, and are counted too. */
export const requestLength = (attachments: readonly Attachment[], otherCharacters: number): number =>
  attachments.reduce((sum, { size, name }) => sum + base64Length(size) + name.length + 120, otherCharacters)

const amount = (most: number): string => (most < 1_000_000 ? `${most.toLocaleString('en')} characters` : byteSize(most))

/** Why a file cannot go along at all, known before it is read; undefined when it can. */
export const refusalOf = (
  { name, size }: { readonly name: string; readonly size: number },
  taken: FilesTaken,
): string | undefined => {
  if (taken.kinds === 'none') return `${name} was not attached. ${taken.why}`
  if (size === 0) return `${name} is empty: there is nothing to send.`
  const length = base64Length(size)
  if (length <= taken.most) return undefined
  return `${name} has ${byteSize(size)}, which is ${byteSize(length)} in a request; ${taken.taker} ${amount(taken.most)}.`
}

/** The same when its bytes are known. */
export const misfitOf = (attachment: Pick<Attachment, 'name' | 'mediaType'>, taken: FilesTaken): string | undefined =>
  taken.kinds === 'images' && !isImage(attachment)
    ? `${attachment.name} is ${attachment.mediaType}. This agent takes images (PNG, JPEG, GIF, WebP), and no other files.`
    : undefined

/** Why a message cannot be sent with its files; undefined when it can. */
export const sizeProblemOf = (
  files: readonly Attachment[],
  earlier: readonly Attachment[],
  otherCharacters: number,
  taken: FilesTaken,
): string | undefined => {
  if (files.length === 0) return undefined
  if (taken.kinds === 'none') return `${taken.why} Remove them to send the message.`
  const misfit = files.map((file) => misfitOf(file, taken)).find((words) => words !== undefined)
  if (misfit !== undefined) return misfit
  const length = requestLength([...files, ...earlier], otherCharacters)
  if (length <= taken.most) return undefined
  const history = earlier.length === 0 ? '' : ', those of earlier messages among them'
  return `With its files${history} the request has ${byteSize(length)}, a third of it from base64; ${taken.taker} ${amount(taken.most)}. Remove or shrink one.`
}
