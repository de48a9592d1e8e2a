import type { Shortcut } from '../ui/shortcut.ts'

export const inspectorShortcuts = [
  { id: 'event-on', key: 'j', does: 'Next event' },
  { id: 'event-back', key: 'k', does: 'Event before' },
  { id: 'search', key: 'f', does: 'Search the events' },
  { id: 'show-in-chat', key: 'g', does: 'Go to the text of the selected event' },
] as const satisfies readonly Shortcut[]
