import { memo } from 'react'
import { CopyButton } from './copy-button.tsx'
import { InlineContent } from './markdown-inline.tsx'
import type { Block } from './markdown-lexer.ts'
import type { Alignment, Inline, ListItem, MarkdownNode, TableRow } from './markdown-tree.ts'

/** Where a top-level block lies in the source; nested ones carry nothing. */
interface SourceRange {
  readonly 'data-from'?: number
  readonly 'data-to'?: number
}

export const MarkdownBlock = memo(({ block }: { readonly block: Block }) => (
  <MarkdownView node={block.node} range={{ 'data-from': block.from, 'data-to': block.to }} />
))
MarkdownBlock.displayName = 'MarkdownBlock'

const noRange: SourceRange = {}

interface ViewProps<Kind extends MarkdownNode['kind'] = MarkdownNode['kind']> {
  readonly node: Extract<MarkdownNode, { readonly kind: Kind }>
  readonly range: SourceRange
}

const MarkdownView = ({ node, range }: ViewProps) => {
  switch (node.kind) {
    case 'paragraph':
      return (
        <p dir="auto" {...range}>
          <InlineContent nodes={node.children} />
        </p>
      )
    case 'line':
      return (
        <span className="markdown-line" {...range}>
          <InlineContent nodes={node.children} />
        </span>
      )
    case 'heading':
      return <Heading depth={node.depth} nodes={node.children} range={range} />
    case 'code':
      return <CodeBlock node={node} range={range} />
    case 'quote':
      return (
        <blockquote className="markdown-flow" {...range}>
          <Nodes nodes={node.children} />
        </blockquote>
      )
    case 'list':
      return <List node={node} range={range} />
    case 'table':
      return <Table node={node} range={range} />
    case 'rule':
      return <hr {...range} />
    case 'html':
      return (
        <div className="markdown-html" {...range}>
          {node.text}
        </div>
      )
    case 'plain':
      return (
        <pre className="markdown-plain" dir="auto" {...range}>
          <Parts parts={node.parts} />
        </pre>
      )
    case 'note':
      return (
        <div className="markdown-note" {...range}>
          <sup className="markdown-note-label">[{node.label}]</sup>
          <div className="markdown-flow">
            <Nodes nodes={node.children} />
          </div>
        </div>
      )
    case 'definition':
      return null
  }
}

const Nodes = ({ nodes }: { readonly nodes: readonly MarkdownNode[] }) =>
  nodes.map((node, index) => <MarkdownView key={index} node={node} range={noRange} />)

const HEADINGS = ['h3', 'h4', 'h5', 'h6'] as const

interface HeadingProps {
  readonly depth: number
  readonly nodes: readonly Inline[]
  readonly range: SourceRange
}

/** An answer is part of a page that has its own first and second level. */
const Heading = ({ depth, nodes, range }: HeadingProps) => {
  const Level = HEADINGS[Math.min(depth, HEADINGS.length) - 1] ?? 'h6'
  return (
    <Level dir="auto" {...range}>
      <InlineContent nodes={nodes} />
    </Level>
  )
}

const List = ({ node, range }: ViewProps<'list'>) => {
  const items = node.items.map((item, index) => <Item key={index} item={item} loose={node.loose} />)
  const continued = node.continues ? { className: 'markdown-continued' } : {}
  return node.ordered ? (
    <ol dir="auto" {...continued} {...(node.start === 1 ? {} : { start: node.start })} {...range}>
      {items}
    </ol>
  ) : (
    <ul dir="auto" {...continued} {...range}>
      {items}
    </ul>
  )
}

const Item = ({ item, loose }: { readonly item: ListItem; readonly loose: boolean }) => {
  const content = <Nodes nodes={item.children} />
  if (item.checked === undefined) return <li>{loose ? <div className="markdown-flow">{content}</div> : content}</li>
  return (
    <li className="markdown-task">
      <input type="checkbox" checked={item.checked} disabled aria-label={item.checked ? 'Done' : 'Not done'} />
      <div className="markdown-flow">{content}</div>
    </li>
  )
}

/** A scroll container needs the keyboard too, and then a role and a name. A group, so that no landmark is added. */
const scrolling = (name: string) => ({ role: 'group', 'aria-label': name, tabIndex: 0 })

const Table = ({ node, range }: ViewProps<'table'>) => (
  <div className="markdown-table" {...scrolling('Table')} {...range}>
    <table>
      {/* Markdown knows no table without a header, so agents leave it empty: then it is no row to look at. */}
      <thead hidden={node.header.every((cell) => cell.length === 0)}>
        <tr>
          <Cells row={node.header} align={node.align} Cell="th" />
        </tr>
      </thead>
      {node.parts.map((rows, index) => (
        <Rows key={index} rows={rows} align={node.align} />
      ))}
    </table>
  </div>
)

interface RowsProps {
  readonly rows: readonly TableRow[]
  readonly align: readonly Alignment[]
}

const Rows = memo(({ rows, align }: RowsProps) => (
  <tbody>
    {rows.map((row, index) => (
      <tr key={index}>
        <Cells row={row} align={align} Cell="td" />
      </tr>
    ))}
  </tbody>
))
Rows.displayName = 'Rows'

interface CellsProps {
  readonly row: TableRow
  readonly align: readonly Alignment[]
  readonly Cell: 'td' | 'th'
}

const Cells = ({ row, align, Cell }: CellsProps) =>
  row.map((nodes, index) => (
    <Cell key={index} dir="auto" data-align={align[index]} {...(Cell === 'th' ? { scope: 'col' } : {})}>
      <InlineContent nodes={nodes} />
    </Cell>
  ))

const CodeBlock = ({ node, range }: ViewProps<'code'>) => (
  <div className="markdown-code" {...range}>
    <div className="markdown-code-header" data-chrome="">
      <span>{node.language === '' ? 'text' : node.language}</span>
      <CopyButton label="Copy code" text={() => node.parts.join('').replace(/\n$/, '')} />
    </div>
    <pre className="markdown-code-body" {...scrolling(codeLabel(node.language))}>
      <code>
        <Parts parts={node.parts} />
      </code>
    </pre>
  </div>
)

const codeLabel = (language: string): string => (language === '' ? 'Code' : `Code, ${language}`)

/** Long text in parts, so that appending a line touches the last one only. */
const Parts = ({ parts }: { readonly parts: readonly string[] }) =>
  parts.map((part, index) => <Part key={index} text={part} />)

const Part = memo(({ text }: { readonly text: string }) => <span className="markdown-part">{text}</span>)
Part.displayName = 'Part'
