import { Columns2, FolderSearch, Pin, PinOff, Repeat } from 'lucide-react'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem, MenuLabel } from '../ui/menu.tsx'
import type { Run } from './conversation.ts'
import type { ThreadActions } from './thread-model.ts'

interface CompareMenuProps {
  readonly run: Run
  readonly runs: readonly Run[]
  readonly isBaseline: boolean
  readonly actions: Pick<ThreadActions, 'onCompare' | 'onCompareWith' | 'onPin' | 'onRepeat' | 'cannotRun'>
}

/** An answer beside others of the same message: those that are there, and more of them. */
export const CompareMenu = ({ run, runs, isBaseline, actions }: CompareMenuProps) => (
  <Menu
    trigger={
      <IconButton label="Compare" size="small">
        <Columns2 size={14} aria-hidden />
      </IconButton>
    }
  >
    <MenuLabel>Compare this answer</MenuLabel>
    {runs.map(
      (other, index) =>
        other.id !== run.id && (
          <MenuItem
            key={other.id}
            icon={<Columns2 size={14} aria-hidden />}
            onSelect={() => actions.onCompare(run.id, other.id)}
          >
            With run {index + 1} · {other.mode}
          </MenuItem>
        ),
    )}
    <MenuItem icon={<FolderSearch size={14} aria-hidden />} onSelect={() => actions.onCompareWith(run.id)}>
      With another run…
    </MenuItem>
    <MenuItem
      icon={isBaseline ? <PinOff size={14} aria-hidden /> : <Pin size={14} aria-hidden />}
      onSelect={() => actions.onPin(run.turn, isBaseline ? null : run.id)}
    >
      {isBaseline ? 'Unpin baseline' : 'Pin as baseline'}
    </MenuItem>
    <MenuItem
      icon={<Repeat size={14} aria-hidden />}
      disabled={actions.cannotRun !== undefined}
      onSelect={() => actions.onRepeat(run.turn)}
    >
      Repeat this request…
    </MenuItem>
  </Menu>
)
