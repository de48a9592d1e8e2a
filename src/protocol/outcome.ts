import type { Problem } from '../lib/problem.ts'

/** How a run ended. `interrupted`: the body ended, or the page went away, before the answer had ended. */
export type Outcome =
  | { readonly kind: 'completed' }
  | { readonly kind: 'incomplete'; readonly reason: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'interrupted'; readonly detail: string }
  | { readonly kind: 'failed'; readonly problem: Problem }
