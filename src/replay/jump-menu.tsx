import { Milestone } from 'lucide-react'
import { Fragment } from 'react'
import { IconButton } from '../ui/button.tsx'
import { Keys } from '../ui/keys.tsx'
import { Menu, MenuItem, MenuLabel } from '../ui/menu.tsx'
import { stripShortcuts, type StripAct } from './strip-shortcuts.ts'

export type StripActs = Readonly<Record<StripAct, (() => void) | undefined>>

const directions = [
  { title: 'On', ids: ['chunk-on', 'mark-on', 'gap-on', 'tool-on', 'finding-on'] },
  { title: 'Back', ids: ['chunk-back', 'mark-back', 'gap-back', 'tool-back', 'finding-back'] },
] as const satisfies readonly { readonly title: string; readonly ids: readonly StripAct[] }[]

interface JumpMenuProps {
  readonly acts: StripActs
  readonly disabled: boolean
}

/** Every way to go on and back that has no button of its own. What leads nowhere from here is disabled. */
export const JumpMenu = ({ acts, disabled }: JumpMenuProps) => (
  <Menu
    trigger={
      <IconButton label="Jump" size="small" disabled={disabled}>
        <Milestone size={14} aria-hidden />
      </IconButton>
    }
  >
    {directions.map(({ title, ids }) => (
      <Fragment key={title}>
        <MenuLabel>{title}</MenuLabel>
        {ids.map((id) => {
          const shortcut = stripShortcuts.find((one) => one.id === id)
          const act = acts[id]
          return (
            shortcut !== undefined && (
              <MenuItem key={id} icon={undefined} disabled={act === undefined} onSelect={() => act?.()}>
                <span className="flex items-center gap-4">
                  <span className="flex-1">{shortcut.does}</span>
                  <Keys of={shortcut.key} />
                </span>
              </MenuItem>
            )
          )
        })}
      </Fragment>
    ))}
  </Menu>
)
