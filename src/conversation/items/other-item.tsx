import { lazy, memo, Suspense } from 'react'
import type { OtherItem, ToolOutputItem } from '../../protocol/item.ts'
import { ItemFrame, type ItemViewProps } from './item-frame.tsx'

// Most agents have no tools of their model's own: whoever has gets their cards when the first of them comes.
const HostedItem = lazy(() => import('./hosted-item.tsx').then((module) => ({ default: module.HostedItem })))

interface OtherItemViewProps extends ItemViewProps<OtherItem> {
  readonly output?: ToolOutputItem | undefined
  /** Folded at first: the answer has many calls. */
  readonly folded: boolean
}

/** An item that is kept whole: a call of a model's own tools, or something that this version does not know. */
export const OtherItemView = memo(
  ({ item, output, folded, marked, live, onShowEvents, onLink }: OtherItemViewProps) => (
    <ItemFrame item={item} marked={marked} onShowEvents={onShowEvents}>
      <Suspense fallback={<div className="h-9.5 rounded-lg border border-border bg-surface-raised" />}>
        <HostedItem item={item} output={output} live={live} folded={folded} marked={marked} onLink={onLink} />
      </Suspense>
    </ItemFrame>
  ),
)
