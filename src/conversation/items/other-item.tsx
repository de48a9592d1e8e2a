import { Box } from 'lucide-react'
import { memo } from 'react'
import { stringOf } from '../../lib/json.ts'
import type { OtherItem } from '../../protocol/item.ts'
import { imageAddressOf } from './image-result.ts'
import { ItemCard } from './item-card.tsx'
import { ItemFrame, type ItemViewProps } from './item-frame.tsx'
import { JsonBlock } from './json-block.tsx'

/** An item this version has no view of its own for: everything it says, readable. */
export const OtherItemView = memo(({ item, marked, onShowEvents }: ItemViewProps<OtherItem>) => {
  const image = imageAddressOf(item.json)
  return (
    <ItemFrame item={item} marked={marked} onShowEvents={onShowEvents}>
      <ItemCard icon={Box} title={<span className="font-mono">{item.type}</span>} note={item.status}>
        {image === undefined ? (
          <JsonBlock label="item" value={item.json} />
        ) : (
          <img
            src={image}
            alt={stringOf(item.json, 'revised_prompt') ?? 'Image made by the agent'}
            className="max-h-96 max-w-full rounded-md border border-border"
          />
        )}
      </ItemCard>
    </ItemFrame>
  )
})
