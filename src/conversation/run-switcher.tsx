import { Check, ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react'
import { IconButton } from '../ui/button.tsx'
import { duration } from '../ui/figures.ts'
import { Menu, MenuItem, MenuLabel } from '../ui/menu.tsx'
import { answerStateOf, modeWords } from './answer-state.ts'
import type { Run, RunId } from './conversation.ts'

const describe = (run: Run): string =>
  [
    modeWords(run),
    answerStateOf(run.phase),
    ...(run.figures.total === undefined ? [] : [duration(run.figures.total)]),
  ].join(' · ')

interface RunSwitcherProps {
  readonly runs: readonly Run[]
  readonly shown: RunId
  readonly onShow: (run: RunId) => void
}

/** The attempts to answer one turn: which is shown, how each was made and how it ended. */
export const RunSwitcher = ({ runs, shown, onShow }: RunSwitcherProps) => {
  const index = runs.findIndex(({ id }) => id === shown)
  const step = (by: number) => {
    const run = runs[index + by]
    if (run !== undefined) onShow(run.id)
  }
  return (
    <span className="-ms-1.5 inline-flex items-center">
      <IconButton label="Previous run" size="small" disabled={index <= 0} onClick={() => step(-1)}>
        <ChevronLeft size={14} aria-hidden />
      </IconButton>
      <Menu
        trigger={
          <button
            type="button"
            className="flex h-6 items-center gap-1 rounded-md px-1.5 tabular-nums hover:bg-surface-hover hover:text-text"
          >
            run {index + 1}/{runs.length} · {runs[index]?.mode}
            <ChevronDown size={12} aria-hidden />
          </button>
        }
      >
        <MenuLabel>Runs of this turn</MenuLabel>
        {runs.map((run, at) => (
          <MenuItem
            key={run.id}
            icon={run.id === shown && <Check size={14} aria-label="shown" />}
            onSelect={() => onShow(run.id)}
          >
            <span className="tabular-nums">
              {at + 1} · {describe(run)}
            </span>
          </MenuItem>
        ))}
      </Menu>
      <IconButton label="Next run" size="small" disabled={index >= runs.length - 1} onClick={() => step(1)}>
        <ChevronRight size={14} aria-hidden />
      </IconButton>
    </span>
  )
}
