import { comparisonShortcuts } from '../comparison/comparison-shortcuts.ts'
import { inspectorShortcuts } from '../inspector/inspector-shortcuts.ts'
import { stripShortcuts } from '../replay/strip-shortcuts.ts'
import type { Shortcut } from '../ui/shortcut.ts'
import { appShortcuts } from './app-shortcuts.ts'

interface ShortcutGroup {
  readonly title: string
  readonly shortcuts: readonly Shortcut[]
}

/** Keys that belong to a field or a list, and work only there. */
const composerKeys: readonly Shortcut[] = [
  { id: 'send', key: 'Enter', does: 'Send' },
  { id: 'new-line', key: 'Shift+Enter', does: 'New line' },
  { id: 'recall', key: 'ArrowUp', does: 'Take up the last message, while the box is empty' },
  { id: 'stop', key: 'Escape', does: 'Stop the answer, or close what is open' },
]

/** Every shortcut that there is, where it works. */
export const shortcutGroups: readonly ShortcutGroup[] = [
  { title: 'Everywhere', shortcuts: appShortcuts },
  { title: 'Message', shortcuts: composerKeys },
  { title: 'Events', shortcuts: inspectorShortcuts },
  { title: 'Replay', shortcuts: stripShortcuts },
  { title: 'Compare', shortcuts: comparisonShortcuts },
]
