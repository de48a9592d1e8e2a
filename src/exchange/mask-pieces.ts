import { maskTwice, type Mask, type MaskChoice, type Masked } from './mask.ts'
import type { SecretKind, SecretPattern } from './secret-patterns.ts'

/** What a change asks a mask to look at: a text, or the bytes of an answer. */
export type Piece = string | Uint8Array

/** A choice that can be handed to a worker. */
export interface PlainChoice {
  readonly custom: readonly SecretPattern[]
  readonly masked: readonly SecretKind[]
}

export const choiceOf = ({ custom, masked }: PlainChoice): MaskChoice => ({
  custom,
  isMasked: (kind) => masked.includes(kind),
})

/** Everything that the change would have masked, in the order in which it asks. */
export const piecesOf = (change: (mask: Mask) => unknown): readonly Piece[] => {
  const pieces: Piece[] = []
  const collect = <Asked extends Piece>(piece: Asked): Asked => {
    pieces.push(piece)
    return piece
  }
  change({ text: collect, bytes: collect })
  return pieces
}

export const maskPieces = (pieces: readonly Piece[], choice: PlainChoice): Masked<readonly Piece[]> =>
  maskTwice(choiceOf(choice), (mask) =>
    pieces.map((piece) => (typeof piece === 'string' ? mask.text(piece) : mask.bytes(piece))),
  )

/** The change with what was masked elsewhere: it asks in the same order again. */
export const withPieces = <Value>(change: (mask: Mask) => Value, masked: readonly Piece[]): Value => {
  let next = 0
  const take = (): Piece => {
    next += 1
    return masked[next - 1] ?? ''
  }
  return change({
    text: (text) => {
      const piece = take()
      return typeof piece === 'string' ? piece : text.replaceAll(/./gs, '.')
    },
    bytes: (bytes) => {
      const piece = take()
      return typeof piece === 'string' ? bytes.map(() => 0x2e) : piece
    },
  })
}
