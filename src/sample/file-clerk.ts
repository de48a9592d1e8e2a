import { arrayOf, stringOf, type Json } from '../lib/json.ts'
import type { Behaviour } from './agent.ts'

/** A file as it came: what it says it is, and its bytes. */
interface Received {
  readonly name: string
  readonly declared: string
  readonly bytes: Buffer
}

const received = (part: Json): Received | undefined => {
  const isImage = stringOf(part, 'type') === 'input_image'
  const address = isImage ? stringOf(part, 'image_url') : stringOf(part, 'file_data')
  const [, declared, base64] = /^data:([^;,]*);base64,(.*)$/s.exec(address ?? '') ?? []
  if (declared === undefined || base64 === undefined) return undefined
  const name = stringOf(part, 'filename') ?? 'an image'
  return { name, declared, bytes: Buffer.from(base64, 'base64') }
}

/** Width and height from the first bytes of a PNG, a GIF or a JPEG. */
const dimensionsOf = (bytes: Buffer): string | undefined => {
  if (bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47) {
    return `${bytes.readUInt32BE(16)} × ${bytes.readUInt32BE(20)} pixels`
  }
  if (bytes.length > 10 && bytes.toString('latin1', 0, 4) === 'GIF8') {
    return `${bytes.readUInt16LE(6)} × ${bytes.readUInt16LE(8)} pixels`
  }
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  for (let at = 2; at + 9 < bytes.length;) {
    const marker = bytes.readUInt16BE(at)
    // Start of frame: the one segment that holds the size.
    if (marker >= 0xffc0 && marker <= 0xffc3) {
      return `${bytes.readUInt16BE(at + 7)} × ${bytes.readUInt16BE(at + 5)} pixels`
    }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}

/** Its beginning is text; the last character of it may be cut. */
const isReadable = (bytes: Buffer): boolean => {
  const start = bytes.subarray(0, 400)
  return !start.includes(0) && !new TextDecoder().decode(start, { stream: true }).includes('\uFFFD')
}

const insideOf = ({ declared, bytes }: Received): string => {
  const dimensions = dimensionsOf(bytes)
  if (dimensions !== undefined) return dimensions
  if (bytes.toString('latin1', 0, 5) === '%PDF-') return `PDF ${bytes.toString('latin1', 5, 8)}`
  if (!isReadable(bytes)) return `unreadable as ${declared}`
  const [first = ''] = bytes.toString('utf8', 0, 400).split(/\r?\n/)
  return `begins “${first.slice(0, 60)}”`
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** Looks at the files that it is sent, and says what it found: so it is seen that their bytes arrived. */
export const fileClerk: Behaviour = (request) => {
  const last = request.input.findLast((item) => stringOf(item, 'role') === 'user')
  const parts = arrayOf(last, 'content') ?? []
  const files = parts.flatMap((part) => received(part) ?? [])
  const before = request.input.flatMap((item) =>
    item === last ? [] : (arrayOf(item, 'content') ?? []).flatMap((part) => received(part) ?? []),
  )
  const rows = files.map(
    (file) => `| ${cell(file.name)} | ${file.declared} | ${file.bytes.length} | ${cell(insideOf(file))} |`,
  )
  const table = ['| File | Type | Bytes | Inside |', '| :--- | :--- | ---: | :--- |', ...rows].join('\n')
  const earlier = before.length === 0 ? '' : `\n\nEarlier messages brought ${before.length} more.`
  const text =
    files.length === 0
      ? `No file came with this message.${earlier} Attach one: paste it, drop it onto the message box, or choose it.`
      : `I got ${files.length === 1 ? 'one file' : `${files.length} files`}.\n\n${table}${earlier}`
  return { steps: [{ step: 'say', text }], customOutputs: { files: files.length, earlier: before.length } }
}
