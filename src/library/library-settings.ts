import { fieldOf, numberOf, type Json } from '../lib/json.ts'

/** What a person decided about what this browser keeps. */
export interface LibrarySettings {
  /** Bytes that recordings and files may take before somebody is asked what may leave; null: as the browser allows. */
  readonly budget: number | null
  /** False: what is said from now on lives in the memory of its tab alone. */
  readonly keepsHistory: boolean
  /** Whether signing out of a workspace deletes its conversations. */
  readonly clearsAtSignOut: boolean
}

const megabyte = 1_000_000

export const budgets: readonly number[] = [100, 250, 500, 1000, 2500, 5000, 10_000].map((size) => size * megabyte)

export const standardSettings: LibrarySettings = {
  budget: 1000 * megabyte,
  keepsHistory: true,
  clearsAtSignOut: false,
}

/** Settings as they were kept, or as another tab tells them; what is missing or odd is as standard. */
export const readSettings = (kept: unknown): LibrarySettings => {
  const json = kept as Json | undefined
  const budget = numberOf(json, 'budget')
  const keepsHistory = fieldOf(json, 'keepsHistory')
  const clearsAtSignOut = fieldOf(json, 'clearsAtSignOut')
  return {
    budget:
      fieldOf(json, 'budget') === null ? null : budget !== undefined && budget > 0 ? budget : standardSettings.budget,
    keepsHistory: typeof keepsHistory === 'boolean' ? keepsHistory : standardSettings.keepsHistory,
    clearsAtSignOut: typeof clearsAtSignOut === 'boolean' ? clearsAtSignOut : standardSettings.clearsAtSignOut,
  }
}
