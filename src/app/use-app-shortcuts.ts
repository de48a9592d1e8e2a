import { focusField } from '../browser/focus.ts'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { appShortcuts } from './app-shortcuts.ts'
import { usePreferences } from './use-app.ts'

interface AppShortcuts {
  readonly onCommands: () => void
  readonly onHelp: () => void
  /** Brings the message box to the front where one pane is shown at a time. */
  readonly onMessage: () => void
}

/** The shortcuts that work wherever one is. */
export const useAppShortcuts = ({ onCommands, onHelp, onMessage }: AppShortcuts): void => {
  const [{ showRail, showInspector }, change] = usePreferences()
  useShortcuts(appShortcuts, {
    commands: onCommands,
    help: onHelp,
    message: () => {
      onMessage()
      focusField('Message')
    },
    rail: () => change({ showRail: !showRail }),
    inspector: () => change({ showInspector: !showInspector }),
  })
}
