import { Flag } from 'lucide-react'
import { memo } from 'react'
import type { Recording } from '../exchange/recording.ts'
import type { Reading } from '../protocol/reading.ts'
import { cn } from '../ui/class-names.ts'
import { kindOf, shortType } from './event-kind.ts'
import { rowPreview } from './event-text.ts'
import { KindIcon, kindColours } from './kind-icon.tsx'
import { exactMs, gapText, longGap } from './moment.ts'

export type RowWidth = 'narrow' | 'medium' | 'wide'

/** What the width of the list leaves room for. */
export const eventColumns: Readonly<Record<RowWidth, string>> = {
  narrow: '2.5rem 3.75rem minmax(6rem,9rem) minmax(0,1fr)',
  medium: '2.75rem 4rem 3.25rem minmax(7rem,10.5rem) minmax(0,1fr)',
  wide: '3rem 4.5rem 3.5rem 3rem minmax(8rem,12.5rem) minmax(0,1fr)',
}

const right = 'truncate text-end tabular-nums'

export const EventHeader = ({ width }: { readonly width: RowWidth }) => (
  <>
    <span role="columnheader" className="text-end">
      #
    </span>
    <span role="columnheader" className="text-end" title="Milliseconds from sending the request to the arrival">
      ms
    </span>
    {width !== 'narrow' && (
      <span
        role="columnheader"
        className="text-end"
        title="Milliseconds since the event before; empty when they came in one read"
      >
        gap
      </span>
    )}
    {width === 'wide' && (
      <span role="columnheader" className="text-end">
        bytes
      </span>
    )}
    <span role="columnheader">type</span>
    <span role="columnheader">preview</span>
  </>
)

interface EventCellsProps {
  readonly recording: Recording
  readonly reading: Reading
  readonly index: number
  readonly width: RowWidth
  readonly matches: boolean
  /** Where the event ends; the newest one may still grow. */
  readonly end: number
}

/** One event as the cells of a row. Its bytes are decoded here, when it is on screen. */
export const EventCells = memo(({ recording, reading, index, width, matches }: EventCellsProps) => {
  const row = reading.events.row(index)
  const gap = row.at - (index === 0 ? 0 : reading.events.at(index - 1))
  const kind = kindOf(row.type)
  const silent = gap >= longGap
  return (
    <>
      <span role="gridcell" className={cn(right, 'text-text-subtle')}>
        {index + 1}
      </span>
      <span role="gridcell" className={right}>
        {exactMs(row.at)}
      </span>
      {width !== 'narrow' && (
        <span
          role="gridcell"
          className={cn(right, silent ? 'rounded-sm bg-notice-soft font-semibold text-notice' : 'text-text-subtle')}
          title={silent ? `${(gap / 1000).toFixed(1)} s of silence before this event` : undefined}
        >
          {gapText(gap)}
          {silent && <span className="sr-only"> milliseconds of silence</span>}
        </span>
      )}
      {width === 'wide' && (
        <span role="gridcell" className={cn(right, 'text-text-subtle')}>
          {row.end - row.start}
        </span>
      )}
      <span role="gridcell" className={cn('flex min-w-0 items-center gap-1.5', kindColours[kind])} title={row.type}>
        <KindIcon kind={kind} />
        <span className="truncate">{shortType(row.type)}</span>
        {row.findings > 0 && <Flag size={10} aria-label="has findings" className="shrink-0 text-notice" />}
      </span>
      <span role="gridcell" className={cn('truncate', matches ? 'rounded-sm bg-mark/40' : 'text-text-subtle')}>
        {rowPreview(reading.form, recording.chunks, row)}
      </span>
    </>
  )
})
EventCells.displayName = 'EventCells'
