import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { Bot, MessageSquare, Play, Search, Settings2, type LucideIcon } from 'lucide-react'
import { useDeferredValue, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { cn } from '../ui/class-names.ts'
import { Keys } from '../ui/keys.tsx'
import { findCommands, type CommandGroup, type FoundCommand } from './command.ts'
import { useCommands, type CommandActs } from './use-commands.ts'

const icons: Readonly<Record<CommandGroup, LucideIcon>> = {
  Agents: Bot,
  Conversations: MessageSquare,
  Actions: Play,
  Settings: Settings2,
}

/** The title with what was found in it. */
const Title = ({ text, ranges }: { readonly text: string; readonly ranges: FoundCommand['ranges'] }) => (
  <>
    {ranges.map(([from, to], index) => (
      <span key={from}>
        {text.slice(ranges[index - 1]?.[1] ?? 0, from)}
        <mark className="bg-transparent font-semibold text-accent">{text.slice(from, to)}</mark>
      </span>
    ))}
    {text.slice(ranges.at(-1)?.[1] ?? 0)}
  </>
)

interface OptionProps {
  readonly id: string
  readonly found: FoundCommand
  readonly active: boolean
  readonly onPoint: () => void
  readonly onRun: () => void
}

const Option = ({ id, found: { command, ranges, excerpt }, active, onPoint, onRun }: OptionProps) => {
  const Icon = icons[command.group]
  return (
    // Keys are handled by the field, which keeps the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="option"
      aria-selected={active}
      onPointerMove={onPoint}
      onClick={onRun}
      className={cn(
        'flex min-h-9 scroll-my-2 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm',
        active && 'bg-accent-soft',
      )}
    >
      <Icon size={15} aria-hidden className={cn('shrink-0', active ? 'text-accent' : 'text-text-subtle')} />
      <span className="min-w-0 flex-1">
        <span className="block truncate">
          <Title text={command.title} ranges={ranges} />
        </span>
        {excerpt !== undefined && <span className="block truncate text-xs text-text-subtle">{excerpt}</span>}
      </span>
      {command.note !== undefined && (
        <span className="max-w-[40%] shrink-0 truncate text-xs text-text-subtle">{command.note}</span>
      )}
      {command.key !== undefined && <Keys of={command.key} />}
    </div>
  )
}

const nextPlace = (key: string, at: number, count: number): number | undefined => {
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (at + count - 1) % count
  if (key === 'PageDown') return Math.min(count - 1, at + 8)
  if (key === 'PageUp') return Math.max(0, at - 8)
  return undefined
}

interface SearchProps {
  readonly acts: CommandActs
  readonly onClose: () => void
}

const CommandSearch = ({ acts, onClose }: SearchProps) => {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const commands = useCommands(acts)
  const deferred = useDeferredValue(query)
  const found = useMemo(() => findCommands(commands, deferred), [commands, deferred])
  const chosen = found[Math.min(active, found.length - 1)]
  const idOf = (index: number) => `${id}-${index}`
  const run = (entry: FoundCommand | undefined) => {
    if (entry === undefined) return
    onClose()
    entry.command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // A key that only confirms what an input method composes is not meant for the list.
    if (event.nativeEvent.isComposing) return
    const next = nextPlace(event.key, active, found.length)
    // The list follows a moment later; whoever types fast means what is typed, not what is still listed.
    if (event.key === 'Enter') run(deferred === query ? chosen : findCommands(commands, query)[0])
    else if (next !== undefined && found.length > 0) {
      setActive(next)
      list.current?.querySelector(`#${CSS.escape(idOf(next))}`)?.scrollIntoView({ block: 'nearest' })
    } else return
    event.preventDefault()
  }
  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-border px-4">
        <Search size={16} aria-hidden className="shrink-0 text-text-subtle" />
        <input
          role="combobox"
          aria-label="Search commands"
          aria-expanded={found.length > 0}
          aria-controls={id}
          aria-activedescendant={chosen === undefined ? undefined : idOf(found.indexOf(chosen))}
          aria-autocomplete="list"
          placeholder="Find agents, conversations, actions…"
          value={query}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setQuery(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-text-subtle"
        />
      </div>
      <div ref={list} id={id} role="listbox" aria-label="What was found" className="min-h-0 overflow-y-auto p-1.5">
        {found.map((entry, index) => {
          const { group } = entry.command
          return (
            <div key={entry.command.id} role="presentation">
              {found[index - 1]?.command.group !== group && (
                <p aria-hidden className="px-2.5 pt-2 pb-1 text-2xs font-semibold text-text-subtle uppercase">
                  {group}
                </p>
              )}
              <Option
                id={idOf(index)}
                found={entry}
                active={entry === chosen}
                onPoint={() => setActive(index)}
                onRun={() => run(entry)}
              />
            </div>
          )
        })}
      </div>
      {found.length === 0 && (
        <p role="status" className="px-4 pt-2 pb-6 text-center text-sm text-text-subtle">
          Nothing is called so, and no message says it.
        </p>
      )}
      <footer className="flex gap-4 border-t border-border px-4 py-2 text-2xs text-text-subtle max-sm:hidden">
        <span>↑ ↓ choose</span>
        <span>Enter runs it</span>
        <span>Esc closes</span>
      </footer>
    </>
  )
}

/** Everything that can be opened and done, found by a few letters. */
export const CommandPalette = (props: SearchProps) => (
  <BaseDialog.Root
    open
    onOpenChange={(next) => {
      if (!next) props.onClose()
    }}
  >
    <BaseDialog.Portal>
      <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-overlay" />
      <BaseDialog.Popup className="fixed start-1/2 top-[min(12dvh,7rem)] z-40 flex max-h-[min(32rem,76dvh)] w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-border bg-surface-raised shadow-floating">
        <BaseDialog.Title className="sr-only">Commands</BaseDialog.Title>
        <CommandSearch {...props} />
      </BaseDialog.Popup>
    </BaseDialog.Portal>
  </BaseDialog.Root>
)
