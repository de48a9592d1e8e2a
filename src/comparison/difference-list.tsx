import { useEffect, useRef } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { cn } from '../ui/class-names.ts'
import { SideMark } from './change-marks.tsx'
import type { ComparedRow, Comparison, Difference } from './compare-answers.ts'
import { ComparedFieldView } from './compared-field.tsx'

const kinds = {
  message: 'message',
  reasoning: 'reasoning',
  'tool-call': 'tool call',
  'tool-output': 'tool output',
  'approval-request': 'approval request',
  other: 'item',
} as const

const previewOf = (row: ComparedRow): string => {
  const content = row.fields[0]?.content
  return content?.form === 'preview' ? content.text.slice(0, 200) : ''
}

const RowView = ({ row, current }: { readonly row: ComparedRow; readonly current: boolean }) => (
  <div
    role="listitem"
    aria-current={current ? 'true' : undefined}
    className={cn(
      'grid grid-cols-[minmax(0,1fr)] gap-2 border-s-2 border-b border-b-border px-4 py-2.5',
      current ? 'border-s-accent bg-accent-soft/40' : 'border-s-transparent',
    )}
  >
    <p className="flex min-w-0 items-center gap-2 text-sm">
      <span className="shrink-0 text-text-subtle">{kinds[row.kind]}</span>
      {row.kind !== 'reasoning' && <span className="truncate font-mono text-xs font-medium">{row.title}</span>}
      <SideMark side={row.side} same={row.same} expected={row.expected !== undefined} />
      {row.same && <span className="min-w-0 flex-1 truncate text-xs text-text-subtle">{previewOf(row)}</span>}
    </p>
    {row.expected !== undefined && <p className="text-xs text-text-subtle">Expected: {row.expected}</p>}
    {!row.same &&
      row.fields
        .filter(({ same }) => !same || row.side !== 'both')
        .map((field) => (
          <ComparedFieldView key={field.name} field={row.side === 'both' ? field : { ...field, same: false }} />
        ))}
  </div>
)

interface DifferenceListProps {
  readonly comparison: Comparison
  /** The one that was jumped to. */
  readonly current: Difference | undefined
}

/** Everything that was compared, in the order of the answer: items first, then what stands beside them. */
export const DifferenceList = ({ comparison, current }: DifferenceListProps) => {
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const { rows, envelope } = comparison
  const place = current === undefined ? -1 : (current.row ?? rows.length + (current.field ?? 0))
  // The list scrolls by itself, outside of React.
  useEffect(() => {
    if (place >= 0) list.current?.scrollToIndex(place, { align: 'nearest' })
  }, [place])
  return (
    <div
      ref={scroller}
      role="list"
      aria-label="Differences"
      // A scroll container has to be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="h-full overflow-y-auto -outline-offset-2"
    >
      <Virtualizer
        ref={list}
        scrollRef={scroller}
        data={[...rows, ...envelope]}
        keepMounted={place >= 0 ? [place] : []}
      >
        {(entry, index) =>
          'fields' in entry ? (
            <RowView key={index} row={entry} current={index === place} />
          ) : (
            <div
              key={index}
              role="listitem"
              aria-current={index === place ? 'true' : undefined}
              className={cn(
                'border-s-2 border-b border-b-border px-4 py-2.5',
                index === place ? 'border-s-accent bg-accent-soft/40' : 'border-s-transparent',
              )}
            >
              <ComparedFieldView field={entry} />
            </div>
          )
        }
      </Virtualizer>
    </div>
  )
}
