import { memo } from 'react'
import { assertNever } from '../../lib/assert-never.ts'
import type { Item, ToolOutputItem } from '../../protocol/item.ts'
import type { ApprovalDesk } from '../use-approvals.ts'
import { ApprovalRequestItemView } from './approval-request-item.tsx'
import type { ItemViewProps } from './item-frame.tsx'
import { MessageItemView } from './message-item.tsx'
import { OtherItemView } from './other-item.tsx'
import { ReasoningItemView } from './reasoning-item.tsx'
import { ToolCallItemView } from './tool-call-item.tsx'
import { ToolOutputItemView } from './tool-output-item.tsx'

interface AnyItemViewProps extends ItemViewProps<Item> {
  readonly output?: ToolOutputItem | undefined
  /** Tool calls are folded at first. */
  readonly folded: boolean
  /** How the request stands that this item makes, if it makes one. */
  readonly approval?: ApprovalDesk | undefined
  /** The tool that the person approved and whose result this is. */
  readonly approvedTool?: string | undefined
}

/** Any item of an answer. Drawn again only when the item itself has a new identity. */
export const ItemView = memo(({ item, output, folded, approval, approvedTool, ...rest }: AnyItemViewProps) => {
  switch (item.kind) {
    case 'message':
      return <MessageItemView item={item} {...rest} />
    case 'reasoning':
      return <ReasoningItemView item={item} {...rest} />
    case 'tool-call':
      return <ToolCallItemView item={item} output={output} folded={folded} {...rest} />
    case 'tool-output':
      return <ToolOutputItemView item={item} approvedTool={approvedTool} {...rest} />
    case 'approval-request':
      return <ApprovalRequestItemView item={item} approval={approval} {...rest} />
    case 'other':
      return <OtherItemView item={item} output={output} folded={folded} {...rest} />
    default:
      return assertNever(item)
  }
})
