import type { Mode } from '../conversation/conversation.ts'
import type { BatchWay } from './batch.ts'
import type { ReadingWish } from './questions.ts'
import type { RequestShape } from './statement.ts'

/** What was chosen in the form of a new batch. What is absent follows the chat and what the workspace lists. */
export interface BatchWish {
  readonly kind: BatchWay['kind']
  readonly reading: ReadingWish
  readonly mode?: Mode
  readonly atOnce: number
  readonly endpoint?: string
  readonly warehouse?: string
  readonly shape?: RequestShape | undefined
  readonly atMost: number
}

export const firstWish: BatchWish = { kind: 'api', reading: {}, atOnce: 3, atMost: 100 }
