import type { EpochMs } from './brand.ts'

export const problemKinds = [
  'sign-in',
  'http',
  'network',
  'relay',
  'protocol',
  'agent',
  'storage',
  'link',
  'input',
] as const
export const responsible = ['you', 'agent author', 'workspace admin', 'Databricks', 'this computer'] as const

/**
 * Everything that can go wrong and that a person is told about. A problem travels as a value;
 * the place that made it knows the facts, so it also writes the words.
 */
export interface Problem {
  readonly kind: (typeof problemKinds)[number]
  /** Stable, kebab-case, for tests and bug reports: `app-stopped`, `login-required`, … */
  readonly code: string
  /** What happened, one short sentence without a full stop. */
  readonly title: string
  /** The same with the particulars: names, hosts, the server's own words. */
  readonly detail: string
  /** What to do next, as one instruction. */
  readonly remedy: string
  /** Who can fix it. */
  readonly who: (typeof responsible)[number]
  readonly status?: number
  readonly requestId?: string
  /** Until then the other side asks not to be called again. Nothing is ever sent by itself when it has passed. */
  readonly retryAt?: EpochMs
  /** Where the person can do something about it. Written by the other side: shown before it is opened. */
  readonly link?: string
}

export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem }

export const success = <Value>(value: Value): Result<Value> => ({ ok: true, value })
export const failure = (problem: Problem): { readonly ok: false; readonly problem: Problem } => ({ ok: false, problem })

/** The words of something that was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/** The same as a sentence: some browsers end their words with a full stop, some do not. */
export const sentenceOf = (thrown: unknown): string => {
  const words = messageOf(thrown).trim()
  return /[.!?…]$/.test(words) ? words : `${words}.`
}

/** Whether the same call may succeed a little later: the network, or a server that is restarting or busy. */
export const isPassing = ({ kind, status = 0 }: Problem): boolean =>
  kind === 'network' || kind === 'relay' || status === 429 || status >= 500

export const isAbort = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'name' in thrown && thrown.name === 'AbortError'
