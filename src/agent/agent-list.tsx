import { RefreshCw, Star, Trash2 } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { Button, IconButton } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { TextField } from '../ui/text-field.tsx'
import { AddAgentButton } from './add-agent-dialog.tsx'
import type { Agent, AgentId } from './agent.ts'
import { entryState, kindWords, speaksWords } from './agent-words.ts'
import type { AgentEntry } from './registered-agent.ts'
import { useAgents, useAgentVerbs, type AgentGroup, type AgentsView } from './use-agents.ts'

interface AgentListProps {
  readonly selected: AgentId | null
  readonly onSelect: (agent: Agent) => void
}

/** From this many on a search field is worth its row. */
const worthSearching = 6

/** The agents one can talk to now, in a pane that scrolls by itself. */
export const AgentList = ({ selected, onSelect }: AgentListProps) => {
  const [search, setSearch] = useState('')
  const view = useAgents(search)
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
      <header className="flex h-9 items-center gap-1 ps-3 pe-1">
        <h2 className="min-w-0 flex-1 text-2xs font-semibold tracking-wide text-text-subtle uppercase">Agents</h2>
        {view.session.state === 'signed-in' && (
          <IconButton label="Look for agents again" size="small" onClick={view.retry} disabled={view.refreshing}>
            <RefreshCw
              size={13}
              aria-hidden
              className={cn(view.refreshing && 'animate-spin motion-reduce:animate-none')}
            />
          </IconButton>
        )}
        <AddAgentButton onAdded={onSelect} />
      </header>
      <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] content-start gap-1 overflow-y-auto pb-2">
        {(view.total >= worthSearching || search !== '') && (
          <div className="px-2 pb-1">
            <TextField
              label="Search agents"
              hideLabel
              type="search"
              placeholder="Search agents"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </div>
        )}
        {view.problems.map((problem) => (
          <div key={problem.code} className="px-2">
            <ProblemNotice problem={problem}>
              <Button size="small" onClick={view.retry}>
                Try again
              </Button>
            </ProblemNotice>
          </div>
        ))}
        <Entries view={view} selected={selected} onSelect={onSelect} />
        {view.pending && <Skeleton />}
        <Emptiness view={view} search={search} />
      </div>
    </div>
  )
}

const moves: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, count) => count - 1,
}

/** Arrow keys, Home and End go from entry to entry across the groups. */
const moveFocus = (event: KeyboardEvent<HTMLButtonElement>) => {
  const move = moves[event.key]
  const entries = [...(event.currentTarget.closest('ul')?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])]
  const at = entries.indexOf(event.currentTarget)
  if (move === undefined || at < 0) return
  event.preventDefault()
  entries[move(at, entries.length)]?.focus()
}

interface EntriesProps extends AgentListProps {
  readonly view: AgentsView
}

const Entries = ({ view, selected, onSelect }: EntriesProps) => {
  const [focused, setFocused] = useState<AgentId | null>(null)
  const all = view.groups.flatMap(({ entries }) => entries)
  const has = (id: AgentId | null) => id !== null && all.some(({ agent }) => agent.id === id)
  // One stop for the Tab key; arrows move inside.
  const tabStop = has(focused) ? focused : has(selected) ? selected : (all[0]?.agent.id ?? null)
  const listed = view.session.state === 'signed-in' && !view.pending && view.problems.length === 0
  return (
    <ul aria-label="Agents" className="grid grid-cols-[minmax(0,1fr)] gap-px px-1.5">
      {view.groups.flatMap((group) => [
        <GroupTitle key={group.title} title={group.title} />,
        ...group.entries.map((entry) => (
          <Entry
            key={entry.agent.id}
            entry={entry}
            listed={listed}
            isSelected={entry.agent.id === selected}
            isTabStop={entry.agent.id === tabStop}
            onFocus={() => setFocused(entry.agent.id)}
            onSelect={onSelect}
          />
        )),
      ])}
    </ul>
  )
}

/** The list's own name says "Agents" already. */
const GroupTitle = ({ title }: { readonly title: AgentGroup['title'] }) =>
  title === 'Agents' ? null : <li className="px-1.5 pt-2 pb-0.5 text-2xs font-medium text-text-subtle">{title}</li>

interface EntryProps {
  readonly entry: AgentEntry
  readonly listed: boolean
  readonly isSelected: boolean
  readonly isTabStop: boolean
  readonly onFocus: () => void
  readonly onSelect: (agent: Agent) => void
}

/** Buttons that show when the row is pointed at or has the focus, and always where nothing can hover. */
const atHand = 'opacity-0 group-hover:opacity-100 group-has-[:focus-visible]:opacity-100 pointer-coarse:opacity-100'

const Entry = ({ entry, listed, isSelected, isTabStop, onFocus, onSelect }: EntryProps) => {
  const { agent, listing } = entry
  const { registry } = useAgentVerbs()
  const state = entryState(entry, listed)
  const about = [kindWords(agent.target), speaksWords(entry), listing?.creator].filter((part) => part !== undefined)
  const tabIndex = isTabStop ? 0 : -1
  const isForgettable = listing === undefined && (agent.target.kind === 'local' || listed)
  return (
    <li
      aria-label={`${agent.name}, ${state.words}`}
      className={cn(
        'group relative flex items-center rounded-md',
        isSelected ? 'bg-accent-soft' : 'hover:bg-surface-hover focus-within:bg-surface-hover',
      )}
    >
      <button
        type="button"
        data-entry
        tabIndex={tabIndex}
        aria-current={isSelected}
        title={[listing?.description, state.detail].filter((part) => part !== undefined && part !== '').join('\n')}
        className="min-w-0 flex-1 rounded-md px-1.5 py-1 text-start outline-offset-[-2px]"
        onFocus={onFocus}
        onKeyDown={moveFocus}
        onClick={() => onSelect(agent)}
      >
        <span className="flex items-center gap-1.5">
          <span className={cn('min-w-0 truncate text-sm', isSelected && 'font-semibold')}>{agent.name}</span>
          <span
            className={cn(
              'ms-auto flex shrink-0 items-center gap-1 text-2xs text-text-subtle',
              // The buttons take this place, where there is a pointer that hovers.
              'group-hover:invisible group-has-[:focus-visible]:invisible pointer-coarse:visible pointer-coarse:pe-6',
              agent.starred && 'pe-5',
            )}
          >
            <StatusDot tone={state.tone} />
            {state.words}
          </span>
        </span>
        <span className="block truncate text-2xs text-text-subtle">{about.join(' · ')}</span>
      </button>
      <span className="absolute end-0.5 top-0.5 flex">
        {isForgettable && (
          <IconButton
            label={`Remove ${agent.name}`}
            size="small"
            tabIndex={tabIndex}
            className={atHand}
            onClick={() => registry.forget(agent.id)}
          >
            <Trash2 size={13} aria-hidden />
          </IconButton>
        )}
        <IconButton
          label={`Star ${agent.name}`}
          size="small"
          tabIndex={tabIndex}
          aria-pressed={agent.starred}
          className={cn('aria-pressed:bg-transparent', !agent.starred && atHand)}
          onClick={() => registry.star(agent, !agent.starred)}
        >
          <Star size={13} aria-hidden fill={agent.starred ? 'currentColor' : 'none'} />
        </IconButton>
      </span>
    </li>
  )
}

const skeletonRows = ['w-32', 'w-40', 'w-24'] as const

const Skeleton = () => (
  <div role="status" className="grid gap-2 px-3 py-1">
    <span className="sr-only">Looking for agents</span>
    {skeletonRows.map((width) => (
      <span key={width} aria-hidden className="grid animate-pulse gap-1 motion-reduce:animate-none">
        <span className={cn('h-3.5 rounded bg-surface-hover', width)} />
        <span className="h-2.5 w-20 rounded bg-surface-hover" />
      </span>
    ))}
  </div>
)

/** Says why nothing is there, and what would change that. */
const Emptiness = ({ view, search }: { readonly view: AgentsView; readonly search: string }) => {
  const words = ((): string | undefined => {
    if (view.pending || view.problems.length > 0) return undefined
    if (view.workspace !== null && view.session.state !== 'signed-in' && search === '') {
      return `Once you are signed in, the agents of ${view.workspace.label} stand here.`
    }
    if (view.groups.length > 0) return undefined
    if (search.trim() !== '' && view.total > 0) return `No agent matches “${search.trim()}”.`
    if (view.workspace === null) {
      return 'Connect a Databricks workspace to see its agents, or add one that runs on this computer by its URL.'
    }
    return `${view.workspace.label} lists no agents that you may use. Deploy one as a Databricks App or a serving endpoint, ask for CAN USE or CAN QUERY, or add one that runs on this computer.`
  })()
  return words === undefined ? null : <p className="px-3 py-1 text-xs text-text-subtle">{words}</p>
}
