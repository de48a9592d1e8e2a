import { cn } from '../ui/class-names.ts'
import { gapText, longGap } from './moment.ts'

/** Numbers of a row stand at the right of their column. */
export const numberCell = 'truncate text-end tabular-nums'

interface GapCellProps {
  /** Milliseconds since what came before; undefined where the source does not say when things came. */
  readonly gap: number | undefined
  /** What came then. */
  readonly until: 'chunk' | 'event'
}

/** How long it took until something came; long silence stands out. */
export const GapCell = ({ gap, until }: GapCellProps) => {
  const silent = gap !== undefined && gap >= longGap
  return (
    <span
      role="gridcell"
      className={cn(numberCell, silent ? 'rounded-sm bg-notice-soft font-semibold text-notice' : 'text-text-subtle')}
      title={silent ? `${(gap / 1000).toFixed(1)} s of silence before this ${until}` : undefined}
    >
      {gap === undefined ? '–' : gapText(gap)}
      {silent && <span className="sr-only"> milliseconds of silence</span>}
    </span>
  )
}
