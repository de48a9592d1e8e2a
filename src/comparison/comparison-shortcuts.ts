import type { Shortcut } from '../ui/shortcut.ts'

export type ComparisonAct = 'difference-on' | 'difference-back'

export const comparisonShortcuts: readonly Shortcut<ComparisonAct>[] = [
  { id: 'difference-on', key: 'n', does: 'Next difference' },
  { id: 'difference-back', key: 'p', does: 'Difference before' },
]
