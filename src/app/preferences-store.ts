import { createStore } from 'zustand/vanilla'
import { setSingleKeys } from '../browser/keyboard.ts'
import { setColorScheme } from '../browser/media.ts'
import { readPreference, writePreference } from '../browser/storage.ts'
import { fieldOf, numberOf, parseJson } from '../lib/json.ts'

export type ColorScheme = 'light' | 'dark' | 'system'

/** How the screen is arranged. Losing it costs nothing, so it lies where it can be read before the first paint. */
export interface Preferences {
  readonly colorScheme: ColorScheme
  readonly railWidth: number
  readonly inspectorWidth: number
  readonly showRail: boolean
  readonly showInspector: boolean
  readonly stream: boolean
  /** Whether each message is asked streamed and whole. */
  readonly bothWays: boolean
  /** Whether single keys are shortcuts. */
  readonly singleKeys: boolean
}

export const railWidths = { min: 200, standard: 264, max: 420 }
export const inspectorWidths = { min: 300, standard: 560, max: 1100 }

const standard: Preferences = {
  colorScheme: 'system',
  railWidth: railWidths.standard,
  inspectorWidth: inspectorWidths.standard,
  showRail: true,
  showInspector: true,
  stream: true,
  bothWays: false,
  singleKeys: true,
}

const key = 'agent-playground:preferences'

const within = (value: number | undefined, { min, standard: otherwise, max }: typeof railWidths): number =>
  value === undefined || !Number.isFinite(value) ? otherwise : Math.min(max, Math.max(min, value))

const flag = (stored: unknown, name: 'showRail' | 'showInspector' | 'stream' | 'bothWays' | 'singleKeys'): boolean => {
  const value = fieldOf(stored, name)
  return typeof value === 'boolean' ? value : standard[name]
}

const restored = (): Preferences => {
  const parsed = parseJson(readPreference(key) ?? '{}')
  const stored = parsed.ok ? parsed.value : {}
  const scheme = fieldOf(stored, 'colorScheme')
  return {
    colorScheme: scheme === 'light' || scheme === 'dark' ? scheme : 'system',
    railWidth: within(numberOf(stored, 'railWidth'), railWidths),
    inspectorWidth: within(numberOf(stored, 'inspectorWidth'), inspectorWidths),
    showRail: flag(stored, 'showRail'),
    showInspector: flag(stored, 'showInspector'),
    stream: flag(stored, 'stream'),
    bothWays: flag(stored, 'bothWays'),
    singleKeys: flag(stored, 'singleKeys'),
  }
}

export const createPreferencesStore = () => {
  const store = createStore<Preferences>(restored)
  const take = () => {
    const { colorScheme, singleKeys } = store.getState()
    setColorScheme(colorScheme)
    setSingleKeys(singleKeys)
  }
  take()
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    preferencesChanged: (change: Partial<Preferences>) => {
      store.setState(change)
      writePreference(key, JSON.stringify(store.getState()))
      take()
    },
  }
}

export type PreferencesStore = ReturnType<typeof createPreferencesStore>
