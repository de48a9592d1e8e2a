import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface ItemCardProps {
  readonly icon: LucideIcon
  readonly title: ReactNode
  readonly note?: ReactNode
  readonly children: ReactNode
}

/** A card for items that are data rather than prose. */
export const ItemCard = ({ icon: Icon, title, note, children }: ItemCardProps) => (
  <section className="rounded-lg border border-border bg-surface-raised px-2.5 pb-2.5">
    <header className="flex h-9 min-w-0 items-center gap-2 text-xs">
      <Icon size={14} aria-hidden className="shrink-0 text-text-subtle" />
      <span className="min-w-0 truncate font-medium">{title}</span>
      {note !== undefined && <span className="min-w-0 truncate text-text-subtle">{note}</span>}
    </header>
    {children}
  </section>
)
