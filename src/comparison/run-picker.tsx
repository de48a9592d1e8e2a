import { Search } from 'lucide-react'
import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { wallClock } from '../browser/clock.ts'
import type { RunId } from '../conversation/conversation.ts'
import type { EpochMs } from '../lib/brand.ts'
import { cn } from '../ui/class-names.ts'
import { count, duration } from '../ui/figures.ts'
import { relativeTime } from '../ui/relative-time.ts'
import { matchesRun, type RunChoice } from './run-choice.ts'
import { useRunChoices } from './use-run-choices.ts'

/** States worth a colour: an answer that simply ended is the rule. */
const notable = new Map([
  ['answering', 'text-accent'],
  ['failed', 'text-danger'],
  ['interrupted', 'text-notice'],
  ['incomplete', 'text-notice'],
  ['stopped', 'text-notice'],
])

interface ChoiceRowProps {
  readonly id: string
  readonly choice: RunChoice
  readonly active: boolean
  readonly now: EpochMs
  readonly onPick: () => void
}

const ChoiceRow = ({ id, choice, active, now, onPick }: ChoiceRowProps) => {
  const { question, title, agentName, mode, state, total, startedAt, origin } = choice
  const more = [
    mode,
    ...(total === undefined ? [] : [duration(total)]),
    relativeTime(startedAt, now),
    ...(origin === undefined ? [] : [origin]),
  ]
  return (
    // Keys are handled by the search box, which keeps the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="option"
      aria-selected={active}
      onClick={onPick}
      className={cn(
        'mx-2 grid h-13 cursor-pointer grid-cols-[minmax(0,1fr)_auto] content-center gap-x-3 rounded-md px-2.5',
        active ? 'bg-accent-soft' : 'hover:bg-surface-hover',
      )}
    >
      <span className="truncate text-sm font-medium">{question.trim() === '' ? title : question}</span>
      <span className={cn('text-2xs leading-5 font-medium', notable.get(state) ?? 'text-text-subtle')}>{state}</span>
      <span className="col-span-2 truncate text-2xs text-text-subtle tabular-nums">
        {[agentName, ...more, ...(question.startsWith(title.replace(/…$/, '')) ? [] : [title])].join(' · ')}
      </span>
    </div>
  )
}

/** Where keys lead in a list of so many; undefined for other keys. */
const stepTo = (key: string, from: number, last: number): number | undefined => {
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, from + 1)
    case 'ArrowUp':
      return Math.max(0, from - 1)
    case 'PageDown':
      return Math.min(last, from + 8)
    case 'PageUp':
      return Math.max(0, from - 8)
    default:
      return undefined
  }
}

interface RunPickerProps {
  /** The runs that are beside each other already: they are not offered. */
  readonly shown: readonly RunId[]
  readonly onPick: (choice: RunChoice) => void
}

/** Any run of any conversation, found by a few words. */
export const RunPicker = ({ shown, onPick }: RunPickerProps) => {
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const [now] = useState(wallClock)
  const [query, setQuery] = useState('')
  const [place, setPlace] = useState(0)
  const { choices, unread, failure } = useRunChoices()
  const found = useMemo(
    () => choices.filter((choice) => !shown.includes(choice.run) && matchesRun(choice, query, now)),
    [choices, shown, query, now],
  )
  const active = Math.min(place, found.length - 1)
  const onKeyDown = (event: KeyboardEvent) => {
    const next = stepTo(event.key, active, found.length - 1)
    if (next !== undefined && found.length > 0) {
      setPlace(next)
      list.current?.scrollToIndex(next, { align: 'nearest' })
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      const choice = found[active]
      if (choice !== undefined) onPick(choice)
    } else return
    event.preventDefault()
  }
  const words =
    failure !== undefined
      ? `The rest could not be read: ${failure} Reload the page and try again.`
      : unread > 0
        ? `${count(found.length)} runs so far; ${count(unread)} conversations are still being read.`
        : `${count(found.length)} ${found.length === 1 ? 'run' : 'runs'}`
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)]">
      <div className="relative px-4 pt-1">
        <Search
          size={14}
          aria-hidden
          className="pointer-events-none absolute start-6.5 top-1/2 mt-0.5 -translate-y-1/2 text-text-subtle"
        />
        <input
          type="search"
          role="combobox"
          aria-label="Search runs"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={active < 0 ? undefined : `${id}-${active}`}
          placeholder="Message, agent, title, moment, mode, state"
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setPlace(0)
          }}
          onKeyDown={onKeyDown}
          className="h-8 w-full rounded-md border border-border bg-surface-raised ps-8 pe-2 text-sm placeholder:text-text-subtle"
        />
      </div>
      <p role="status" className="px-4 pt-1.5 pb-1 text-2xs text-text-subtle tabular-nums">
        {found.length === 0 && unread === 0 && failure === undefined
          ? query.trim() === ''
            ? 'This browser has no other runs yet: ask an agent something, or import a recording.'
            : `No run matches “${query.trim()}”.`
          : words}
      </p>
      <div ref={scroller} id={`${id}-list`} role="listbox" aria-label="Runs" className="overflow-y-auto pb-2">
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          data={found}
          itemSize={52}
          keepMounted={active < 0 ? [] : [active]}
        >
          {(choice, index) => (
            <ChoiceRow
              key={choice.run}
              id={`${id}-${index}`}
              choice={choice}
              active={index === active}
              now={now}
              onPick={() => onPick(choice)}
            />
          )}
        </Virtualizer>
      </div>
    </div>
  )
}
