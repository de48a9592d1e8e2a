import { Ellipsis, Pencil, Search, Trash2 } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import type { EpochMs } from '../lib/brand.ts'
import { IconButton } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu.tsx'
import { relativeTime } from '../ui/relative-time.ts'
import { groupByDay, matchesQuery, type ListedConversation } from './conversation-groups.ts'
import { FileFormItems } from './export-menu.tsx'
import type { FileForm } from './thread-model.ts'

export interface ConversationListActions {
  readonly onOpen: (id: string) => void
  readonly onRename: (id: string, title: string) => void
  /** Saves everything that is here of it as a file. */
  readonly onExport: (id: string, form: FileForm) => void
  /** Deletes; the caller offers to take it back. */
  readonly onDelete: (id: string) => void
}

/** States worth a word in the list: an answer that simply ended is the rule. */
const notable = new Map([
  ['answering', 'text-accent'],
  ['failed', 'text-danger'],
  ['interrupted', 'text-notice'],
  ['incomplete', 'text-notice'],
])

interface RenameProps {
  readonly title: string
  readonly onDone: (title: string | undefined) => void
}

const Rename = ({ title, onDone }: RenameProps) => {
  const [draft, setDraft] = useState(title)
  const done = useRef(false)
  const finish = (next: string | undefined) => {
    if (done.current) return
    done.current = true
    onDone(next === undefined || next.trim() === '' || next.trim() === title ? undefined : next.trim())
  }
  return (
    <input
      aria-label="Title"
      // The person has just asked to rename here.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      value={draft}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => finish(draft)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) finish(draft)
        else if (event.key === 'Escape') finish(undefined)
      }}
      className="mx-1 h-8 w-full min-w-0 rounded-md border border-accent bg-surface-raised px-1.5 text-sm outline-none"
    />
  )
}

interface EntryProps {
  readonly entry: ListedConversation
  readonly selected: boolean
  readonly now: EpochMs
  readonly actions: ConversationListActions
}

const Entry = ({ entry, selected, now, actions }: EntryProps) => {
  const [renaming, setRenaming] = useState(false)
  const state = entry.state === undefined ? undefined : notable.get(entry.state)
  if (renaming) {
    return (
      <li className="flex h-11 items-center">
        <Rename
          title={entry.title}
          onDone={(title) => {
            setRenaming(false)
            if (title !== undefined) actions.onRename(entry.id, title)
          }}
        />
      </li>
    )
  }
  return (
    <li className="group/entry relative">
      <button
        type="button"
        data-entry
        aria-current={selected ? 'page' : undefined}
        onClick={() => actions.onOpen(entry.id)}
        onDoubleClick={() => setRenaming(true)}
        onKeyDown={(event) => {
          if (event.key === 'F2') setRenaming(true)
          else if (event.key === 'Delete') actions.onDelete(entry.id)
        }}
        className={cn(
          'grid h-11 w-full min-w-0 content-center rounded-md px-2.5 text-start outline-offset-[-2px]',
          selected ? 'bg-accent-soft' : 'hover:bg-surface-hover',
        )}
      >
        <span className="truncate text-sm font-medium group-focus-within/entry:pe-5 group-hover/entry:pe-5 pointer-coarse:pe-5">
          {entry.title}
        </span>
        <span className="flex min-w-0 gap-1 text-2xs text-text-subtle">
          <span className="truncate">{entry.agentName}</span>
          <span className="shrink-0">· {relativeTime(entry.updatedAt, now)}</span>
          {state !== undefined && <span className={cn('shrink-0 font-medium', state)}>· {entry.state}</span>}
        </span>
      </button>
      <span className="absolute end-1 top-1 opacity-0 group-hover/entry:opacity-100 focus-within:opacity-100 has-[[data-popup-open]]:opacity-100 pointer-coarse:opacity-100">
        <Menu
          trigger={
            <IconButton label={`More for ${entry.title}`} size="small">
              <Ellipsis size={14} aria-hidden />
            </IconButton>
          }
        >
          <MenuItem icon={<Pencil size={14} aria-hidden />} onSelect={() => setRenaming(true)}>
            Rename
          </MenuItem>
          <MenuSeparator />
          <MenuLabel>Export the conversation</MenuLabel>
          <FileFormItems bytesEnding=".sse" onChoose={(form) => actions.onExport(entry.id, form)} />
          <MenuSeparator />
          <MenuItem icon={<Trash2 size={14} aria-hidden />} danger onSelect={() => actions.onDelete(entry.id)}>
            Delete
          </MenuItem>
        </Menu>
      </span>
    </li>
  )
}

/** Arrows, Home and End move between entries; Tab goes on to what comes after. */
const moveFocus = (event: KeyboardEvent<HTMLElement>) => {
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-entry]')]
  const at = entries.findIndex((entry) => entry === document.activeElement)
  if (at < 0) return
  const targets = new Map([
    ['ArrowDown', at + 1],
    ['ArrowUp', at - 1],
    ['Home', 0],
    ['End', entries.length - 1],
  ])
  const to = targets.get(event.key)
  if (to === undefined) return
  event.preventDefault()
  entries[to]?.focus()
}

interface ConversationListProps {
  readonly conversations: readonly ListedConversation[]
  readonly selected: string | undefined
  readonly now: EpochMs
  readonly actions: ConversationListActions
}

/** This browser's conversations, to search, open, rename and delete. */
export const ConversationList = ({ conversations, selected, now, actions }: ConversationListProps) => {
  const [query, setQuery] = useState('')
  const groups = groupByDay(
    conversations.filter((conversation) => matchesQuery(conversation, query)),
    now,
  )
  return (
    <nav aria-label="Conversations" className="flex h-full min-h-0 flex-col">
      {conversations.length > 0 && (
        <div className="relative shrink-0 px-2 pb-1.5">
          <Search
            size={14}
            aria-hidden
            className="pointer-events-none absolute start-4.5 top-1/2 -mt-0.75 -translate-y-1/2 text-text-subtle"
          />
          <input
            type="search"
            aria-label="Search conversations"
            placeholder="Search conversations"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && setQuery('')}
            className="h-8 w-full rounded-md border border-border bg-surface-raised ps-8 pe-2 text-sm placeholder:text-text-subtle"
          />
        </div>
      )}
      {/* The entries are the controls; the arrow keys only move between them. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div onKeyDown={moveFocus} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {groups.map((group) => (
          <section key={group.name} aria-label={group.name}>
            <h3 className="sticky top-0 z-10 bg-surface-sunken px-2.5 pt-2 pb-1 text-2xs font-semibold text-text-subtle">
              {group.name}
            </h3>
            <ul>
              {group.entries.map((entry) => (
                <Entry key={entry.id} entry={entry} selected={entry.id === selected} now={now} actions={actions} />
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 && (
          <p className="px-2.5 py-3 text-xs text-text-subtle">
            {conversations.length === 0
              ? 'Your conversations appear here. They stay in this browser.'
              : `Nothing matches “${query.trim()}”.`}
          </p>
        )}
      </div>
    </nav>
  )
}
