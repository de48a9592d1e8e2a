import { ChevronRight, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { cn } from '../../ui/class-names.ts'
import { duration } from '../../ui/figures.ts'

interface FoldCardProps {
  /** Accessible name of the card. */
  readonly label: string
  readonly icon: LucideIcon
  readonly title: ReactNode
  readonly note?: ReactNode
  /** How it stands, in words. */
  readonly state: string
  readonly tone: Tone
  readonly time?: number | undefined
  readonly open: boolean
  readonly onToggle: (open: boolean) => void
  readonly children: ReactNode
}

/** A card for what an agent did: one line that says what and how it went, and unfolds to all of it. */
export const FoldCard = (props: FoldCardProps) => {
  const { label, icon: Icon, title, note, state, tone, time, open, onToggle, children } = props
  return (
    <section
      aria-label={label}
      className={cn('rounded-lg border bg-surface-raised', tone === 'danger' ? 'border-danger/50' : 'border-border')}
    >
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onToggle(!open)}
        className="flex h-9 w-full min-w-0 items-center gap-2 rounded-lg px-2.5 text-start text-xs hover:bg-surface-hover"
      >
        <Icon size={14} aria-hidden className="shrink-0 text-kind-tool" />
        {/* Our own short words stay whole; a name that an agent gave may be long. */}
        <span className={cn('font-medium', typeof title === 'string' ? 'shrink-0' : 'min-w-0 shrink truncate')}>
          {title}
        </span>
        {note !== undefined && <span className="min-w-0 shrink-[99] truncate text-text-subtle">{note}</span>}
        <Badge tone={tone}>{state}</Badge>
        <span className="ms-auto shrink-0 text-text-subtle tabular-nums">
          {time !== undefined && time > 0 && duration(time)}
        </span>
        <ChevronRight
          size={14}
          aria-hidden
          className={cn(
            'shrink-0 text-text-subtle transition-transform motion-reduce:transition-none',
            open && 'rotate-90',
          )}
        />
      </button>
      {open && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5 border-t border-border px-2.5 pt-1.5 pb-2.5">
          {children}
        </div>
      )}
    </section>
  )
}
