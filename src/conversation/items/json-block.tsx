import type { ReactNode } from 'react'
import { parseJson, type Json } from '../../lib/json.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { JsonTree } from '../../ui/json-tree.tsx'
import { layOutJson, looksStructured, treeRowsOf } from './json-layout.ts'

interface JsonBlockProps {
  readonly label: string
  /** A string is shown as the JSON it holds, or as plain text: tools hand JSON over as text. */
  readonly value: Json
  readonly aside?: ReactNode
}

const treeFromLines = 14
const treeRowHeight = 20
/** The tree's own path line and padding. */
const treeFrame = 44
const tallestTree = 340

const Tree = ({ label, text, rows }: { readonly label: string; readonly text: string; readonly rows: number }) => (
  <div
    className="overflow-hidden rounded-md bg-surface-sunken"
    style={{ height: Math.min(tallestTree, rows * treeRowHeight + treeFrame) }}
  >
    <JsonTree label={label} text={text} />
  </div>
)

/** A labelled piece of data with its copy button: short as text, long as a tree to unfold. */
export const JsonBlock = ({ label, value, aside }: JsonBlockProps) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const structured = looksStructured(text) && (typeof value !== 'string' || parseJson(text).ok)
  const shown = structured ? layOutJson(text) : text
  const lines = structured ? shown.split('\n').length : 0
  return (
    <div className="min-w-0">
      <div className="flex h-6 items-center gap-2 text-2xs font-medium text-text-subtle">
        {label}
        {aside}
        <span className="ms-auto" data-chrome>
          <CopyButton label={`Copy ${label}`} text={() => (typeof value === 'string' ? value : shown)} />
        </span>
      </div>
      {lines >= treeFromLines ? (
        <Tree label={label} text={text} rows={treeRowsOf(shown)} />
      ) : (
        <pre
          data-from={0}
          data-to={text.length}
          className="max-h-80 overflow-auto rounded-md bg-surface-sunken px-2.5 py-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
        >
          {shown}
        </pre>
      )}
    </div>
  )
}
