import { useMemo, useState, type PointerEvent } from 'react'
import { cn } from '../ui/class-names.ts'
import { count as figure, duration } from '../ui/figures.ts'
import { useElementSize } from '../ui/use-element-size.ts'
import { eventsUntil, filmDensity, placeOfEvent, type Film } from './film.ts'
import type { StripAxis } from './strip-axis.ts'
import type { StripMark } from './strip-marks.ts'

const height = 36
/** Half of the slider's thumb, whose middle moves between these edges. */
const margin = 6
const columnWidth = 3
const base = height - 7
const tallest = base - 9

interface StripGraphProps {
  readonly film: Film
  /** Grows with what the last take holds. */
  readonly version: number
  readonly axis: StripAxis
  readonly marks: readonly StripMark[]
  readonly value: number
  readonly valueText: string
  readonly disabled: boolean
  readonly onSeek: (value: number) => void
}

/** The square root keeps a small frame visible beside a large one. */
const densityPath = (density: Float64Array): string => {
  const largest = Math.sqrt(density.reduce((most, value) => Math.max(most, value), 1))
  let path = ''
  density.forEach((bytes, column) => {
    if (bytes === 0) return
    const bar = Math.max(2, (Math.sqrt(bytes) / largest) * tallest)
    path += `M${margin + column * columnWidth} ${base}v${-bar.toFixed(1)}h${columnWidth - 0.75}V${base}z`
  })
  return path
}

/** A shape of its own for each kind, so that colour is not needed to tell them apart. */
const MarkShape = ({
  mark: { kind },
  x,
  to,
}: {
  readonly mark: StripMark
  readonly x: number
  readonly to: number
}) => {
  const width = Math.max(5, to - x)
  switch (kind) {
    case 'head':
      return null
    case 'first-byte':
      return <path d={`M${x - 3.5} 1.5h7l-3.5 6z`} className="fill-surface stroke-text-subtle" />
    case 'first-text':
      return <path d={`M${x - 4} 1h8l-4 7z`} className="fill-kind-text" />
    case 'reasoning':
      return (
        <path
          d={`M${x} ${base + 3.5}h${width}`}
          className="stroke-kind-reasoning"
          strokeWidth={2}
          strokeDasharray="2 2"
        />
      )
    case 'tool':
      return <rect x={x} y={base + 1.5} width={width} height={4} rx={1} className="fill-kind-tool" />
    case 'gap':
      return <rect x={x} y={9} width={width} height={base - 9} className="fill-notice-soft" />
    case 'trouble':
      return <path d={`M${x} 0l4 4.5l-4 4.5l-4-4.5z`} className="fill-kind-trouble" />
    case 'finding':
      return <path d={`M${x} 9V1h6l-1.5 2l1.5 2h-6`} className="fill-notice stroke-notice" />
    case 'end':
      return <path d={`M${x - 0.5} 3V${base}`} className="stroke-border-strong" strokeWidth={1.5} />
    default:
      return kind satisfies never
  }
}

const near = 7

/** What the pointer is at, in words: the time, the event, and the marks there. */
const wordsAt = (place: number, { axis, film, marks }: StripGraphProps, reach: number): string => {
  const at = axis.unit === 'ms' ? duration(place) : `event ${figure(Math.floor(place))}`
  const count = eventsUntil(film, axis.momentAt(place))
  const newest = placeOfEvent(film, count - 1)
  const type =
    count === 0
      ? 'before the first event'
      : `#${figure(count)} ${film[newest.take]?.reading.events.typeOf(newest.index) ?? ''}`
  const labels = marks
    .filter(({ from, to }) => from - reach <= place && place <= to + reach)
    .slice(0, 4)
    .map(({ label, from, to }) => (to > from ? `${label} ${duration(to - from)}` : label))
  return [at, type, ...labels].join(' · ')
}

/** Arrivals along the axis, and over them the slider. */
export const StripGraph = (props: StripGraphProps) => {
  const { film, version, axis, marks, value, valueText, disabled, onSeek } = props
  const [ref, { width }] = useElementSize()
  const [pointed, setPointed] = useState<number>()
  const max = Math.max(1, axis.max)
  const inner = Math.max(1, width - 2 * margin)
  const xOf = (place: number) => margin + (Math.min(place, max) / max) * inner
  // The last take grows in place; the version says so.
  const density = useMemo(
    () => (axis.unit === 'ms' ? densityPath(filmDensity(film, max, Math.floor(inner / columnWidth))) : ''),
    // oxlint-disable-next-line react/exhaustive-deps
    [axis.unit, film, version, max, inner],
  )
  const playhead = xOf(value)
  const point = (event: PointerEvent) => {
    const place = event.clientX - event.currentTarget.getBoundingClientRect().left
    setPointed(Math.min(max, Math.max(0, ((place - margin) / inner) * max)))
  }
  const pointedX = pointed === undefined ? 0 : xOf(pointed)
  return (
    <div
      ref={ref}
      className="relative h-9 min-w-0 flex-1 touch-none"
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setPointed(undefined)}
    >
      <svg width={width} height={height} aria-hidden className="block select-none">
        {marks
          .filter(({ kind }) => kind === 'gap')
          .map((mark) => (
            <MarkShape key={`gap ${mark.from}`} mark={mark} x={xOf(mark.from)} to={xOf(mark.to)} />
          ))}
        <path d={`M0 ${base + 0.5}H${width}`} className="stroke-border" />
        <path d={density} className="fill-accent" fillOpacity={0.3} />
        <svg width={playhead} height={height}>
          <path d={density} className="fill-accent" fillOpacity={0.85} />
        </svg>
        {marks
          .filter(({ kind }) => kind !== 'gap')
          .map((mark) => (
            <MarkShape
              key={`${mark.kind} ${mark.from} ${mark.label}`}
              mark={mark}
              x={xOf(mark.from)}
              to={xOf(mark.to)}
            />
          ))}
        <path d={`M${playhead} 0V${height}`} className="stroke-text" strokeWidth={1.5} />
        <path d={`M${playhead - 5} ${height}l5-6l5 6z`} className="fill-text" />
      </svg>
      <input
        type="range"
        aria-label="Replay position"
        aria-valuetext={valueText}
        min={0}
        max={max}
        step="any"
        value={Math.min(value, max)}
        disabled={disabled}
        onChange={(event) => onSeek(event.target.valueAsNumber)}
        className="absolute inset-0 m-0 h-full w-full cursor-ew-resize rounded-sm opacity-0"
      />
      <div
        aria-hidden
        className="pointer-events-none absolute inset-0 rounded-sm [input:focus-visible+&]:ring-2 [input:focus-visible+&]:ring-accent"
      />
      {pointed !== undefined && (
        <p
          aria-hidden
          style={pointedX < width / 2 ? { left: pointedX } : { right: width - pointedX }}
          className={cn(
            'pointer-events-none absolute bottom-full z-20 mb-1 max-w-[min(28rem,80vw)] truncate rounded-md bg-text px-2 py-1',
            'text-2xs text-surface tabular-nums shadow-floating',
          )}
        >
          {wordsAt(pointed, props, (near / inner) * max)}
        </p>
      )}
    </div>
  )
}
