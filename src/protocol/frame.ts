import type { Utf8 } from './utf8.ts'

/**
 * Bytes of a `text/event-stream` body → frames. It knows the framing of the WHATWG HTML standard, section
 * "Server-sent events", and nothing of what the data mean.
 *
 * Every byte of the body belongs to exactly one frame or to the pending tail. A frame reaches from the first
 * byte of its block to the first byte of the next block, so the blank lines that end it are its own.
 */
export interface Frame {
  /**
   * `event`: the standard dispatches it. `comment`, `retry`, `no-data`: a block without a `data` field, which the
   * standard reads and drops. `unfinished`: the body ended before the blank line; the standard drops that too.
   */
  readonly kind: 'event' | 'comment' | 'retry' | 'no-data' | 'unfinished'
  readonly start: number
  /** Grows by the line ends that follow until the next block starts: `EventStream.boundary` is the newest frame's end. */
  readonly end: number
  /** The `event` field; absent when it is empty, as the standard takes that for none. */
  readonly event?: string
  /** `data` lines joined by LF. */
  readonly data: string
  /** The last event id as it stands after this block; it persists from block to block. */
  readonly lastEventId: string
  /** Reconnection time in milliseconds, when the block sets one. */
  readonly retry?: number
  /** The first of the lines that are no field of the standard, which drops them; absent when there is none. */
  readonly ignored?: string
  /** Whether all its bytes were UTF-8; where they were not, the text has U+FFFD. */
  readonly valid: boolean
}

/** Where a stream stands between two frames: all that the framing of what follows depends on. */
export interface StreamPlace {
  /** Offset of the first byte that does not belong to a frame yet. */
  readonly boundary: number
  readonly lastEventId: string
  /** Whether the byte before is a CR, so that an LF which follows belongs to its line end. */
  readonly afterReturn: boolean
}

export interface EventStream {
  /** Offset of the first byte that does not belong to a frame yet. */
  readonly boundary: number
  /** Where it stands while a frame is emitted: right behind that frame. */
  readonly place: StreamPlace
  push(bytes: Uint8Array, emit: (frame: Frame) => void): void
  /** The body has ended: what is left is emitted as `unfinished`. */
  end(emit: (frame: Frame) => void): void
}

interface Block {
  readonly comments: number
  readonly hasData: boolean
  readonly data: string
  readonly event: string
  readonly id: string | undefined
  readonly retry: number | undefined
  readonly ignored: string | undefined
}

const lineFeed = 10
const carriageReturn = 13
const byteOrderMark = '\uFEFF'
const digits = /^[0-9]+$/
const lineEnd = /\r\n|\n|\r/

/** The value after a line's colon: at most one space goes. */
const valueAfter = (line: string, colon: number): string =>
  line.slice(line.startsWith(' ', colon + 1) ? colon + 2 : colon + 1)

/** Nearly all agents send one `data` line per event, so that form is told without splitting anything. */
const isOneDataLine = (text: string): boolean =>
  text.startsWith('data:') && text.indexOf('\n') === text.length - 2 && !text.includes('\r')

/** Field, colon, value. A line without a colon is a field with an empty value. */
const blockOf = (text: string): Block => {
  if (isOneDataLine(text)) {
    const data = valueAfter(text.slice(0, -2), 4)
    return { comments: 0, hasData: true, data, event: '', id: undefined, retry: undefined, ignored: undefined }
  }
  let comments = 0
  let hasData = false
  let data = ''
  let event = ''
  let id: string | undefined
  let retry: number | undefined
  let ignored: string | undefined
  for (const line of text.includes('\r') ? text.split(lineEnd) : text.split('\n')) {
    const colon = line.indexOf(':')
    if (colon === 0) {
      comments += 1
      continue
    }
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : valueAfter(line, colon)
    if (field === 'data') {
      data = hasData ? `${data}\n${value}` : value
      hasData = true
    } else if (field === 'event') event = value
    else if (field === 'id') {
      if (!value.includes('\0')) id = value
    } else if (field === 'retry') {
      if (digits.test(value)) retry = Number(value)
    } else if (line !== '') ignored ??= line
  }
  return { comments, hasData, data, event, id, retry, ignored }
}

const kindOf = (block: Block): Frame['kind'] => {
  if (block.hasData) return 'event'
  if (block.retry !== undefined) return 'retry'
  return block.comments > 0 && block.event === '' && block.id === undefined ? 'comment' : 'no-data'
}

/** In smaller pieces, decoding block by block costs as little. */
const smallPiece = 2048

type TextBetween = (from: number, to: number) => string | undefined

/**
 * Text of a piece from one line to another, decoded with one call for all of its blocks: a call costs more than the
 * few hundred bytes that most blocks have. An LF is one byte and one character, so counting them leads from bytes to
 * text. Undefined for what does not lie between LFs of this piece, and where the piece is not UTF-8 throughout.
 */
const createTextBetween = (utf8: Utf8, bytes: Uint8Array): TextBetween => {
  const start = bytes.indexOf(lineFeed) + 1
  const end = bytes.lastIndexOf(lineFeed) + 1
  let decoded: ReturnType<Utf8['decode']> | undefined
  let bytePosition = start
  let textPosition = 0
  const textPositionAt = (text: string, position: number): number => {
    while (bytePosition < position) {
      bytePosition = bytes.indexOf(lineFeed, bytePosition) + 1
      textPosition = text.indexOf('\n', textPosition) + 1
    }
    return textPosition
  }
  return (from, to) => {
    if (start === 0 || from < start || to > end) return undefined
    if (bytes[from - 1] !== lineFeed || bytes[to - 1] !== lineFeed) return undefined
    decoded ??= utf8.decode(bytes.subarray(start, end))
    if (!decoded.valid) return undefined
    const { text } = decoded
    return text.slice(textPositionAt(text, from), textPositionAt(text, to))
  }
}

/**
 * A push parser. The bytes are scanned once for line ends and decoded at most once more, so the cost is linear in
 * the body however it is cut. A CR ends its line at once: an LF that follows later belongs to that line end.
 * With a place it goes on there: the bytes that are pushed are those behind it.
 */
export const createEventStream = (utf8: Utf8, from?: StreamPlace): EventStream => {
  let tail: Uint8Array<ArrayBuffer> = new Uint8Array(1024)
  let tailLength = 0
  let received = from?.boundary ?? 0
  let boundary = received
  let lastEventId = from?.lastEventId ?? ''
  let inBlock = false
  let lineIsEmpty = true
  let afterReturn = from?.afterReturn ?? false
  let beforeFirst = from === undefined

  const keep = (bytes: Uint8Array): void => {
    if (tailLength + bytes.length > tail.length) {
      const larger = new Uint8Array(Math.max(tail.length * 2, tailLength + bytes.length))
      larger.set(tail.subarray(0, tailLength))
      tail = larger
    }
    tail.set(bytes, tailLength)
    tailLength += bytes.length
  }

  /** The frame whose bytes are the kept tail and then this piece, which ends at `end`. `known` is its text. */
  const frameOf = (piece: Uint8Array, end: number, finished: boolean, known?: string): Frame => {
    if (tailLength > 0) keep(piece)
    const { text, valid } =
      known === undefined
        ? utf8.decode(tailLength > 0 ? tail.subarray(0, tailLength) : piece)
        : { text: known, valid: true }
    const block = blockOf(beforeFirst && text.startsWith(byteOrderMark) ? text.slice(1) : text)
    if (block.id !== undefined) lastEventId = block.id
    const start = boundary
    boundary = end
    tailLength = 0
    inBlock = false
    beforeFirst = false
    return {
      kind: finished ? kindOf(block) : 'unfinished',
      start,
      end,
      data: block.data,
      lastEventId,
      valid,
      ...(block.event === '' ? {} : { event: block.event }),
      ...(block.retry === undefined ? {} : { retry: block.retry }),
      ...(block.ignored === undefined ? {} : { ignored: block.ignored }),
    }
  }

  return {
    get boundary() {
      return boundary
    },
    get place() {
      return { boundary, lastEventId, afterReturn }
    },

    push(bytes, emit) {
      let position = 0
      let blockStart = 0
      let nextFeed = -2
      let nextReturn = -2
      const textBetween = bytes.length < smallPiece ? undefined : createTextBetween(utf8, bytes)
      const blankLine = (end: number): void => {
        if (inBlock) {
          const known = tailLength > 0 ? undefined : textBetween?.(blockStart, end)
          emit(frameOf(bytes.subarray(blockStart, end), received + end, true, known))
        } else if (!beforeFirst) boundary = received + end
      }
      if (afterReturn && bytes[0] === lineFeed) {
        position = 1
        if (!inBlock) blankLine(1)
      }
      if (bytes.length > 0) afterReturn = false
      while (position < bytes.length) {
        if (nextFeed !== -1 && nextFeed < position) nextFeed = bytes.indexOf(lineFeed, position)
        if (nextReturn !== -1 && nextReturn < position) nextReturn = bytes.indexOf(carriageReturn, position)
        const feedIsNext = nextReturn === -1 || (nextFeed !== -1 && nextFeed < nextReturn)
        const lineStop = feedIsNext ? nextFeed : nextReturn
        if (lineStop !== position) {
          lineIsEmpty = false
          if (!inBlock) {
            inBlock = true
            blockStart = position
          }
        }
        if (lineStop === -1) break
        position = lineStop + 1
        if (!feedIsNext) {
          if (bytes[position] === lineFeed) position += 1
          else afterReturn = position === bytes.length
        }
        if (lineIsEmpty) blankLine(position)
        lineIsEmpty = true
      }
      if (inBlock) keep(bytes.subarray(blockStart))
      received += bytes.length
    },

    end(emit) {
      if (inBlock) emit(frameOf(new Uint8Array(0), received, false))
    },
  }
}
