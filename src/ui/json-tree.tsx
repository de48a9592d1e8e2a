import { ChevronRight } from 'lucide-react'
import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { cn } from './class-names.ts'
import { CopyButton } from './copy-button.tsx'
import { count as figure } from './figures.ts'
import { foldedStringLength, nodeText, parseNodes, visibleRows, type JsonNode, type TreeRow } from './json-nodes.ts'

const valueTones = {
  string: 'text-kind-tool',
  number: 'text-kind-text',
  literal: 'text-kind-reasoning',
  object: 'text-text-subtle',
  array: 'text-text-subtle',
}

const valueText = (node: JsonNode, open: boolean): string => {
  if (node.kind === 'number' || node.kind === 'literal') return node.source
  if (node.kind === 'string') {
    return open || node.value.length <= foldedStringLength
      ? JSON.stringify(node.value)
      : `${JSON.stringify(node.value.slice(0, foldedStringLength)).slice(0, -1)}…`
  }
  const size = node.members.length
  if (node.kind === 'array') return size === 0 ? '[]' : `[ ${figure(size)} ]`
  return size === 0 ? '{}' : `{ ${figure(size)} }`
}

const Row = ({ row, onToggle }: { readonly row: TreeRow; readonly onToggle: () => void }) => (
  <>
    {row.branch ? (
      // The tree has the focus and handles the keys; this is the same for the pointer.
      // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
      <span
        aria-hidden
        onClick={onToggle}
        className="flex h-5 w-4 shrink-0 items-center justify-center text-text-subtle"
      >
        <ChevronRight
          size={12}
          className={cn('transition-transform motion-reduce:transition-none', row.open && 'rotate-90')}
        />
      </span>
    ) : (
      <span className="w-4 shrink-0" />
    )}
    <span className="min-w-0 wrap-anywhere whitespace-pre-wrap">
      {row.name !== undefined && (
        <>
          <span className={typeof row.name === 'number' ? 'text-text-subtle' : 'text-text'}>{row.name}</span>
          <span className="text-text-subtle">: </span>
        </>
      )}
      <span className={valueTones[row.node.kind]}>{valueText(row.node, row.open)}</span>
      {row.node.kind === 'string' && row.node.value.length > foldedStringLength && (
        <span className="ms-2 text-text-subtle">{figure(row.node.value.length)} characters</span>
      )}
    </span>
  </>
)

interface JsonTreeProps {
  readonly label: string
  /** JSON text as it was on the wire. */
  readonly text: string
  /** Said when the text is not JSON. */
  readonly notJson?: string
}

const openAtMost = 300

/** JSON to unfold: numbers, order and repeated names exactly as written; only the rows on screen exist. */
export const JsonTree = ({ label, text, notJson = 'This is not JSON.' }: JsonTreeProps) => {
  const parsed = useMemo(() => parseNodes(text), [text])
  if (!parsed.ok) {
    return (
      <div className="p-3 text-xs text-text-subtle">
        <p className="font-medium text-text">{notJson}</p>
        <p className="mt-1 wrap-anywhere">{parsed.detail}</p>
      </div>
    )
  }
  return <Tree label={label} root={parsed.node} wideOpen={parsed.size <= openAtMost} />
}

interface TreeProps {
  readonly label: string
  readonly root: JsonNode
  readonly wideOpen: boolean
}

const Tree = ({ label, root, wideOpen }: TreeProps) => {
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const [toggled, setToggled] = useState<ReadonlyMap<JsonNode, boolean>>(new Map())
  const [activeNode, setActiveNode] = useState(root)
  const rows = useMemo(() => {
    const opensByItself = (node: JsonNode, depth: number) => node.kind !== 'string' && (wideOpen || depth < 2)
    return visibleRows(root, (node, depth) => toggled.get(node) ?? opensByItself(node, depth))
  }, [root, toggled, wideOpen])
  const active = Math.max(
    0,
    rows.findIndex(({ node }) => node === activeNode),
  )
  const current = rows[active]

  const moveTo = (index: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))]
    if (row === undefined) return
    setActiveNode(row.node)
    list.current?.scrollToIndex(rows.indexOf(row), { align: 'nearest' })
  }
  const toggle = (row: TreeRow, open = !row.open) => setToggled(new Map(toggled).set(row.node, open))
  const parentOf = (index: number) => {
    const depth = rows[index]?.depth ?? 0
    return rows.findLastIndex((row, at) => at < index && row.depth < depth)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || current === undefined) return
    if (event.key === 'ArrowDown') moveTo(active + 1)
    else if (event.key === 'ArrowUp') moveTo(active - 1)
    else if (event.key === 'Home') moveTo(0)
    else if (event.key === 'End') moveTo(rows.length - 1)
    else if (event.key === 'ArrowRight' && current.branch && !current.open) toggle(current, true)
    else if (event.key === 'ArrowRight' && current.branch) moveTo(active + 1)
    else if (event.key === 'ArrowLeft' && current.open) toggle(current, false)
    else if (event.key === 'ArrowLeft' && current.depth > 0) moveTo(parentOf(active))
    else if ((event.key === 'Enter' || event.key === ' ') && current.branch) toggle(current)
    else return
    event.preventDefault()
  }
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto]">
      <div
        ref={scroller}
        role="tree"
        aria-label={label}
        aria-activedescendant={`${id}-${active}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="group overflow-y-auto py-1 font-mono text-2xs leading-5 -outline-offset-2"
      >
        <Virtualizer ref={list} data={rows} itemSize={20} startMargin={4} scrollRef={scroller} keepMounted={[active]}>
          {(row, index) => (
            // Keys are handled by the tree, which has the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={index}
              id={`${id}-${index}`}
              role="treeitem"
              aria-level={row.depth + 1}
              aria-setsize={row.setSize}
              aria-posinset={row.position}
              aria-selected={index === active}
              aria-expanded={row.branch ? row.open : undefined}
              onClick={() => setActiveNode(row.node)}
              onDoubleClick={() => {
                if (row.branch) toggle(row)
              }}
              style={{ paddingInlineStart: 6 + Math.min(row.depth, 24) * 14 }}
              className={cn(
                'flex min-h-5 cursor-default items-start pe-2',
                index === active ? 'bg-surface-hover group-focus-visible:bg-accent-soft' : 'hover:bg-surface-hover/60',
              )}
            >
              <Row row={row} onToggle={() => toggle(row)} />
            </div>
          )}
        </Virtualizer>
      </div>
      {current !== undefined && (
        <div className="flex h-7 items-center gap-0.5 border-t border-border ps-3 pe-1">
          <span className="min-w-0 flex-1 truncate font-mono text-2xs text-text-subtle" title={current.path}>
            {current.path}
          </span>
          <span aria-hidden className="ps-2 text-2xs text-text-subtle">
            path
          </span>
          <CopyButton label="Copy path" text={() => current.path} />
          <span aria-hidden className="ps-1 text-2xs text-text-subtle">
            value
          </span>
          <CopyButton label="Copy value" text={() => nodeText(current.node)} />
        </div>
      )}
    </div>
  )
}
