import { memo, useCallback, useEffect, useRef, useState } from 'react'
import { advance, emptyMarkdown, GROUP_SIZE, type Group } from './markdown-blocks.ts'
import { MarkdownBlock } from './markdown-block.tsx'
import { LinkContext } from './markdown-inline.tsx'
import './markdown.css'

interface MarkdownProps {
  /** Hostile until shown: nothing of it becomes HTML, a request, or a navigation without a question. */
  readonly text: string
  readonly streaming: boolean
  /** Called with the full, normalised URL when a link is pressed. Without it links are shown as text. */
  readonly onLink?: (url: string) => void
}

export const Markdown = ({ text, streaming, onLink }: MarkdownProps) => {
  const [read, setRead] = useState(() => advance(emptyMarkdown, text))
  const state = advance(read, text)
  if (state !== read) setRead(state)
  const tail = [...state.recent, ...state.open]
  return (
    <LinkContext value={useStableLink(onLink)}>
      <div className="markdown" {...(streaming ? { 'data-streaming': '' } : {})}>
        {state.groups.map((group, index) => (
          <BlockGroup key={index} group={group} closed />
        ))}
        {cut(tail).map((group, index) => (
          <BlockGroup key={state.groups.length + index} group={group} closed={false} />
        ))}
      </div>
    </LinkContext>
  )
}

/** Keeps one function for the life of the view, so that closed groups stay untouched when the caller's changes. */
const useStableLink = (onLink: MarkdownProps['onLink']): ((url: string) => void) | undefined => {
  const current = useRef(onLink)
  useEffect(() => {
    current.current = onLink
  }, [onLink])
  const open = useCallback((url: string) => current.current?.(url), [])
  return onLink === undefined ? undefined : open
}

/** An open block is born in the group it stays in, so closing it never moves it in the document. */
const cut = (blocks: Group): readonly Group[] => {
  const groups: Group[] = []
  for (let at = 0; at < blocks.length; at += GROUP_SIZE) groups.push(blocks.slice(at, at + GROUP_SIZE))
  return groups
}

const BlockGroup = memo(({ group, closed }: { readonly group: Group; readonly closed: boolean }) => (
  <div className="markdown-group" {...(closed ? { 'data-closed': '' } : {})}>
    {group.map((block) => (
      <MarkdownBlock key={block.from} block={block} />
    ))}
  </div>
))
BlockGroup.displayName = 'BlockGroup'
