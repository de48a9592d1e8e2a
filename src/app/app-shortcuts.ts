import type { Shortcut } from '../ui/shortcut.ts'

export const appShortcuts = [
  { id: 'commands', key: 'Mod+k', does: 'Find agents, conversations and commands' },
  { id: 'message', key: '/', does: 'Write a message' },
  { id: 'help', key: '?', does: 'Show this list' },
  { id: 'rail', key: 'Mod+b', does: 'Show and hide the agents' },
  { id: 'inspector', key: 'Mod+j', does: 'Show and hide the inspector' },
] as const satisfies readonly Shortcut[]
