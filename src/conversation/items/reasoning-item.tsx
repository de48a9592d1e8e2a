import { memo, useState } from 'react'
import type { ReasoningItem } from '../../protocol/item.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { duration } from '../../ui/figures.ts'
import { Markdown } from '../../ui/markdown.tsx'
import { ItemFrame, type ItemViewProps } from './item-frame.tsx'

const summaryOf = (item: ReasoningItem, thinking: boolean): string => {
  if (thinking) return 'Thinking…'
  if (item.endedAt === undefined || item.endedAt <= item.startedAt) return 'Thought'
  return `Thought for ${duration(item.endedAt - item.startedAt)}`
}

/** Open while the agent thinks, folded afterwards; what the person chose holds. */
export const ReasoningItemView = memo(({ item, marked, live, onShowEvents, onLink }: ItemViewProps<ReasoningItem>) => {
  const [chosen, setChosen] = useState<boolean>()
  const thinking = live && item.state === 'open'
  const last = item.parts.length - 1
  return (
    <ItemFrame item={item} marked={marked} onShowEvents={onShowEvents}>
      <div className="-ms-1.5">
        <Disclosure
          open={chosen ?? (thinking || marked)}
          onToggle={setChosen}
          summary={
            <span className="text-text-subtle">
              <span className={thinking ? 'animate-pulse motion-reduce:animate-none' : undefined}>
                {summaryOf(item, thinking)}
              </span>
              {item.encrypted && ' · content encrypted'}
            </span>
          }
        >
          <div className="ms-3 grid grid-cols-[minmax(0,1fr)] gap-2 border-s border-border py-1 ps-4 text-sm text-text-subtle">
            {item.parts.map((part, index) => (
              // Parts have no identity of their own on the wire but their index.
              // oxlint-disable-next-line react/no-array-index-key
              <div key={index} data-part={index} className="min-w-0">
                <Markdown text={part.text} streaming={thinking && index === last} onLink={onLink} />
              </div>
            ))}
            {item.parts.length === 0 && !thinking && (
              <p>{item.encrypted ? 'The agent sent its reasoning encrypted.' : 'Nothing was said about it.'}</p>
            )}
          </div>
        </Disclosure>
      </div>
    </ItemFrame>
  )
})
