import type { Route } from './route.ts'

/** What the middle of the screen can be about. A room that brings a tab adds its line here, and its pane. */
export type CentreTab = 'chat' | 'compare' | 'batch'

export const centreTabs: readonly { readonly id: CentreTab; readonly label: string }[] = [
  { id: 'chat', label: 'Chat' },
  { id: 'compare', label: 'Compare' },
  { id: 'batch', label: 'Batch' },
]

export const centreTabOf = ({ at }: Route): CentreTab => (at === 'compare' || at === 'batch' ? at : 'chat')
