import { CornerDownRight } from 'lucide-react'
import { memo } from 'react'
import type { ToolOutputItem } from '../../protocol/item.ts'
import { ItemCard } from './item-card.tsx'
import { ItemFrame, type ItemViewProps } from './item-frame.tsx'
import { JsonBlock } from './json-block.tsx'

/** An output whose call is not in this answer. */
export const ToolOutputItemView = memo(({ item, marked, onShowEvents }: ItemViewProps<ToolOutputItem>) => (
  <ItemFrame item={item} marked={marked} onShowEvents={onShowEvents}>
    <ItemCard
      icon={CornerDownRight}
      title="Output of a tool"
      note={item.callId === undefined ? 'without a call id' : `its call ${item.callId} is not in this answer`}
    >
      <JsonBlock label="output" value={item.output} />
    </ItemCard>
  </ItemFrame>
))
