import type { Shortcut } from '../ui/shortcut.ts'

export type AppAct = 'commands' | 'message' | 'help' | 'rail' | 'inspector'

export const appShortcuts: readonly Shortcut<AppAct>[] = [
  { id: 'commands', key: 'Mod+k', does: 'Find agents, conversations and commands' },
  { id: 'message', key: '/', does: 'Write a message' },
  { id: 'help', key: '?', does: 'Show this list' },
  { id: 'rail', key: 'Mod+b', does: 'Show and hide the agents' },
  { id: 'inspector', key: 'Mod+j', does: 'Show and hide the inspector' },
]
