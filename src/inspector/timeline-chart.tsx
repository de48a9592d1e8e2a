import { useState, type PointerEvent } from 'react'
import type { Recording } from '../exchange/recording.ts'
import type { Reading } from '../protocol/reading.ts'
import { byteSize, duration } from '../ui/figures.ts'
import { useElementSize } from '../ui/use-element-size.ts'
import { shortType } from './event-kind.ts'
import { exactMs } from './moment.ts'
import { placeLabels } from './timeline-layout.ts'
import { axisTicks, densityOf, lastMoment, nearestEvent, type TimelineMark } from './timeline-marks.ts'

interface TimelineChartProps {
  readonly recording: Recording
  readonly reading: Reading
  readonly marks: readonly TimelineMark[]
  readonly selected: number | null
  readonly onSelect: (event: number) => void
}

const margin = 10
const flagHeight = 15
const densityHeight = 64
const barHeight = 18
const laneHeight = 22
const axisHeight = 20

const momentKinds = new Set(['first-byte', 'first-text', 'end', 'trouble'])
const momentColours: Readonly<Record<string, string>> = {
  'first-byte': 'stroke-border-strong fill-text-subtle',
  'first-text': 'stroke-kind-text fill-kind-text',
  end: 'stroke-border-strong fill-text-subtle',
  trouble: 'stroke-kind-trouble fill-kind-trouble',
}

/** Steps of the density as one path. The square root keeps a small frame visible beside a large one. */
const densityPath = (density: Float64Array, step: number, bottom: number): string => {
  const largest = Math.sqrt(density.reduce((most, value) => Math.max(most, value), 1))
  let path = ''
  density.forEach((bytes, column) => {
    if (bytes === 0) return
    const height = Math.max(2, (Math.sqrt(bytes) / largest) * densityHeight)
    path += `M${margin + column * step} ${bottom}v${-height.toFixed(1)}h${step - 0.75}V${bottom}z`
  })
  return path
}

interface Scale {
  readonly width: number
  readonly until: number
  readonly x: (time: number) => number
}

const columnWidth = 3

const Moments = ({
  marks,
  scale,
  bottom,
}: {
  readonly marks: readonly TimelineMark[]
  readonly scale: Scale
  readonly bottom: number
}) => {
  const places = placeLabels(
    marks.map(({ from, label }) => ({ from: scale.x(from), to: scale.x(from), label })),
    scale.width,
  )
  return marks.map((mark, index) => {
    const place = places[index]
    const x = Math.round(scale.x(mark.from)) + 0.5
    const lane = Math.min(2, place?.lane ?? 0)
    return (
      <g key={`${mark.kind} ${mark.from} ${mark.label}`} className={momentColours[mark.kind]}>
        <line
          x1={x}
          x2={x}
          y1={lane * flagHeight + 3}
          y2={bottom}
          strokeDasharray={mark.kind === 'end' ? undefined : '3 2'}
        />
        <text x={place?.x ?? x} y={lane * flagHeight + 11} className="stroke-none text-[10.5px] font-medium">
          {mark.label}
        </text>
      </g>
    )
  })
}

const Bars = ({
  marks,
  scale,
  top,
}: {
  readonly marks: readonly TimelineMark[]
  readonly scale: Scale
  readonly top: number
}) => {
  const places = placeLabels(
    marks.map((mark) => ({ from: scale.x(mark.from), to: scale.x(mark.to), label: barLabel(mark) })),
    scale.width,
  )
  return marks.map((mark, index) => {
    const place = places[index]
    const x = scale.x(mark.from)
    const y = top + (place?.lane ?? 0) * laneHeight
    const tone = mark.kind === 'tool' ? 'fill-kind-tool stroke-kind-tool' : 'fill-kind-reasoning stroke-kind-reasoning'
    return (
      <g key={`${mark.kind} ${mark.from} ${mark.label} ${mark.event}`} className={tone}>
        <rect
          x={x}
          y={y}
          width={Math.max(3, scale.x(mark.to) - x)}
          height={barHeight}
          rx={4}
          fillOpacity={0.16}
          strokeOpacity={0.7}
          strokeDasharray={mark.open ? '3 2' : undefined}
        />
        <text x={place?.x ?? x} y={y + 12.5} className="stroke-none text-[10.5px] font-medium">
          {barLabel(mark)}
        </text>
      </g>
    )
  })
}

const barLabel = (mark: TimelineMark): string =>
  `${mark.label} ${mark.open ? 'no end seen' : duration(mark.to - mark.from)}`

const Gaps = ({
  marks,
  scale,
  top,
  bottom,
}: {
  readonly marks: readonly TimelineMark[]
  readonly scale: Scale
  readonly top: number
  readonly bottom: number
}) =>
  marks.map((mark) => {
    const from = scale.x(mark.from)
    const to = scale.x(mark.to)
    return (
      <g key={mark.from}>
        <rect x={from} y={top} width={Math.max(1, to - from)} height={bottom - top} className="fill-notice-soft" />
        {to - from > 56 && (
          <text
            x={(from + to) / 2}
            y={top + densityHeight / 2 + 3}
            textAnchor="middle"
            className="fill-notice text-[10.5px] font-medium"
          >
            {to - from > 100 ? `silence ${duration(mark.to - mark.from)}` : duration(mark.to - mark.from)}
          </text>
        )}
      </g>
    )
  })

const Axis = ({ scale, y, top }: { readonly scale: Scale; readonly y: number; readonly top: number }) =>
  axisTicks(scale.until, Math.max(2, scale.width / 90)).map((tick) => (
    <g key={tick}>
      <line x1={scale.x(tick)} x2={scale.x(tick)} y1={top} y2={y + 4} className="stroke-border" />
      <text
        x={scale.x(tick)}
        y={y + 15}
        textAnchor={tick === 0 ? 'start' : scale.x(tick) > scale.width - 30 ? 'end' : 'middle'}
        className="fill-text-subtle text-[10.5px] tabular-nums"
      >
        {tick === 0 ? '0' : tick < 1000 ? `${tick} ms` : `${tick / 1000} s`}
      </text>
    </g>
  ))

/** Arrivals on one axis: how much came when, what the agent was doing, and where it was silent. */
export const TimelineChart = ({ recording, reading, marks, selected, onSelect }: TimelineChartProps) => {
  const [ref, { width }] = useElementSize()
  const [pointed, setPointed] = useState<number | null>(null)
  const { events } = reading
  const until = Math.max(1, lastMoment(recording))
  const inner = Math.max(1, width - 2 * margin)
  const scale: Scale = { width, until, x: (time) => margin + (time / until) * inner }
  const timeAt = (event: PointerEvent) => {
    const place = event.clientX - event.currentTarget.getBoundingClientRect().left
    return Math.min(until, Math.max(0, ((place - margin) / inner) * until))
  }

  const moments = marks.filter(({ kind }) => momentKinds.has(kind))
  const bars = marks.filter(({ kind }) => kind === 'tool' || kind === 'reasoning')
  const flagLanes =
    1 +
    Math.min(
      2,
      maxLane(
        moments.map(({ from, label }) => ({ from: scale.x(from), to: scale.x(from), label })),
        width,
      ),
    )
  const barLanes =
    bars.length === 0
      ? 0
      : 1 +
        maxLane(
          bars.map((mark) => ({ from: scale.x(mark.from), to: scale.x(mark.to), label: barLabel(mark) })),
          width,
        )
  const densityTop = flagLanes * flagHeight + 4
  const densityBottom = densityTop + densityHeight
  const barTop = densityBottom + 6
  const axisY = barTop + barLanes * laneHeight
  const near = pointed === null ? -1 : nearestEvent(events, pointed)
  const selectedX = selected === null || selected >= events.count ? undefined : scale.x(events.at(selected))
  const density = densityOf(recording.chunks, until, Math.floor(inner / columnWidth))
  return (
    <div>
      {/* The pointer's way to what the list of marks below offers to the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events */}
      <div
        ref={ref}
        className="cursor-crosshair overflow-hidden"
        onPointerMove={(event) => setPointed(timeAt(event))}
        onPointerLeave={() => setPointed(null)}
        onClick={() => {
          if (near >= 0) onSelect(near)
        }}
      >
        <svg
          width={width}
          height={axisY + axisHeight}
          role="img"
          aria-label={`Arrivals over ${duration(until)}. The list of marks below says the same in words.`}
          className="block select-none"
        >
          <Gaps marks={marks.filter(({ kind }) => kind === 'gap')} scale={scale} top={densityTop} bottom={axisY} />
          <Axis scale={scale} y={axisY} top={densityTop} />
          <line x1={0} x2={width} y1={densityBottom + 0.5} y2={densityBottom + 0.5} className="stroke-border" />
          <path d={densityPath(density, columnWidth, densityBottom)} className="fill-accent" fillOpacity={0.75} />
          <Bars marks={bars} scale={scale} top={barTop} />
          <Moments marks={moments} scale={scale} bottom={axisY} />
          {selectedX !== undefined && (
            <g className="fill-accent stroke-accent">
              <line x1={selectedX} x2={selectedX} y1={densityTop} y2={axisY + 2} strokeWidth={2} />
              <path d={`M${selectedX - 5} ${axisY + 8}l5 -7l5 7z`} className="stroke-none" />
            </g>
          )}
          {pointed !== null && (
            <line
              x1={scale.x(pointed)}
              x2={scale.x(pointed)}
              y1={densityTop}
              y2={axisY}
              className="stroke-text"
              strokeOpacity={0.5}
            />
          )}
        </svg>
      </div>
      <p aria-hidden className="flex h-6 items-center gap-3 px-2.5 font-mono text-2xs text-text-subtle tabular-nums">
        {pointed === null || near < 0 ? (
          <span className="font-sans">Point to read a moment, click to select the nearest event.</span>
        ) : (
          <>
            <span className="text-text">{exactMs(pointed)} ms</span>
            <span className="min-w-0 truncate">
              nearest #{near + 1} {shortType(events.typeOf(near))}
            </span>
            <span className="shrink-0">{byteSize(events.row(near).end)} so far</span>
          </>
        )}
      </p>
    </div>
  )
}

const maxLane = (things: Parameters<typeof placeLabels>[0], width: number): number =>
  placeLabels(things, width).reduce((most, { lane }) => Math.max(most, lane), 0)
