import { CornerDownRight } from 'lucide-react'
import { memo } from 'react'
import type { ToolOutputItem } from '../../protocol/item.ts'
import { ItemCard } from './item-card.tsx'
import { ItemFrame, type ItemViewProps } from './item-frame.tsx'
import { OutputParts } from './output-parts.tsx'

interface ToolOutputItemViewProps extends ItemViewProps<ToolOutputItem> {
  /** The tool of the call that the person approved and that this is the result of. */
  readonly approvedTool?: string | undefined
}

const noteOf = ({ callId }: ToolOutputItem): string =>
  callId === undefined ? 'without a call id' : `its call ${callId} is not in this answer`

/** An output whose call is not in this answer: an approved one, or one that is missing. */
export const ToolOutputItemView = memo(
  ({ item, approvedTool, marked, onShowEvents, onLink }: ToolOutputItemViewProps) => (
    <ItemFrame item={item} marked={marked} onShowEvents={onShowEvents}>
      <ItemCard
        icon={CornerDownRight}
        title={
          approvedTool === undefined ? (
            'Output of a tool'
          ) : (
            <>
              Result of <bdi className="font-mono">{approvedTool}</bdi>
            </>
          )
        }
        note={approvedTool === undefined ? noteOf(item) : 'which you approved'}
      >
        <OutputParts value={item.output} onLink={onLink} />
      </ItemCard>
    </ItemFrame>
  ),
)
