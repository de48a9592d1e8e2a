import { describe, expect, it } from 'vitest'
import type { FilesTaken } from '../agent/files-taken.ts'
import {
  base64Length,
  dataUrlOf,
  inputFilesOf,
  isRecordingFile,
  mediaTypeOf,
  misfitOf,
  refusalOf,
  shortDataUrl,
  sizeProblemOf,
} from './attachment.ts'
import type { Attachment, AttachmentId } from './conversation.ts'

const file = (size: number, mediaType = 'image/png', name = 'a.png'): Attachment => ({
  id: 'attachment_1' as AttachmentId,
  name,
  mediaType,
  size,
})
const any: FilesTaken = { kinds: 'any', most: 4_000_000, taker: 'a serving endpoint for agents takes' }
const images: FilesTaken = { ...any, kinds: 'images' }
const none: FilesTaken = { kinds: 'none', why: 'Its messages are text.' }

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const pdf = [0x25, 0x50, 0x44, 0x46, 0x2d, 0x31]

describe('what a file is', () => {
  it.each([
    ['a.png', 'image/png', png, 'image/png'],
    ['a.pdf', 'application/pdf', png, 'image/png'],
    ['photo.png', 'image/png', pdf, 'application/pdf'],
    ['photo.png', 'image/png', [0x68, 0x69], 'application/octet-stream'],
    ['a.svg', 'image/svg+xml', [0x3c], 'image/svg+xml'],
    ['a.csv', '', [0x61], 'text/csv'],
    ['a.md', 'text/plain; charset=utf-8', [0x61], 'text/plain'],
    ['noname', '', [], 'application/octet-stream'],
    ['a.constructor', '', [], 'application/octet-stream'],
  ])('%s that says %s', (name, declared, bytes, type) => {
    expect(mediaTypeOf(name, declared, Uint8Array.from(bytes))).toBe(type)
  })

  it('may be a recording, which is not for an agent', () => {
    expect(['a.recording.json', 'b.HAR', 'c.sse', 'd.jsonl', 'e.json', 'har.txt'].map(isRecordingFile)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

describe('how much it is', () => {
  it('grows by a third in base64', () => {
    for (const size of [0, 1, 2, 3, 4, 1000]) {
      expect(dataUrlOf('text/plain', new Uint8Array(size))).toHaveLength(
        'data:text/plain;base64,'.length + base64Length(size),
      )
    }
    expect(shortDataUrl(file(1000))).toBe('data:image/png;base64,… (1336 characters, 1.0 kB)')
  })

  it('is refused before it is read', () => {
    expect(refusalOf(file(0), any)).toBe('a.png is empty: there is nothing to send.')
    expect(refusalOf(file(3_000_001), any)).toMatch(/3\.0 MB, which is 4\.0 MB in a request; a serving endpoint/)
    expect(refusalOf(file(2_900_000), any)).toBeUndefined()
    expect(refusalOf(file(50_000_000), any)).toBeDefined()
    expect(refusalOf(file(1), none)).toBe('a.png was not attached. Its messages are text.')
    expect(refusalOf(file(60_000), { ...any, most: 64_000, taker: 'AppKit takes' })).toMatch(
      /AppKit takes 64,000 characters/,
    )
  })

  it('is judged together with what went before', () => {
    const half = file(1_600_000)
    expect(sizeProblemOf([half], [], 500, any)).toBeUndefined()
    expect(sizeProblemOf([half, half], [], 500, any)).toMatch(/^With its files the request has 4\.3 MB/)
    expect(sizeProblemOf([half], [half], 500, any)).toMatch(/those of earlier messages among them/)
    expect(sizeProblemOf([], [half, half, half], 500, any)).toBeUndefined()
    expect(sizeProblemOf([half], [], 0, none)).toMatch(/Remove them/)
  })

  it('has to be of a kind that is taken', () => {
    expect(misfitOf(file(1, 'text/csv', 'a.csv'), images)).toMatch(/^a\.csv is text\/csv\. This agent takes images/)
    expect(misfitOf(file(1), images)).toBeUndefined()
    expect(sizeProblemOf([file(9, 'text/csv', 'a.csv')], [], 0, images)).toMatch(/takes images/)
  })
})

it('an image that models do not take is sent as a file', () => {
  const [sent] = inputFilesOf([file(3, 'image/svg+xml', 'a.svg')], () => 'data:…')
  expect(sent).toEqual({ name: 'a.svg', mediaType: 'application/svg+xml', dataUrl: 'data:…' })
  expect(inputFilesOf(undefined, () => '')).toEqual([])
})
