import { Flag } from 'lucide-react'
import { memo } from 'react'
import { lacks, type Recording } from '../exchange/recording.ts'
import type { Reading } from '../protocol/reading.ts'
import { cn } from '../ui/class-names.ts'
import { kindOf, shortType } from './event-kind.ts'
import { rowPreview } from './event-text.ts'
import { GapCell, numberCell } from './gap-cell.tsx'
import { KindIcon, kindColours } from './kind-icon.tsx'
import { exactMs } from './moment.ts'

export type RowWidth = 'narrow' | 'medium' | 'wide'

/** Columns behind the number: what the width of the list leaves room for. */
const columns: Readonly<Record<RowWidth, string>> = {
  narrow: '3.75rem minmax(6rem,9rem) minmax(0,1fr)',
  medium: '4rem 3.25rem minmax(7rem,10rem) minmax(0,1fr)',
  wide: '4.25rem 3.25rem 2.75rem minmax(8rem,11.5rem) minmax(0,1fr)',
}

/** A grid template whose first column has room for the largest row number. In rem, so that header and rows agree. */
export const columnsFor = (rest: string, count: number): string =>
  `${(0.7 + 0.42 * Math.max(2, String(count).length)).toFixed(2)}rem ${rest}`

export const eventColumns = (width: RowWidth, count: number): string => columnsFor(columns[width], count)

/** The end of a type says most, so the middle gives way. */
const TypeName = ({ type }: { readonly type: string }) => {
  const name = shortType(type)
  const dot = name.lastIndexOf('.')
  return dot < 1 ? (
    <span className="truncate">{name}</span>
  ) : (
    <span className="flex min-w-0">
      <span className="truncate">{name.slice(0, dot)}</span>
      <span className="shrink-0">{name.slice(dot)}</span>
    </span>
  )
}

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
  const timed = !lacks(recording, 'times')
  return (
    <>
      <span role="gridcell" className={cn(numberCell, 'text-text-subtle')}>
        {index + 1}
      </span>
      <span role="gridcell" className={numberCell}>
        {timed ? exactMs(row.at) : '–'}
      </span>
      {width !== 'narrow' && <GapCell gap={timed ? gap : undefined} until="event" />}
      {width === 'wide' && (
        <span role="gridcell" className={cn(numberCell, 'text-text-subtle')}>
          {row.end - row.start}
        </span>
      )}
      <span role="gridcell" className={cn('flex min-w-0 items-center gap-1.5', kindColours[kind])} title={row.type}>
        <KindIcon kind={kind} />
        <TypeName type={row.type} />
        {row.findings > 0 && <Flag size={10} aria-label="has findings" className="shrink-0 text-notice" />}
      </span>
      <span role="gridcell" className={cn('truncate', matches ? 'rounded-sm bg-mark/40' : 'text-text-subtle')}>
        {rowPreview(reading.form, recording.chunks, row)}
      </span>
    </>
  )
})
EventCells.displayName = 'EventCells'
