import { base64Texts, telling, type Base64Text } from './base64-texts.ts'
import { deltaTexts } from './delta-texts.ts'
import { byteCharacters, peeledParts, percentPeeled, type PeeledText } from './peeled-text.ts'
import {
  isProtocolWord,
  knownPatterns,
  secretKinds,
  valuePattern,
  type SecretKind,
  type SecretPattern,
} from './secret-patterns.ts'

/** Something that was recognised, wherever and however often it stands. */
export interface Find {
  readonly kind: SecretKind
  readonly value: string
  readonly times: number
}

export interface MaskChoice {
  readonly custom: readonly SecretPattern[]
  readonly isMasked: (kind: SecretKind, value: string) => boolean
}

interface Range {
  readonly start: number
  readonly end: number
}

interface Match extends Range {
  readonly kind: SecretKind
  readonly value: string
}

const matchesOf = (text: string, patterns: readonly SecretPattern[]): readonly Match[] => {
  const found: Match[] = []
  const taken = new Uint8Array(text.length)
  for (const { kind, pattern } of patterns) {
    const indexed = new RegExp(pattern.source, `${pattern.flags}d`)
    for (const match of text.matchAll(indexed)) {
      const [start, end] = match.indices?.[1] ?? match.indices?.[0] ?? [0, 0]
      if (kind === 'custom' && isProtocolWord(match[0])) continue
      if (end === start || taken.subarray(start, end).includes(1)) continue
      taken.fill(1, start, end)
      found.push({ kind, value: text.slice(start, end), start, end })
    }
  }
  return found
}

const labels: Readonly<Record<SecretKind, string>> = {
  custom: 'word',
  token: 'token',
  key: 'key',
  email: 'email',
  identifier: 'id',
}

/**
 * What stands in place of a value: as long as the value, so that no offset changes; the same for the same value, so
 * that ids which were equal still are; and plain ASCII, so that JSON stays JSON. A number stays a number.
 */
export const maskOf = (kind: SecretKind, number: number, value: string): string => {
  if (/^\d+$/.test(value)) return String(number).padStart(value.length, '9').slice(-value.length)
  const label = `[${labels[kind]}-${number}`
  if (value.length > label.length) return `${label}${'.'.repeat(value.length - label.length - 1)}]`
  return String(number).padStart(value.length, '.').slice(-value.length)
}

/** Characters that hold JSON and event streams together. They are never overwritten. */
// oxlint-disable-next-line no-control-regex -- a line break ends a frame
const structure = /["\\{}[\],:\u0000-\u001f]/

const hexDigits = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0')

/** Puts a character where another one stood. An escape stays an escape of the same length. */
const overwrite = (bytes: Uint8Array, from: number, to: number, character: string): void => {
  const length = to - from
  if (length === 1) {
    bytes[from] = character.charCodeAt(0)
  } else if (length === 3 && bytes[from] === 0x25) {
    const digits = hexDigits(character)
    bytes[from + 1] = digits.charCodeAt(2)
    bytes[from + 2] = digits.charCodeAt(3)
  } else if (length >= 6 && bytes[to - 5] === 0x75) {
    const digits = hexDigits(character)
    for (let index = 0; index < 4; index += 1) bytes[to - 4 + index] = digits.charCodeAt(index)
  }
}

const isBytesFree = (claimed: Uint8Array, { from, to }: PeeledText, { start, end }: Range): boolean => {
  for (let index = start; index < end; index += 1) {
    for (let at = from[index] ?? 0; at < (to[index] ?? 0); at += 1) if (claimed[at] === 1) return false
  }
  return true
}

/** Base64 within base64 is looked into, and no further. */
const deepestBase64 = 2

/** How many recognised values are looked for again without what they were recognised by. */
const mostKnownValues = 200
/** Shorter values would be found within other words. */
const shortestKnownValue = 6

/**
 * Finds what must not leave, and masks what was chosen. It is run twice over the same things: what the first round
 * has recognised is masked by the second also where it stands alone.
 */
export const createMask = (choice: MaskChoice, known: readonly Find[] = []) => {
  const values = (kind: SecretKind) =>
    known
      .filter((find) => find.kind === kind && find.value.length >= shortestKnownValue)
      .slice(0, mostKnownValues)
      .map(({ value }) => value)
  const named = ({ kind }: SecretPattern) => kind !== 'identifier'
  const patterns: readonly SecretPattern[] = [
    ...choice.custom,
    ...knownPatterns.filter(named),
    ...secretKinds.flatMap((kind) => (kind === 'identifier' ? [] : (valuePattern(kind, values(kind)) ?? []))),
  ]
  // Last: what is only long must not hide what can be named, such as an address within base64.
  const identifiers = knownPatterns.filter((pattern) => !named(pattern))
  const numbers = new Map<string, number>()
  const counts = new Map<SecretKind, number>()
  const times = new Map<string, { kind: SecretKind; value: string; times: number }>()

  const numberOf = ({ kind, value }: Match): number => {
    const key = `${kind} ${value}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    const number = (counts.get(kind) ?? 0) + 1
    counts.set(kind, number)
    numbers.set(key, number)
    return number
  }
  // The numbers are given once, so that both rounds and every part of what is shared agree.
  for (const { kind, value } of known) numberOf({ kind, value, start: 0, end: 0 })

  const note = ({ kind, value }: Match) => {
    const key = `${kind} ${value}`
    const found = times.get(key)
    if (found === undefined) times.set(key, { kind, value, times: 1 })
    else found.times += 1
  }

  /** Masks what a view shows of the bytes, and marks it as dealt with. */
  const maskView = (view: PeeledText, patterns: readonly SecretPattern[], claimed: Uint8Array, result: Uint8Array) => {
    for (const match of matchesOf(view.text, patterns)) {
      if (!isBytesFree(claimed, view, match)) continue
      note(match)
      const isMasked = choice.isMasked(match.kind, match.value)
      const mask = isMasked ? maskOf(match.kind, numberOf(match), match.value) : ''
      for (let index = match.start; index < match.end; index += 1) {
        const from = view.from[index] ?? 0
        const to = view.to[index] ?? 0
        claimed.fill(1, from, to)
        if (isMasked && !structure.test(view.text[index] ?? '')) {
          overwrite(result, from, to, mask[index - match.start] ?? '.')
        }
      }
    }
  }

  /** Masks within a text in base64, and puts it back in base64. */
  const maskBase64 = (view: PeeledText, found: Base64Text, claimed: Uint8Array, result: Uint8Array, depth: number) => {
    if (!isBytesFree(claimed, view, found)) return
    const masked = maskBytes(found.bytes, depth + 1)
    if (masked.every((byte, index) => byte === found.bytes[index])) return
    const encoded = found.encode(masked)
    for (let index = found.start; index < found.end; index += 1) {
      const from = view.from[index] ?? 0
      const to = view.to[index] ?? 0
      claimed.fill(1, from, to)
      overwrite(result, from, to, encoded[index - found.start] ?? '=')
    }
  }

  const maskBytes = (bytes: Uint8Array, depth = 0): Uint8Array => {
    const result = bytes.slice()
    const claimed = new Uint8Array(bytes.length)
    // What is joined from deltas comes first: a piece of an address can look like an address itself.
    const views = [...deltaTexts(bytes), peeledParts(bytes, telling(byteCharacters(bytes)))]
    for (const view of views) maskView(view, patterns, claimed, result)
    for (const view of views) {
      const resolved = percentPeeled(view)
      if (resolved !== undefined) maskView(resolved, patterns, claimed, result)
    }
    if (depth < deepestBase64) {
      for (const view of views) {
        for (const found of base64Texts(view.text)) maskBase64(view, found, claimed, result, depth)
      }
    }
    for (const view of views) maskView(view, identifiers, claimed, result)
    return result
  }

  const maskText = (text: string): string => (text === '' ? text : decode(maskBytes(new TextEncoder().encode(text))))

  return {
    bytes: (bytes: Uint8Array): Uint8Array => maskBytes(bytes),
    text: maskText,
    /** What was recognised so far, whether masked or not. */
    finds: (): readonly Find[] => [...times.values()],
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const decode = (bytes: Uint8Array): string => decoder.decode(bytes)

export type Mask = Pick<ReturnType<typeof createMask>, 'bytes' | 'text'>

export interface Masked<Value> {
  readonly value: Value
  /** Everything that was recognised, whether it is masked or not. */
  readonly finds: readonly Find[]
}

/** The first round recognises; the second masks the same values wherever they stand. */
export const maskTwice = <Value>(choice: MaskChoice, change: (mask: Mask) => Value): Masked<Value> => {
  const first = createMask(choice)
  const value = change(first)
  if (first.finds().length === 0) return { value, finds: [] }
  const second = createMask(choice, first.finds())
  return { value: change(second), finds: second.finds() }
}
