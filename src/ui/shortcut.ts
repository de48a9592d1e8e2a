import { hasCommandKey } from '../browser/keyboard.ts'

/** What a key does. Rooms declare theirs in one list, which is what they listen to and what is shown to people. */
export interface Shortcut<Id extends string = string> {
  readonly id: Id
  /** As `KeyboardEvent.key` tells it; `Mod+` before it is Ctrl or Cmd. Capital letters are typed with Shift. */
  readonly key: string
  readonly does: string
}

const names: Readonly<Record<string, string>> = { ' ': 'Space', ArrowUp: '↑', ArrowDown: '↓' }

const keyName = (key: string): string => {
  if (/^[A-Z]$/.test(key)) return `Shift ${key}`
  return names[key] ?? (/^[a-z]$/.test(key) ? key.toUpperCase() : key)
}

/** A key for people: `Ctrl K`, `⌘ K`, `Shift C`, `Space`. */
export const keyWords = (key: string): string =>
  key
    .split(/(?<=.)\+(?=.)/)
    .map((part, index, parts) => {
      if (part === 'Mod') return hasCommandKey() ? '⌘' : 'Ctrl'
      return index < parts.length - 1 ? part : keyName(part)
    })
    .join(' ')
