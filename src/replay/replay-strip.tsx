import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, Pause, Play, SkipForward } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import type { Run } from '../conversation/conversation.ts'
import type { OpenRecording } from '../conversation/open-recordings.ts'
import { useOpenRecording } from '../conversation/use-conversation.ts'
import type { Recording } from '../exchange/recording.ts'
import { useRecordingVersion } from '../inspector/use-recording.ts'
import { clearSelection, selectEvent } from '../inspector/use-selection.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { count as figure, duration } from '../ui/figures.ts'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { chunksBefore, chunksIn, eventsBefore, eventsIn, filmAtChunk, filmAtEvent, placeOfEvent } from './film.ts'
import { JumpMenu, type StripActs } from './jump-menu.tsx'
import { stripAxis, type StripAxis } from './strip-axis.ts'
import { StripGraph } from './strip-graph.tsx'
import { nextEvent, nextPlace, stripMarks, type StripMark } from './strip-marks.ts'
import { stripShortcuts } from './strip-shortcuts.ts'
import { useChain, usePlaying, useReplay } from './use-replay.ts'

const speeds = [0.25, 0.5, 1, 2, 4, 8, 16]
/** Without times, so many milliseconds for each event. */
const eventPace = 50

/** The moment and the event; without times, the event alone. */
const longText = (axis: StripAxis, value: number, place: string): string =>
  axis.unit === 'ms' ? `${duration(value)} of ${duration(axis.max)}, ${place}` : place

const shortText = (axis: StripAxis, value: number, place: string): string =>
  axis.unit === 'ms' ? `${duration(value)} · ${place}` : place

/** Where there is little room: the moment alone; without times, which event of how many. */
const narrowText = (axis: StripAxis, value: number): string =>
  axis.unit === 'ms' ? duration(value) : `${figure(value)} of ${figure(axis.max)}`

interface StepButtonProps {
  readonly label: string
  readonly shortcut: string
  /** Absent where it leads nowhere from here. */
  readonly act: (() => void) | undefined
  readonly children: ReactNode
}

const StepButton = ({ label, shortcut, act, children }: StepButtonProps) => (
  <IconButton label={label} shortcut={shortcut} size="small" disabled={act === undefined} onClick={act}>
    {children}
  </IconButton>
)

const SpeedField = ({ speed, onSpeed }: { readonly speed: number; readonly onSpeed: (speed: number) => void }) => (
  <select
    aria-label="Speed"
    value={speed}
    onChange={(change) => onSpeed(Number(change.target.value))}
    className="h-6 rounded-md border border-transparent bg-transparent text-2xs tabular-nums hover:bg-surface-hover"
  >
    {speeds.map((factor) => (
      <option key={factor} value={factor}>
        {factor}×
      </option>
    ))}
  </select>
)

interface OpenStripProps {
  readonly run: Run
  readonly entry: OpenRecording
  /** The recordings that this one goes on with, and itself; undefined while they are read. */
  readonly chain: readonly Recording[] | undefined
  readonly narrow: boolean
}

/** The strip of recordings that are at hand. */
export const OpenStrip = ({ run, entry, chain, narrow }: OpenStripProps) => {
  const version = useRecordingVersion(entry.recording)
  const { film, shown, ready, seek, leave } = useReplay(run.id, entry, chain)
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState(1)
  // The last recording and its reading grow in place; their version says so.
  const [axis, marks] = useMemo(() => {
    const along = stripAxis(film)
    return [along, stripMarks(film, along)] as const
    // oxlint-disable-next-line react/exhaustive-deps
  }, [film, version])
  const events = eventsIn(film)
  const take = Math.max(
    0,
    film.findIndex(({ recording }) => recording.id === shown?.recording.id),
  )
  const value = shown === null ? axis.max : axis.valueOf({ take, moment: shown.moment })
  const event = shown === null ? events : eventsBefore(film, take) + (shown.reading?.events.count ?? 0)
  const chunk = shown === null ? chunksIn(film) : chunksBefore(film, take) + shown.recording.chunks.count

  const back = () => {
    setPlaying(false)
    leave()
  }
  const forget = () => {
    for (const { recording } of film) clearSelection(recording.id)
  }
  const moveTo = (next: number) => {
    if (next >= axis.max) return back()
    forget()
    seek(axis.momentAt(Math.max(0, next)))
  }
  const advance = (elapsed: number) => moveTo(value + elapsed * speed * (axis.unit === 'ms' ? 1 : 1 / eventPace))
  usePlaying(playing, advance)
  const play = () => {
    if (!ready) return
    if (!playing && shown === null) moveTo(0)
    setPlaying(!playing)
  }
  const showEvent = (next: number) => {
    setPlaying(false)
    if (next >= events - 1) back()
    else seek(filmAtEvent(film, Math.max(-1, next)))
    const place = placeOfEvent(film, next)
    const found = film[place.take]
    if (found === undefined || next < 0) forget()
    else selectEvent(found.recording.id, found.reading.events, place.index)
  }
  const showChunk = (next: number) => {
    setPlaying(false)
    if (next >= chunksIn(film) - 1) return back()
    forget()
    seek(filmAtChunk(film, Math.max(-1, next)))
  }
  const jumpTo = (place: number | undefined) =>
    place === undefined
      ? undefined
      : () => {
          setPlaying(false)
          moveTo(place)
        }
  const toMark = (direction: 1 | -1) => jumpTo(nextPlace(marks, value, direction) ?? (direction === 1 ? axis.max : 0))
  const toGap = (direction: 1 | -1) =>
    jumpTo(
      nextPlace(
        marks.filter(({ kind }) => kind === 'gap'),
        value,
        direction,
      ),
    )
  /** Several events may come in one read, so that these are told apart by their events. */
  const toEvent = (kind: StripMark['kind'], direction: 1 | -1) => {
    const next = nextEvent(
      marks.filter((mark) => mark.kind === kind),
      event - 1,
      direction,
    )
    return next === undefined ? undefined : () => showEvent(next)
  }
  const isAtEnd = shown === null
  const acts: StripActs = ready
    ? {
        play,
        'event-back': event > 0 ? () => showEvent(event - 2) : undefined,
        'event-on': isAtEnd ? undefined : () => showEvent(event),
        'chunk-back': chunk > 0 ? () => showChunk(chunk - 2) : undefined,
        'chunk-on': isAtEnd ? undefined : () => showChunk(chunk),
        'mark-back': toMark(-1),
        'mark-on': isAtEnd ? undefined : toMark(1),
        'gap-back': toGap(-1),
        'gap-on': toGap(1),
        'tool-back': toEvent('tool', -1),
        'tool-on': toEvent('tool', 1),
        'finding-back': toEvent('finding', -1),
        'finding-on': toEvent('finding', 1),
      }
    : {}
  useShortcuts(stripShortcuts, acts)
  const place = `event ${figure(event)} of ${figure(events)}`
  const words = longText(axis, value, place)

  return (
    <section
      aria-label="Replay"
      className={cn(
        'flex h-9 items-center gap-0.5 border-t px-1.5',
        shown === null ? 'border-border bg-surface-raised' : 'border-accent bg-accent-soft',
      )}
    >
      <StepButton label={playing ? 'Pause' : 'Play'} shortcut="Space" act={acts.play}>
        {playing ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
      </StepButton>
      <SpeedField speed={speed} onSpeed={setSpeed} />
      {!narrow && (
        <StepButton label="Mark before" shortcut="<" act={acts['mark-back']}>
          <ChevronFirst size={14} aria-hidden />
        </StepButton>
      )}
      <StepButton label="Back one event" shortcut="," act={acts['event-back']}>
        <ChevronLeft size={14} aria-hidden />
      </StepButton>
      <StepButton label="On one event" shortcut="." act={acts['event-on']}>
        <ChevronRight size={14} aria-hidden />
      </StepButton>
      {!narrow && (
        <StepButton label="Next mark" shortcut=">" act={acts['mark-on']}>
          <ChevronLast size={14} aria-hidden />
        </StepButton>
      )}
      <JumpMenu acts={acts} disabled={!ready} />
      <StripGraph
        film={film}
        version={version}
        axis={axis}
        marks={marks}
        value={value}
        valueText={words}
        disabled={!ready}
        onSeek={(next) => {
          setPlaying(false)
          moveTo(next)
        }}
      />
      {/* As wide in both states, so that the graph does not move. */}
      <div className={cn('flex shrink-0 items-center justify-end ps-2 text-2xs', narrow ? 'w-22' : 'w-92')}>
        {shown === null ? (
          <span className="truncate text-text-subtle tabular-nums">{narrow ? narrowText(axis, axis.max) : words}</span>
        ) : (
          <>
            <span className="min-w-0 flex-1 truncate text-end font-medium text-accent tabular-nums">
              {narrow ? narrowText(axis, value) : `Replay at ${shortText(axis, value, place)}`}
            </span>
            {narrow ? (
              <IconButton label="Back to the end" size="small" onClick={back}>
                <SkipForward size={14} aria-hidden />
              </IconButton>
            ) : (
              <Button variant="quiet" size="small" className="ms-1 h-6" onClick={back}>
                <SkipForward size={13} aria-hidden /> Back to the end
              </Button>
            )}
          </>
        )}
      </div>
    </section>
  )
}

const KeptStrip = (props: Omit<OpenStripProps, 'chain'>) => (
  <OpenStrip {...props} chain={useChain(props.entry.recording)} />
)

interface ReplayStripProps {
  readonly run: Run
  readonly narrow: boolean
}

/** The arrivals of the run that is looked at, and the way to any moment of them. */
export const ReplayStrip = ({ run, narrow }: ReplayStripProps) => {
  const entry = useOpenRecording(run.exchanges.at(-1), run)
  if (entry === undefined || entry === null || (entry.reading === undefined && run.exchanges.length === 1)) {
    return (
      <p className="flex h-9 items-center border-t border-border bg-surface-raised px-3 text-2xs text-text-subtle">
        {entry === null ? 'Without its recording, this run cannot be replayed.' : 'Nothing has arrived yet.'}
      </p>
    )
  }
  return <KeptStrip key={run.id} run={run} entry={entry} narrow={narrow} />
}
