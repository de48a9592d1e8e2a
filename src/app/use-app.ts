import { createContext, use, useMemo, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { onFragmentChange, readFragment, writeFragment } from '../browser/location.ts'
import { matchesMedia, onMediaChange } from '../browser/media.ts'
import type { Preferences, PreferencesStore } from './preferences-store.ts'
import { parseRoute, writeRoute, type Route } from './route.ts'

/** Filled by the composition root. */
export const PreferencesContext = createContext<PreferencesStore | null>(null)

export const usePreferences = (): readonly [Preferences, PreferencesStore['preferencesChanged']] => {
  const store = use(PreferencesContext)
  if (store === null) throw new Error('The preferences are missing above this component.')
  return [useStore(store), store.preferencesChanged]
}

/** Where the address points; changes with the back button too. */
export const useRoute = (): Route => {
  const fragment = useSyncExternalStore(onFragmentChange, readFragment)
  return useMemo(() => parseRoute(fragment), [fragment])
}

/** Where the address points at this moment, for what goes on after a wait. */
export const currentRoute = (): Route => parseRoute(readFragment())

/** Where the chat is, also while the middle of the screen is about something else. */
export const useChatRoute = (route: Route): Route => {
  const [last, setLast] = useState<Route>({ at: 'home' })
  if (route.at === 'compare' || route.at === 'batch' || route.at === 'library') return last
  if (route !== last) setLast(route)
  return route
}

export const navigate = (route: Route, mode: 'push' | 'replace' = 'push'): void =>
  writeFragment(writeRoute(route), mode)

const narrow = '(max-width: 860px)'
const onNarrowChange = (listener: () => void) => onMediaChange(narrow, listener)
const isNarrow = () => matchesMedia(narrow)

/** Whether there is room for one pane at a time only. */
export const useNarrow = (): boolean => useSyncExternalStore(onNarrowChange, isNarrow)
