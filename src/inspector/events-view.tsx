import { ArrowDownToLine, Filter } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { readPreference, writePreference } from '../browser/storage.ts'
import type { Recording } from '../exchange/recording.ts'
import type { Reading } from '../protocol/reading.ts'
import { IconButton } from '../ui/button.tsx'
import { count as figure } from '../ui/figures.ts'
import { RowList } from '../ui/row-list.tsx'
import { useElementSize } from '../ui/use-element-size.ts'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { EmptyNote } from './empty-note.tsx'
import { EventDetail } from './event-detail.tsx'
import { EventCells, EventHeader, eventColumns, type RowWidth } from './event-row.tsx'
import { allRows, FilteredEvents, isFiltering, listedRows, noFilter, positionIn, type EventRows } from './event-rows.ts'
import { matchFrom, patternOf } from './event-search.ts'
import { FilterChips, SearchField, TypeMenu } from './filter-bar.tsx'
import { inspectorShortcuts } from './inspector-shortcuts.ts'
import { ListAndDetail } from './list-and-detail.tsx'
import { NothingYet } from './nothing-yet.tsx'
import { useEventSearch } from './use-event-search.ts'
import { clearSelection, selectEvent, useSelection } from './use-selection.ts'

interface EventsViewProps {
  readonly recording: Recording
  readonly reading: Reading
  readonly live: boolean
  readonly onShowInChat?: ((event: number) => void) | undefined
}

const rowWidthOf = (width: number): RowWidth => {
  if (width < 400) return 'narrow'
  return width < 520 ? 'medium' : 'wide'
}

const onlyMatching = (rows: EventRows, matches: readonly number[]): EventRows =>
  listedRows(matches.filter((event) => rows.positionOf(event) >= 0))

const tallyOf = (matches: readonly number[], selected: number, finished: boolean): string => {
  if (!finished) return `${figure(matches.length)} so far`
  const place = positionIn(matches, selected)
  if (matches.length === 0) return 'none'
  return place < 0 ? figure(matches.length) : `${figure(place + 1)} of ${figure(matches.length)}`
}

/** Every event of the answer, to filter, search and walk through, with the selected one in full below. */
export const EventsView = ({ recording, reading, live, onShowInChat }: EventsViewProps) => {
  const { events } = reading
  const selection = useSelection(recording.id)
  const [filter, setFilter] = useState(noFilter)
  const [source, setSource] = useState('')
  const [matchesOnly, setMatchesOnly] = useState(false)
  const [following, setFollowing] = useState(live)
  const [wrapper, size] = useElementSize()
  const width = rowWidthOf(size.width)
  const deferredSource = useDeferredValue(source)
  const pattern = useMemo(() => patternOf(deferredSource), [deferredSource])
  const search = useEventSearch(recording, reading, pattern)
  const filtered = useMemo(
    () => (isFiltering(filter) ? new FilteredEvents(filter) : null),
    // Another reading is filtered from its start.
    // oxlint-disable-next-line react/exhaustive-deps
    [filter, reading],
  )
  const kept = filtered === null ? allRows(events) : filtered.update(events)
  const rows = search !== null && matchesOnly ? onlyMatching(kept, search.matches) : kept
  const marked = useMemo(() => new Set(selection?.marked), [selection?.marked])

  // A whole answer is one event: showing anything but that event would be a detour.
  const single = reading.form !== 'stream' && events.count === 1
  const event = selection?.event ?? (single ? 0 : -1)
  const position = event < 0 ? -1 : rows.positionOf(event)

  const select = (next: number) => selectEvent(recording.id, events, next)
  const step = (direction: 1 | -1) => {
    const from = position >= 0 ? position : direction === 1 ? -1 : rows.count
    const next = rows.eventAt(Math.min(rows.count - 1, Math.max(0, from + direction)))
    if (next >= 0) select(next)
  }
  const stepMatch = (direction: 1 | -1) => {
    const next = search === null ? -1 : matchFrom(search.matches, event, direction)
    if (next < 0) return
    setFollowing(false)
    select(next)
  }
  useShortcuts(inspectorShortcuts, {
    'event-on': () => step(1),
    'event-back': () => step(-1),
    'show-in-chat': () => {
      if (event < 0) return
      // Selected anew, its text is brought into view again.
      select(event)
      onShowInChat?.(event)
    },
  })
  if (events.count === 0) return <NothingYet recording={recording} live={live} />
  const list = (
    <div ref={wrapper} className="h-full min-h-0">
      {rows.count === 0 ? (
        <EmptyNote title="No event passes the filter">{figure(events.count)} events are hidden.</EmptyNote>
      ) : (
        <RowList
          label="Events"
          noun="events"
          count={rows.count}
          columns={eventColumns(width, events.count)}
          header={<EventHeader width={width} />}
          renderCells={(at) => {
            const index = rows.eventAt(at)
            return (
              <EventCells
                recording={recording}
                reading={reading}
                index={index}
                end={index === events.count - 1 ? events.row(index).end : 0}
                width={width}
                matches={search !== null && positionIn(search.matches, index) >= 0}
              />
            )
          }}
          selected={position}
          onSelect={(at) => select(rows.eventAt(at))}
          isMarked={(at) => marked.has(rows.eventAt(at))}
          following={following && live && !single}
          onFollow={setFollowing}
          growing={live}
        />
      )}
    </div>
  )
  const detail = event >= 0 && event < events.count && (
    <EventDetail
      recording={recording}
      reading={reading}
      index={event}
      onShowInChat={onShowInChat}
      onStep={single ? undefined : step}
      onClose={single ? undefined : () => clearSelection(recording.id)}
    />
  )
  return (
    <div className="@container grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
      {single ? (
        <div />
      ) : (
        <div className="grid gap-1 border-b border-border px-2 py-1.5">
          <SearchField
            source={source}
            onSource={setSource}
            problem={pattern.kind === 'invalid' ? pattern.reason : undefined}
            tally={search === null ? '' : tallyOf(search.matches, event, search.scanned >= events.count)}
            onStep={stepMatch}
            aside={
              <>
                <TypeMenu events={events} filter={filter} onFilter={setFilter} />
                <IconButton
                  label="List only matches"
                  size="small"
                  aria-pressed={matchesOnly}
                  onClick={() => setMatchesOnly(!matchesOnly)}
                >
                  <Filter size={13} aria-hidden />
                </IconButton>
                <IconButton
                  label="Follow the end"
                  size="small"
                  aria-pressed={following && live}
                  disabled={!live}
                  onClick={() => setFollowing(!following)}
                >
                  <ArrowDownToLine size={13} aria-hidden />
                </IconButton>
              </>
            }
          />
          <FilterChips events={events} filter={filter} onFilter={setFilter} />
        </div>
      )}
      <ListAndDetail
        name="event"
        list={list}
        detail={detail === false ? undefined : detail}
        {...(single ? { listHeight: 49 } : {})}
        load={() => readPreference('inspector-detail-height')}
        save={(height) => writePreference('inspector-detail-height', height)}
      />
    </div>
  )
}
