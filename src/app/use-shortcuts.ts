import { useEffect } from 'react'
import { usePreferences } from './use-app.ts'

/** Ctrl or Cmd with B or J shows and hides the panes at the sides. */
export const useShortcuts = (): void => {
  const [{ showRail, showInspector }, change] = usePreferences()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      if (event.key === 'b') change({ showRail: !showRail })
      else if (event.key === 'j') change({ showInspector: !showInspector })
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [showRail, showInspector, change])
}
