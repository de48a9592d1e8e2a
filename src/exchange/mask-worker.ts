import { messageOf } from '../lib/problem.ts'
import { maskPieces, type Piece, type PlainChoice } from './mask-pieces.ts'
import type { Masked } from './mask.ts'

export interface MaskTask {
  readonly pieces: readonly Piece[]
  readonly choice: PlainChoice
}

export type MaskReply = { readonly masked: Masked<readonly Piece[]> } | { readonly failure: string }

const replyTo = ({ pieces, choice }: MaskTask): MaskReply => {
  try {
    return { masked: maskPieces(pieces, choice) }
  } catch (thrown) {
    return { failure: messageOf(thrown) }
  }
}

// A long recording takes longer than a page may stand still, so that this runs beside it.
globalThis.addEventListener('message', (event: MessageEvent<MaskTask>) => {
  globalThis.postMessage(replyTo(event.data))
})
