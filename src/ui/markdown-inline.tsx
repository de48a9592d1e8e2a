import { createContext, memo, useContext } from 'react'
import type { Inline } from './markdown-tree.ts'

/** Opens a link after the reader has seen where it goes. Without it links are shown as text. */
export const LinkContext = createContext<((url: string) => void) | undefined>(undefined)

/** Inline content. Its array keeps its identity while its source stays the same, so memo skips what is unchanged. */
export const InlineContent = memo(({ nodes }: { readonly nodes: readonly Inline[] }) =>
  // The position is the identity: inline content is replaced as a whole or grows at its end.
  nodes.map((node, index) => <InlineNode key={index} node={node} />),
)
InlineContent.displayName = 'InlineContent'

const InlineNode = ({ node }: { readonly node: Inline }) => {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'html':
      return <span className="markdown-html">{node.text}</span>
    case 'code':
      return <code className="markdown-inline-code">{node.text}</code>
    case 'emphasis':
      return (
        <em>
          <InlineContent nodes={node.children} />
        </em>
      )
    case 'strong':
      return (
        <strong>
          <InlineContent nodes={node.children} />
        </strong>
      )
    case 'strikethrough':
      return (
        <del>
          <InlineContent nodes={node.children} />
        </del>
      )
    case 'break':
      return <br />
    case 'link':
      return <Link url={node.url} title={node.title} nodes={node.children} />
    case 'refused-link':
      return <Refused target={node.target} nodes={node.children} />
    case 'image':
      return (
        <span className="markdown-image">
          <span data-chrome="">Image{node.alt === '' ? '' : ': '}</span>
          {node.alt}
          <bdi className="markdown-target" data-chrome="">
            {' '}
            {node.host}, not loaded
          </bdi>
        </span>
      )
    case 'note-reference':
      return <sup>[{node.label}]</sup>
  }
}

interface LinkProps {
  readonly url: string
  readonly title: string
  readonly nodes: readonly Inline[]
}

const Link = ({ url, title, nodes }: LinkProps) => {
  const open = useContext(LinkContext)
  if (open === undefined) return <Refused target={url} nodes={nodes} />
  const ask = (event: { readonly button: number; preventDefault: () => void }) => {
    // The context menu belongs to the browser; every other button asks first.
    if (event.button === 2) return
    event.preventDefault()
    open(url)
  }
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      {...(title === '' ? {} : { title })}
      onClick={ask}
      onAuxClick={ask}
    >
      <InlineContent nodes={nodes} />
    </a>
  )
}

/** A link that leads nowhere we go: its text, and its target for the reader to judge. */
const Refused = ({ target, nodes }: { readonly target: string; readonly nodes: readonly Inline[] }) => {
  const only = nodes.length === 1 ? nodes[0] : undefined
  const spelled = only?.kind === 'text' && only.text === target
  return (
    <span>
      <InlineContent nodes={nodes} />
      {spelled ? null : (
        <bdi className="markdown-target" data-chrome="">
          {' '}
          ({target === '' ? 'no target' : target})
        </bdi>
      )}
    </span>
  )
}
