import { ShieldQuestion } from 'lucide-react'
import { memo } from 'react'
import type { ApprovalRequestItem } from '../../protocol/item.ts'
import { ItemCard } from './item-card.tsx'
import { ItemFrame, type ItemViewProps } from './item-frame.tsx'
import { JsonBlock } from './json-block.tsx'

export const ApprovalRequestItemView = memo(({ item, marked, onShowEvents }: ItemViewProps<ApprovalRequestItem>) => (
  <ItemFrame item={item} marked={marked} onShowEvents={onShowEvents}>
    <ItemCard
      icon={ShieldQuestion}
      title={
        <>
          The agent asks to call <span className="font-mono">{item.name}</span>
        </>
      }
      note={item.serverLabel === '' ? undefined : `on ${item.serverLabel}`}
    >
      <JsonBlock label="arguments" value={item.arguments} />
    </ItemCard>
  </ItemFrame>
))
