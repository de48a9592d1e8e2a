import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, Pause, Play, SkipForward } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Run } from '../conversation/conversation.ts'
import type { OpenRecording } from '../conversation/open-recordings.ts'
import { useOpenRecording } from '../conversation/use-conversation.ts'
import { useRecordingVersion } from '../inspector/use-recording.ts'
import { clearSelection, selectEvent } from '../inspector/use-selection.ts'
import type { Reading } from '../protocol/reading.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { count as figure, duration } from '../ui/figures.ts'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { momentAtEvent } from './moment.ts'
import { stripAxis, type StripAxis } from './strip-axis.ts'
import { StripGraph } from './strip-graph.tsx'
import { nextPlace, stripMarks } from './strip-marks.ts'
import { stripShortcuts } from './strip-shortcuts.ts'
import { usePlaying, useReplay } from './use-replay.ts'

const speeds = [0.25, 0.5, 1, 2, 4, 8, 16]
/** Without times, so many milliseconds for each event. */
const eventPace = 50

const placeText = (axis: StripAxis, value: number, event: number, events: number): string => {
  const place = `event ${figure(event)} of ${figure(events)}`
  return axis.unit === 'ms' ? `${duration(value)} of ${duration(axis.max)}, ${place}` : place
}

const shortText = (axis: StripAxis, value: number, event: number, events: number): string => {
  const place = `event ${figure(event)} of ${figure(events)}`
  return axis.unit === 'ms' ? `${duration(value)} · ${place}` : place
}

/** Where there is little room: the moment alone; without times, which event of how many. */
const narrowText = (axis: StripAxis, value: number): string =>
  axis.unit === 'ms' ? duration(value) : `${figure(value)} of ${figure(axis.max)}`

interface OpenStripProps {
  readonly run: Run
  readonly entry: OpenRecording
  readonly reading: Reading
  readonly narrow: boolean
}

const OpenStrip = ({ run, entry, reading, narrow }: OpenStripProps) => {
  const { recording } = entry
  const version = useRecordingVersion(recording)
  const { shown, ready, seek, leave } = useReplay(run.id, entry)
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState(1)
  const { events } = reading
  // The recording and its reading grow in place; their version says so.
  const [axis, marks] = useMemo(() => {
    const along = stripAxis(recording, events)
    return [along, stripMarks(recording, reading, along)] as const
    // oxlint-disable-next-line react/exhaustive-deps
  }, [recording, reading, version])
  const value = shown === null ? axis.max : axis.valueOf(shown.moment)
  const event = shown === null ? events.count : (shown.reading?.events.count ?? 0)
  const words = placeText(axis, value, event, events.count)

  const back = () => {
    setPlaying(false)
    leave()
  }
  const moveTo = (next: number) => {
    if (next >= axis.max) return back()
    clearSelection(recording.id)
    seek(axis.momentAt(Math.max(0, next)))
  }
  const advance = (elapsed: number) => moveTo(value + elapsed * speed * (axis.unit === 'ms' ? 1 : 1 / eventPace))
  usePlaying(playing, advance)
  const play = () => {
    if (!ready) return
    if (!playing && shown === null) moveTo(0)
    setPlaying(!playing)
  }
  const step = (direction: 1 | -1) => {
    setPlaying(false)
    const next = event - 1 + direction
    if (next >= events.count - 1 && direction === 1) return back()
    seek(momentAtEvent(events, Math.max(-1, next)))
    if (next >= 0) selectEvent(recording.id, events, next)
    else clearSelection(recording.id)
  }
  const jump = (direction: 1 | -1) => {
    setPlaying(false)
    moveTo(nextPlace(marks, value, direction) ?? (direction === 1 ? axis.max : 0))
  }
  useShortcuts(stripShortcuts, {
    play,
    'event-back': () => step(-1),
    'event-on': () => step(1),
    'mark-back': () => jump(-1),
    'mark-on': () => jump(1),
  })

  return (
    <section
      aria-label="Replay"
      className={cn(
        'flex h-9 items-center gap-0.5 border-t px-1.5',
        shown === null ? 'border-border bg-surface-raised' : 'border-accent bg-accent-soft',
      )}
    >
      <IconButton label={playing ? 'Pause' : 'Play'} shortcut="Space" size="small" disabled={!ready} onClick={play}>
        {playing ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
      </IconButton>
      {!narrow && (
        <>
          <select
            aria-label="Speed"
            value={speed}
            onChange={(change) => setSpeed(Number(change.target.value))}
            className="h-6 rounded-md border border-transparent bg-transparent text-2xs tabular-nums hover:bg-surface-hover"
          >
            {speeds.map((factor) => (
              <option key={factor} value={factor}>
                {factor}×
              </option>
            ))}
          </select>
          <IconButton label="Mark before" shortcut="<" size="small" disabled={!ready} onClick={() => jump(-1)}>
            <ChevronFirst size={14} aria-hidden />
          </IconButton>
        </>
      )}
      <IconButton label="Back one event" shortcut="," size="small" disabled={!ready} onClick={() => step(-1)}>
        <ChevronLeft size={14} aria-hidden />
      </IconButton>
      <IconButton
        label="On one event"
        shortcut="."
        size="small"
        disabled={!ready || shown === null}
        onClick={() => step(1)}
      >
        <ChevronRight size={14} aria-hidden />
      </IconButton>
      {!narrow && (
        <IconButton
          label="Next mark"
          shortcut=">"
          size="small"
          disabled={!ready || shown === null}
          onClick={() => jump(1)}
        >
          <ChevronLast size={14} aria-hidden />
        </IconButton>
      )}
      <StripGraph
        recording={recording}
        events={events}
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
      <div className={cn('flex shrink-0 items-center justify-end ps-2 text-2xs', narrow ? 'w-28' : 'w-92')}>
        {shown === null ? (
          <span className="truncate text-text-subtle tabular-nums">{narrow ? narrowText(axis, axis.max) : words}</span>
        ) : (
          <>
            <span className="min-w-0 flex-1 truncate text-end font-medium text-accent tabular-nums">
              {narrow ? narrowText(axis, value) : `Replay at ${shortText(axis, value, event, events.count)}`}
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

interface ReplayStripProps {
  readonly run: Run
  readonly narrow: boolean
}

/** The arrivals of the run that is looked at, and the way to any moment of them. */
export const ReplayStrip = ({ run, narrow }: ReplayStripProps) => {
  const entry = useOpenRecording(run.exchanges.at(-1), run)
  if (entry === undefined || entry === null || entry.reading === undefined) {
    return (
      <p className="flex h-9 items-center border-t border-border bg-surface-raised px-3 text-2xs text-text-subtle">
        {entry === null ? 'Without its recording, this run cannot be replayed.' : 'Nothing has arrived yet.'}
      </p>
    )
  }
  return <OpenStrip key={entry.recording.id} run={run} entry={entry} reading={entry.reading} narrow={narrow} />
}
