import type { Brand, EpochMs, Ms } from '../lib/brand.ts'
import type { Problem } from '../lib/problem.ts'
import type { ChunkLog } from './chunk-log.ts'

export type ExchangeId = Brand<string, 'ExchangeId'>

/** The request as really sent upstream, with credentials masked before the record exists. */
export interface RecordedRequest {
  readonly method: string
  /** Upstream URL, not the relay's. */
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

export interface Head {
  readonly at: Ms
  readonly status: number
  readonly statusText: string
  readonly headers: readonly (readonly [name: string, value: string])[]
}

export type ExchangeEnd =
  /** The body ended as HTTP says it should. Whether the *answer* had ended is the protocol's question. */
  | { readonly kind: 'whole-body'; readonly at: Ms }
  | { readonly kind: 'stopped'; readonly at: Ms }
  | { readonly kind: 'broken'; readonly at: Ms; readonly problem: Problem }
  /** The page was closed, reloaded or crashed; found out when it was opened again. */
  | { readonly kind: 'abandoned'; readonly at: Ms }

/**
 * What a foreign source did not hold: the moments of arrival, where one read ended and the next began, status and
 * header fields, the request, the very bytes (they were made again from the events), how the exchange ended.
 */
export const missingThings = ['times', 'chunks', 'head', 'request', 'bytes', 'end'] as const
export type Missing = (typeof missingThings)[number]

/** One HTTP request and its answer, wherever it was recorded. */
export interface RecordedExchange {
  readonly startedAt: EpochMs
  readonly request: RecordedRequest
  readonly head: Head | undefined
  readonly chunks: ChunkLog
  readonly end: ExchangeEnd | undefined
  /** Set only where the recording was not made here: said wherever it would otherwise look like a fact. */
  readonly missing?: readonly Missing[]
}

/** Whether the source did not hold this: then whatever stands in its place is no fact. */
export const lacks = ({ missing }: Pick<RecordedExchange, 'missing'>, thing: Missing): boolean =>
  missing?.includes(thing) === true

/**
 * One HTTP request and its answer; those of a run, in order, are the only truth about it. Append-only; `version`
 * grows with every change, and whoever shows it subscribes to that.
 */
export interface Recording extends RecordedExchange {
  readonly id: ExchangeId
  /** The exchange whose answer this one goes on with: a poll, or the rest of a stream after a cut. */
  readonly continues: ExchangeId | undefined
  readonly version: number
  subscribe(listener: () => void): () => void
}
