import { Activity } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Item } from '../../protocol/item.ts'
import { IconButton } from '../../ui/button.tsx'
import { cn } from '../../ui/class-names.ts'

/** What every view of an item is given. */
export interface ItemViewProps<Kind extends Item> {
  readonly item: Kind
  /** The selected event touched this item. */
  readonly marked: boolean
  /** The run is still going on. */
  readonly live: boolean
  readonly onShowEvents: (item: string) => void
  readonly onLink: (url: string) => void
}

interface ItemFrameProps {
  readonly item: Item
  readonly marked: boolean
  readonly onShowEvents: (item: string) => void
  readonly children: ReactNode
}

/** The root of an item: found by its key, marked at its side, with a way to its events. */
export const ItemFrame = ({ item, marked, onShowEvents, children }: ItemFrameProps) => (
  <div
    data-item={item.key}
    aria-current={marked ? 'true' : undefined}
    className={cn(
      'group/item relative min-w-0',
      marked && 'before:absolute before:inset-y-0 before:-start-3.5 before:w-1 before:rounded-full before:bg-accent',
    )}
  >
    {children}
    <span className="absolute -end-9 top-0 opacity-0 transition-opacity group-hover/item:opacity-100 focus-within:opacity-100 max-md:hidden motion-reduce:transition-none">
      <IconButton label="Show its events" size="small" onClick={() => onShowEvents(item.key)}>
        <Activity size={14} aria-hidden />
      </IconButton>
    </span>
  </div>
)
