import type { Shortcut } from '../ui/shortcut.ts'

export const comparisonShortcuts = [
  { id: 'difference-on', key: 'n', does: 'Next difference' },
  { id: 'difference-back', key: 'p', does: 'Difference before' },
] as const satisfies readonly Shortcut[]
