import { deltaTexts } from './delta-texts.ts'
import { peeledText, type PeeledText } from './peeled-text.ts'
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

interface Match {
  readonly kind: SecretKind
  readonly value: string
  readonly start: number
  readonly end: number
}

const matchesOf = (text: string, patterns: readonly SecretPattern[]): readonly Match[] => {
  const taken: Match[] = []
  const isFree = (start: number, end: number) => !taken.some((match) => start < match.end && match.start < end)
  for (const { kind, pattern } of patterns) {
    const indexed = new RegExp(pattern.source, `${pattern.flags}d`)
    for (const found of text.matchAll(indexed)) {
      const [start, end] = found.indices?.[1] ?? found.indices?.[0] ?? [0, 0]
      if (kind === 'custom' && isProtocolWord(found[0])) continue
      if (end > start && isFree(start, end)) taken.push({ kind, value: text.slice(start, end), start, end })
    }
  }
  return taken
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
  } else if (length >= 6 && bytes[to - 5] === 0x75) {
    const digits = hexDigits(character)
    for (let index = 0; index < 4; index += 1) bytes[to - 4 + index] = digits.charCodeAt(index)
  }
}

const isBytesFree = (claimed: Uint8Array, { from, to }: PeeledText, { start, end }: Match): boolean => {
  for (let index = start; index < end; index += 1) {
    for (let at = from[index] ?? 0; at < (to[index] ?? 0); at += 1) if (claimed[at] === 1) return false
  }
  return true
}

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
  const patterns: readonly SecretPattern[] = [
    ...choice.custom,
    ...knownPatterns,
    ...secretKinds.flatMap((kind) => (kind === 'identifier' ? [] : (valuePattern(kind, values(kind)) ?? []))),
  ]
  const numbers = new Map<string, number>()
  const times = new Map<string, { kind: SecretKind; value: string; times: number }>()

  const numberOf = ({ kind, value }: Match): number => {
    const key = `${kind} ${value}`
    const number = numbers.get(key) ?? [...numbers.keys()].filter((other) => other.startsWith(`${kind} `)).length + 1
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

  const maskBytes = (bytes: Uint8Array): Uint8Array => {
    const result = bytes.slice()
    const claimed = new Uint8Array(bytes.length)
    // What is joined from deltas comes first: a piece of an address can look like an address itself.
    for (const view of [...deltaTexts(bytes), peeledText(bytes)]) {
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
    return result
  }

  const maskText = (text: string): string => (text === '' ? text : decode(maskBytes(new TextEncoder().encode(text))))

  return {
    bytes: maskBytes,
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
  change(first)
  const second = createMask(choice, first.finds())
  return { value: change(second), finds: second.finds() }
}
