import { ArrowDown, Pin } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ConversationId } from '../conversation/conversation.ts'
import type { EpochMs } from '../lib/brand.ts'
import { byteSize, count } from '../ui/figures.ts'
import { relativeTime } from '../ui/relative-time.ts'
import { RowList } from '../ui/row-list.tsx'
import { useElementSize } from '../ui/use-element-size.ts'
import { totalOf, type Holding } from './holdings.ts'

/** Each order begins with what one looks for: the newest, the largest, the most. */
const orders = {
  changed: (one: Holding, other: Holding) => other.updatedAt - one.updatedAt,
  size: (one: Holding, other: Holding) => totalOf(other) - totalOf(one),
  runs: (one: Holding, other: Holding) => other.runs - one.runs,
} as const

type Order = keyof typeof orders

interface OrderHeaderProps {
  readonly order: Order
  readonly name: string
  readonly current: Order
  readonly onOrder: (order: Order) => void
}

const OrderHeader = ({ order, name, current, onOrder }: OrderHeaderProps) => (
  <span role="columnheader" aria-sort={order === current ? 'descending' : 'none'} className="text-end">
    <button
      type="button"
      onClick={() => onOrder(order)}
      className="inline-flex items-center gap-0.5 rounded-sm hover:text-text"
    >
      {order === current && <ArrowDown size={11} aria-hidden />}
      {name}
    </button>
  </span>
)

const recordingWords = ({ recordingBytes, runs, isStored, left }: Holding): string => {
  if (runs > 0 && !isStored) return 'in memory'
  if (runs > 0 && left === runs) return 'left'
  return left === 0 ? byteSize(recordingBytes) : `${byteSize(recordingBytes)}, ${count(left)} left`
}

interface HoldingsTableProps {
  readonly holdings: readonly Holding[]
  readonly now: EpochMs
  readonly selected: ConversationId | undefined
  readonly onSelect: (id: ConversationId) => void
  readonly onOpen: (id: ConversationId) => void
}

/** What each conversation takes. */
export const HoldingsTable = ({ holdings, now, selected, onSelect, onOpen }: HoldingsTableProps) => {
  const [frame, { width }] = useElementSize()
  const [order, setOrder] = useState<Order>('changed')
  const rows = useMemo(() => holdings.toSorted(orders[order]), [holdings, order])
  const wide = width > 640
  return (
    <div ref={frame} className="h-full min-h-0">
      <RowList
        label="Kept conversations"
        noun="conversations"
        count={rows.length}
        columns={wide ? '1rem minmax(0,3fr) minmax(0,2fr) 3.5rem 9rem 5rem 6rem' : '1rem minmax(0,1fr) 5.5rem 5.5rem'}
        header={
          <>
            <span role="columnheader">
              <Pin size={11} aria-label="Pinned" />
            </span>
            <span role="columnheader">conversation</span>
            {wide && <span role="columnheader">agent</span>}
            {wide && <OrderHeader order="runs" name="runs" current={order} onOrder={setOrder} />}
            <OrderHeader order="size" name={wide ? 'recordings' : 'size'} current={order} onOrder={setOrder} />
            {wide && (
              <span role="columnheader" className="text-end">
                files
              </span>
            )}
            <OrderHeader order="changed" name="changed" current={order} onOrder={setOrder} />
          </>
        }
        renderCells={(at) => {
          const row = rows[at]
          if (row === undefined) return null
          return (
            <>
              <span role="gridcell">
                {row.isPinned && <Pin size={12} aria-label="pinned" className="text-accent" />}
              </span>
              <span role="gridcell" className="truncate font-sans text-xs">
                {row.title}
              </span>
              {wide && (
                <span role="gridcell" className="truncate font-sans text-xs text-text-subtle">
                  <bdi>{row.agentName}</bdi>
                </span>
              )}
              {wide && (
                <span role="gridcell" className="text-end tabular-nums">
                  {count(row.runs)}
                </span>
              )}
              <span role="gridcell" className="truncate text-end tabular-nums">
                {wide || !row.isStored ? recordingWords(row) : byteSize(totalOf(row))}
              </span>
              {wide && (
                <span role="gridcell" className="text-end tabular-nums">
                  {row.fileBytes === 0 ? '–' : byteSize(row.fileBytes)}
                </span>
              )}
              <span role="gridcell" className="truncate text-end tabular-nums">
                {relativeTime(row.updatedAt, now)}
              </span>
            </>
          )
        }}
        selected={rows.findIndex(({ id }) => id === selected)}
        onSelect={(at) => {
          const row = rows[at]
          if (row !== undefined) onSelect(row.id)
        }}
        onOpen={() => {
          if (selected !== undefined) onOpen(selected)
        }}
        following={false}
        onFollow={() => undefined}
        growing={false}
      />
    </div>
  )
}
