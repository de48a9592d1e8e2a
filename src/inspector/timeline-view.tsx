import {
  Brain,
  CircleAlert,
  CircleStop,
  Hourglass,
  LogIn,
  MessageSquareText,
  Server,
  Wrench,
  type LucideIcon,
} from 'lucide-react'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { lacks, type Recording } from '../exchange/recording.ts'
import type { Reading } from '../protocol/reading.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { byteSize, count as figure, duration } from '../ui/figures.ts'
import { kindOf, shortType } from './event-kind.ts'
import { rowPreview } from './event-text.ts'
import { EmptyNote } from './empty-note.tsx'
import { figuresOf } from './figures-of.ts'
import { KindIcon, kindColours } from './kind-icon.tsx'
import { exactMs, longGap } from './moment.ts'
import { NothingYet } from './nothing-yet.tsx'
import { TimelineChart } from './timeline-chart.tsx'
import { densityOf, lastMoment, marksOf, type MarkKind, type TimelineMark } from './timeline-marks.ts'
import { selectEvent, selectTab, useSelection } from './use-selection.ts'

interface TimelineViewProps {
  readonly recording: Recording
  readonly reading: Reading
  readonly live: boolean
}

const icons: Readonly<Record<MarkKind, readonly [LucideIcon, string]>> = {
  head: [Server, 'text-text-subtle'],
  'first-byte': [LogIn, 'text-text-subtle'],
  'first-text': [MessageSquareText, 'text-kind-text'],
  reasoning: [Brain, 'text-kind-reasoning'],
  tool: [Wrench, 'text-kind-tool'],
  gap: [Hourglass, 'text-notice'],
  trouble: [CircleAlert, 'text-kind-trouble'],
  end: [CircleStop, 'text-text-subtle'],
}

const Figure = ({
  label,
  value,
  emphasis = false,
}: {
  readonly label: string
  readonly value: string
  readonly emphasis?: boolean
}) => (
  <div className="min-w-0">
    <dt className="truncate text-2xs text-text-subtle">{label}</dt>
    <dd className={cn('truncate text-sm font-semibold tabular-nums', emphasis && 'text-notice')}>{value}</dd>
  </div>
)

const FigureStrip = ({ recording, reading }: Omit<TimelineViewProps, 'live'>) => {
  const figures = figuresOf(recording, reading)
  const isTimed = !lacks(recording, 'times')
  const time = (value: number | undefined) => (value === undefined ? '–' : duration(value))
  return (
    <dl className="grid grid-cols-3 gap-x-3 gap-y-2 border-b border-border px-3 py-2 @md:grid-cols-6">
      <Figure label="First byte" value={time(figures.firstByte)} />
      <Figure label="First text" value={time(figures.firstText)} />
      <Figure
        label={figures.total === undefined && isTimed ? 'So far' : 'Total'}
        value={time(figures.total ?? (isTimed ? lastMoment(recording) : undefined))}
      />
      <Figure label="Events" value={figure(figures.events)} />
      <Figure label="Bytes" value={byteSize(figures.bytes)} />
      <Figure
        label="Longest gap"
        value={time(figures.largestGap?.duration)}
        emphasis={(figures.largestGap?.duration ?? 0) >= longGap}
      />
    </dl>
  )
}

const spanWords = (mark: TimelineMark): string => {
  if (mark.from === mark.to) return ''
  return mark.open ? 'no end seen' : duration(mark.to - mark.from)
}

interface MarkListProps {
  readonly marks: readonly TimelineMark[]
  readonly onSelect: (event: number) => void
}

/** The marks in words, for the keyboard and for those who do not see the chart. */
const MarkList = ({ marks, onSelect }: MarkListProps) => {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(-1)
  const moveTo = (index: number) => {
    const mark = marks[index]
    if (mark === undefined) return
    setActive(index)
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' })
    if (mark.event >= 0) onSelect(mark.event)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const last = marks.length - 1
    if (event.key === 'ArrowDown' || event.key === 'j') moveTo(Math.min(last, active + 1))
    else if (event.key === 'ArrowUp' || event.key === 'k') moveTo(Math.max(0, active - 1))
    else if (event.key === 'Home') moveTo(0)
    else if (event.key === 'End') moveTo(last)
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={list}
      role="listbox"
      aria-label="Marks"
      aria-activedescendant={active >= 0 && active < marks.length ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="min-h-0 overflow-y-auto border-t border-border py-1 -outline-offset-2"
    >
      {marks.map((mark, index) => {
        const [Icon, colour] = icons[mark.kind]
        return (
          // Keys are handled by the list, which has the focus.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={`${mark.kind} ${mark.from} ${mark.label} ${mark.event}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onClick={() => moveTo(index)}
            className={cn(
              'grid h-7 cursor-default grid-cols-[1rem_4.5rem_minmax(0,1fr)_auto] items-center gap-x-3 border-s-2 ps-2.5 pe-3 text-xs',
              index === active ? 'border-s-accent bg-accent-soft' : 'border-s-transparent hover:bg-surface-hover',
            )}
          >
            <Icon size={13} aria-hidden className={colour} />
            <span className="text-end font-mono text-2xs tabular-nums">{exactMs(mark.from)}</span>
            <span className="truncate">{mark.label}</span>
            <span className="text-2xs text-text-subtle tabular-nums">{spanWords(mark)}</span>
          </div>
        )
      })}
    </div>
  )
}

/** The selected event in one line, and the way to all of it. */
const SelectedEvent = ({ recording, reading, event }: Omit<TimelineViewProps, 'live'> & { readonly event: number }) => {
  const row = reading.events.row(event)
  const kind = kindOf(row.type)
  return (
    <div className="flex h-9 items-center gap-2 border-t border-border bg-surface-raised ps-3 pe-1.5 font-mono text-2xs">
      <KindIcon kind={kind} />
      <span className="text-text-subtle">#{figure(event + 1)}</span>
      <span className={cn('shrink-0', kindColours[kind])}>{shortType(row.type)}</span>
      <span className="min-w-0 flex-1 truncate text-text-subtle">
        {rowPreview(reading.form, recording.chunks, row)}
      </span>
      <Button variant="quiet" size="small" onClick={() => selectTab('events')}>
        Open event
      </Button>
    </div>
  )
}

const tenths = 10

const DensityTable = ({ recording }: { readonly recording: Recording }) => {
  const until = lastMoment(recording)
  return (
    <table className="sr-only">
      <caption>Bytes that arrived in each tenth of the time</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">Bytes</th>
        </tr>
      </thead>
      <tbody>
        {[...densityOf(recording.chunks, until, tenths)].map((bytes, tenth) => (
          // There are always ten.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={tenth}>
            <td>{duration((until * tenth) / tenths)}</td>
            <td>{duration((until * (tenth + 1)) / tenths)}</td>
            <td>{figure(bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The exchange on a time axis: figures, chart, and its marks in words. */
export const TimelineView = ({ recording, reading, live }: TimelineViewProps) => {
  const selection = useSelection(recording.id)
  if (recording.chunks.count === 0) return <NothingYet recording={recording} live={live} />
  if (lacks(recording, 'times')) {
    return (
      <div className="@container grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
        <FigureStrip recording={recording} reading={reading} />
        <EmptyNote title="There is no timeline without times">
          The source of this answer does not say when its parts arrived. The order of its events stands in Events.
        </EmptyNote>
      </div>
    )
  }
  const marks = marksOf(recording, reading)
  const event = selection?.event ?? null
  const select = (event: number) => selectEvent(recording.id, reading.events, event)
  return (
    <div className="@container grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)_auto]">
      <FigureStrip recording={recording} reading={reading} />
      <div className="max-h-80 overflow-y-auto pt-2">
        <TimelineChart recording={recording} reading={reading} marks={marks} selected={event} onSelect={select} />
        <DensityTable recording={recording} />
      </div>
      <MarkList marks={marks} onSelect={select} />
      {event !== null && event < reading.events.count && (
        <SelectedEvent recording={recording} reading={reading} event={event} />
      )}
    </div>
  )
}
