import { EyeOff, Monitor, Moon, PanelLeft, PanelRight, Search, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { useKeepsHistory } from '../library/use-library.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem, MenuLabel } from '../ui/menu.tsx'
import { keyWords } from '../ui/shortcut.ts'
import { Logo } from './logo.tsx'
import type { ColorScheme } from './preferences-store.ts'
import { navigate, usePreferences } from './use-app.ts'

const schemes: readonly { readonly scheme: ColorScheme; readonly label: string; readonly icon: ReactNode }[] = [
  { scheme: 'system', label: 'As the system', icon: <Monitor size={14} aria-hidden /> },
  { scheme: 'light', label: 'Light', icon: <Sun size={14} aria-hidden /> },
  { scheme: 'dark', label: 'Dark', icon: <Moon size={14} aria-hidden /> },
]

const SchemeMenu = () => {
  const [{ colorScheme }, change] = usePreferences()
  const current = schemes.find(({ scheme }) => scheme === colorScheme) ?? schemes[0]
  return (
    <Menu trigger={<IconButton label={`Theme: ${current?.label ?? ''}`}>{current?.icon}</IconButton>}>
      <MenuLabel>Theme</MenuLabel>
      {schemes.map(({ scheme, label, icon }) => (
        <MenuItem key={scheme} icon={icon} onSelect={() => change({ colorScheme: scheme })}>
          {label}
          {scheme === colorScheme && <span className="sr-only"> (chosen)</span>}
        </MenuItem>
      ))}
    </Menu>
  )
}

/** Both panes are there as a rule, which asks for no emphasis: a hidden one is the paler. */
const paneToggle = 'opacity-60 aria-pressed:bg-transparent aria-pressed:text-text aria-pressed:opacity-100'

interface TopBarProps {
  readonly narrow: boolean
  readonly workspace: ReactNode
  /** Whether there is something to inspect, so that showing and hiding the inspector means something. */
  readonly hasInspector: boolean
  readonly onHome: () => void
  readonly onCommands: () => void
}

export const TopBar = ({ narrow, workspace, hasInspector, onHome, onCommands }: TopBarProps) => {
  const [{ showRail, showInspector }, change] = usePreferences()
  const keepsHistory = useKeepsHistory()
  return (
    <header className="flex h-12 items-center gap-2 border-b border-border bg-surface-raised px-3">
      <button
        type="button"
        aria-label="Agent Playground: start page"
        onClick={onHome}
        className="flex items-center gap-2 rounded-md px-1 py-1 text-sm font-semibold"
      >
        <Logo size={22} />
        <span className="max-lg:hidden">Agent Playground</span>
      </button>
      <div className="mx-1 h-5 w-px bg-border max-sm:hidden" />
      <div className="flex min-w-0 flex-1 items-center">{workspace}</div>
      <IconButton label="Commands" shortcut={keyWords('Mod+k')} onClick={onCommands}>
        <Search size={17} aria-hidden />
      </IconButton>
      {!narrow && (
        <>
          <IconButton
            label={showRail ? 'Hide agents' : 'Show agents'}
            shortcut={keyWords('Mod+b')}
            aria-pressed={showRail}
            className={paneToggle}
            onClick={() => change({ showRail: !showRail })}
          >
            <PanelLeft size={17} aria-hidden />
          </IconButton>
          {hasInspector && (
            <IconButton
              label={showInspector ? 'Hide inspector' : 'Show inspector'}
              shortcut={keyWords('Mod+j')}
              aria-pressed={showInspector}
              className={paneToggle}
              onClick={() => change({ showInspector: !showInspector })}
            >
              <PanelRight size={17} aria-hidden />
            </IconButton>
          )}
        </>
      )}
      {!keepsHistory && (
        <button
          type="button"
          title="What is said is in the memory of this tab alone, and gone with it. Opens the library."
          onClick={() => navigate({ at: 'library' })}
          className="flex h-7 shrink-0 items-center gap-1.5 rounded-md bg-notice-soft px-2 text-xs font-medium text-notice"
        >
          <EyeOff size={14} aria-hidden /> <span className="max-sm:sr-only">No history</span>
        </button>
      )}
      <SchemeMenu />
    </header>
  )
}
