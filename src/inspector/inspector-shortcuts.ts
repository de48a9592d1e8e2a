import type { Shortcut } from '../ui/shortcut.ts'

export type InspectorAct = 'event-on' | 'event-back' | 'search' | 'show-in-chat'

export const inspectorShortcuts: readonly Shortcut<InspectorAct>[] = [
  { id: 'event-on', key: 'j', does: 'Next event' },
  { id: 'event-back', key: 'k', does: 'Event before' },
  { id: 'search', key: 'f', does: 'Search the events' },
  { id: 'show-in-chat', key: 'g', does: 'Go to the text of the selected event' },
]
