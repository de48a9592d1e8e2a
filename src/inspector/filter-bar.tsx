import { Check, ChevronDown, ChevronUp, ListFilter, Search, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { EventLog } from '../protocol/event-log.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { count as figure } from '../ui/figures.ts'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu.tsx'
import { eventKinds, kindLabels, kindOf, type EventKind } from './event-kind.ts'
import { countsByKind, isFiltering, noFilter, type EventFilter } from './event-rows.ts'
import { KindIcon } from './kind-icon.tsx'

const toggled = <Value,>(set: ReadonlySet<Value>, value: Value): ReadonlySet<Value> => {
  const next = new Set(set)
  if (!next.delete(value)) next.add(value)
  return next
}

interface FilterChipsProps {
  readonly events: EventLog
  readonly filter: EventFilter
  readonly onFilter: (filter: EventFilter) => void
}

const KindChip = ({
  kind,
  count,
  pressed,
  onPress,
}: {
  readonly kind: EventKind
  readonly count: number
  readonly pressed: boolean
  readonly onPress: () => void
}) => (
  <button
    type="button"
    aria-pressed={pressed}
    title={`Show only: ${kindLabels[kind]}`}
    onClick={onPress}
    className={cn(
      'inline-flex h-6 shrink-0 items-center gap-1 rounded-md border px-1.5 text-2xs font-medium transition-colors motion-reduce:transition-none',
      pressed
        ? 'border-accent bg-accent-soft text-text'
        : 'border-border text-text-subtle hover:bg-surface-hover hover:text-text',
    )}
  >
    <KindIcon kind={kind} />
    <span className="@max-md:sr-only">{kindLabels[kind]}</span>
    <span className="tabular-nums">{figure(count)}</span>
    <span className="sr-only">{count === 1 ? 'event' : 'events'}</span>
  </button>
)

/** One chip per kind that occurs. Nothing chosen shows everything. */
export const FilterChips = ({ events, filter, onFilter }: FilterChipsProps) => {
  const counts = countsByKind(events)
  return (
    <div role="group" aria-label="Show only" className="flex min-w-0 flex-wrap items-center gap-1">
      {eventKinds
        .filter((kind) => counts.has(kind))
        .map((kind) => (
          <KindChip
            key={kind}
            kind={kind}
            count={counts.get(kind) ?? 0}
            pressed={filter.kinds.has(kind)}
            onPress={() => onFilter({ ...filter, kinds: toggled(filter.kinds, kind) })}
          />
        ))}
      {isFiltering(filter) && (
        <IconButton label="Show all events" size="small" onClick={() => onFilter(noFilter)}>
          <X size={13} aria-hidden />
        </IconButton>
      )}
    </div>
  )
}

/** Single types as they are on the wire, for what the kinds are too coarse for. */
export const TypeMenu = ({ events, filter, onFilter }: FilterChipsProps) => (
  <Menu
    trigger={
      <Button variant="quiet" size="small" aria-label="Filter by single types">
        <ListFilter size={13} aria-hidden />
        {filter.types.size > 0 && <span className="tabular-nums">{filter.types.size}</span>}
      </Button>
    }
  >
    <MenuLabel>Show only</MenuLabel>
    {events.types.map(({ type, count }) => (
      <MenuItem
        key={type}
        icon={
          filter.types.has(type) ? <Check size={14} aria-label="chosen" /> : <KindIcon kind={kindOf(type)} size={12} />
        }
        onSelect={() => onFilter({ ...filter, types: toggled(filter.types, type) })}
      >
        <span className="flex items-baseline gap-3 font-mono text-2xs">
          <span className="min-w-0 flex-1 wrap-anywhere">{type}</span>
          <span className="text-text-subtle tabular-nums">{figure(count)}</span>
        </span>
      </MenuItem>
    ))}
    {isFiltering(filter) && <MenuSeparator />}
    {isFiltering(filter) && <MenuItem onSelect={() => onFilter(noFilter)}>Show all events</MenuItem>}
  </Menu>
)

interface SearchFieldProps {
  readonly source: string
  readonly onSource: (source: string) => void
  readonly problem: string | undefined
  /** `3 of 17`, `17 so far`. */
  readonly tally: string
  readonly onStep: (direction: 1 | -1) => void
  readonly aside: ReactNode
}

/** A regular expression over type and raw text. Enter goes to the next match, Shift and Enter to the one before. */
export const SearchField = ({ source, onSource, problem, tally, onStep, aside }: SearchFieldProps) => (
  <div className="grid gap-1">
    <div className="flex items-center gap-1">
      <div
        className={cn(
          'flex h-7 min-w-0 flex-1 items-center gap-1.5 rounded-md border bg-surface-raised ps-2 pe-0.5 focus-within:outline-2 focus-within:outline-accent',
          problem === undefined ? 'border-border' : 'border-danger',
        )}
      >
        <Search size={13} aria-hidden className="shrink-0 text-text-subtle" />
        <input
          type="search"
          aria-label="Search events by regular expression"
          aria-invalid={problem !== undefined}
          placeholder="Search type and raw text: /regular expression/"
          value={source}
          spellCheck={false}
          onChange={(event) => onSource(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1)
            if (event.key === 'Escape' && source !== '') {
              event.stopPropagation()
              onSource('')
            }
          }}
          className="h-full min-w-0 flex-1 bg-transparent font-mono text-2xs outline-none placeholder:font-sans placeholder:text-text-subtle [&::-webkit-search-cancel-button]:hidden"
        />
        {source !== '' && problem === undefined && (
          <>
            <span role="status" className="shrink-0 text-2xs text-text-subtle tabular-nums">
              {tally}
            </span>
            <IconButton label="Match before" shortcut="Shift+Enter" size="small" onClick={() => onStep(-1)}>
              <ChevronUp size={13} aria-hidden />
            </IconButton>
            <IconButton label="Next match" shortcut="Enter" size="small" onClick={() => onStep(1)}>
              <ChevronDown size={13} aria-hidden />
            </IconButton>
          </>
        )}
        {source !== '' && (
          <IconButton label="Clear the search" size="small" onClick={() => onSource('')}>
            <X size={13} aria-hidden />
          </IconButton>
        )}
      </div>
      {aside}
    </div>
    {problem !== undefined && (
      <p role="alert" className="text-2xs text-danger">
        Not a regular expression: {problem}
      </p>
    )}
  </div>
)
