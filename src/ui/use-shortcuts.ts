import { useEffect, useRef } from 'react'
import { onCommandKey, onSingleKey } from '../browser/keyboard.ts'
import type { Shortcut } from './shortcut.ts'

const command = 'Mod+'

/** Listens to these shortcuts for as long as the caller is there. What has no act now does nothing. */
export const useShortcuts = <Id extends string>(
  shortcuts: readonly Shortcut<Id>[],
  acts: Readonly<Partial<Record<Id, (() => void) | undefined>>>,
): void => {
  const latest = useRef(acts)
  useEffect(() => {
    latest.current = acts
  }, [acts])
  useEffect(() => {
    const actOf = (key: string) => {
      const id = shortcuts.find((shortcut) => shortcut.key === key)?.id
      return id === undefined ? undefined : latest.current[id]
    }
    const ends = [onSingleKey(actOf), onCommandKey((key) => actOf(`${command}${key}`))]
    return () => {
      for (const end of ends) end()
    }
  }, [shortcuts])
}
