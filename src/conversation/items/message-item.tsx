import { Ban } from 'lucide-react'
import { memo } from 'react'
import type { MessageItem, Part } from '../../protocol/item.ts'
import { Markdown } from '../../ui/markdown.tsx'
import { CitationList } from './citation-list.tsx'
import { citationsOf } from './citations.ts'
import { ItemFrame, type ItemViewProps } from './item-frame.tsx'
import { JsonBlock } from './json-block.tsx'

interface PartViewProps {
  readonly part: Part
  readonly streaming: boolean
  readonly onLink: (url: string) => void
}

const PartView = ({ part, streaming, onLink }: PartViewProps) => {
  switch (part.kind) {
    case 'text':
      return <Markdown text={part.text} streaming={streaming} onLink={onLink} />
    case 'refusal':
      return (
        <div className="flex gap-2.5 rounded-lg border border-notice/40 bg-notice-soft px-3 py-2.5">
          <Ban size={16} aria-hidden className="mt-1 shrink-0 text-notice" />
          <div className="min-w-0">
            <p className="text-xs font-semibold text-notice">The agent refused</p>
            <p data-from={0} data-to={part.text.length} className="text-base wrap-anywhere whitespace-pre-wrap">
              {part.text}
            </p>
          </div>
        </div>
      )
    case 'other':
      return (
        <div className="rounded-lg border border-border px-3 pb-3 pt-1.5">
          <JsonBlock label={part.type} value={part.json} />
        </div>
      )
  }
}

/** A Supervisor names the agent that speaks next in a message of its own. */
const speakerOf = (item: MessageItem): string | undefined => {
  const [part] = item.parts
  if (item.parts.length !== 1 || part?.kind !== 'text') return undefined
  return /^\s*<name>([^<>]{1,200})<\/name>\s*$/u.exec(part.text)?.[1]
}

export const MessageItemView = memo(({ item, marked, live, onShowEvents, onLink }: ItemViewProps<MessageItem>) => {
  const speaker = speakerOf(item)
  const last = item.parts.length - 1
  return (
    <ItemFrame item={item} marked={marked} onShowEvents={onShowEvents}>
      {item.role !== 'assistant' && <p className="mb-1 text-2xs font-medium text-text-subtle">role: {item.role}</p>}
      {item.phase === 'commentary' && <p className="mb-1 text-2xs font-medium text-text-subtle">on the way</p>}
      {speaker === undefined ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 text-base">
          {item.parts.map((part, index) => {
            const citations = part.kind === 'text' ? citationsOf(part.annotations) : []
            return (
              // Parts have no identity of their own on the wire but their index.
              // oxlint-disable-next-line react/no-array-index-key
              <div key={index} className="min-w-0">
                <div data-part={index}>
                  <PartView part={part} streaming={live && item.state === 'open' && index === last} onLink={onLink} />
                </div>
                {citations.length > 0 && <CitationList citations={citations} onLink={onLink} />}
              </div>
            )
          })}
        </div>
      ) : (
        <p className="flex items-center gap-3 text-xs text-text-subtle after:h-px after:flex-1 after:bg-border">
          <span>
            now speaks <span className="font-medium text-text">{speaker}</span>
          </span>
        </p>
      )}
    </ItemFrame>
  )
})
