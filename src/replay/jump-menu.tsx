import { Milestone } from 'lucide-react'
import { Fragment } from 'react'
import { IconButton } from '../ui/button.tsx'
import { Keys } from '../ui/keys.tsx'
import { Menu, MenuItem, MenuLabel } from '../ui/menu.tsx'
import { stripShortcuts, type StripAct } from './strip-shortcuts.ts'

/** What leads nowhere from here is absent. */
export type StripActs = Readonly<Partial<Record<StripAct, (() => void) | undefined>>>

const directions: readonly { readonly title: string; readonly ids: readonly StripAct[] }[] = [
  { title: 'On', ids: ['chunk-on', 'mark-on', 'gap-on', 'tool-on', 'finding-on'] },
  { title: 'Back', ids: ['chunk-back', 'mark-back', 'gap-back', 'tool-back', 'finding-back'] },
]

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
        {stripShortcuts
          .filter(({ id }) => ids.includes(id))
          .map(({ id, key, does }) => (
            <MenuItem key={id} icon={undefined} disabled={acts[id] === undefined} onSelect={() => acts[id]?.()}>
              <span className="flex items-center gap-4">
                <span className="flex-1">{does}</span>
                <Keys of={key} />
              </span>
            </MenuItem>
          ))}
      </Fragment>
    ))}
  </Menu>
)
