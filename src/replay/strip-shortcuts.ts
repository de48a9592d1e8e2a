import type { Shortcut } from '../ui/shortcut.ts'

export const stripShortcuts = [
  { id: 'play', key: ' ', does: 'Play and pause' },
  { id: 'event-back', key: ',', does: 'Back one event' },
  { id: 'event-on', key: '.', does: 'On one event' },
  { id: 'chunk-back', key: 'C', does: 'Back one chunk' },
  { id: 'chunk-on', key: 'c', does: 'On one chunk' },
  { id: 'mark-back', key: '<', does: 'Mark before' },
  { id: 'mark-on', key: '>', does: 'Next mark' },
  { id: 'gap-back', key: 'S', does: 'Silence before' },
  { id: 'gap-on', key: 's', does: 'Next silence' },
  { id: 'tool-back', key: 'T', does: 'Tool call before' },
  { id: 'tool-on', key: 't', does: 'Next tool call' },
  { id: 'finding-back', key: 'N', does: 'Finding before' },
  { id: 'finding-on', key: 'n', does: 'Next finding' },
] as const satisfies readonly Shortcut[]

export type StripAct = (typeof stripShortcuts)[number]['id']
