import { useState } from 'react'
import { parseJson } from '../../lib/json.ts'
import { Badge } from '../../ui/badge.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { JsonTree } from '../../ui/json-tree.tsx'
import { visiblePieces } from '../../ui/wire-lines.ts'
import { layOutJson, looksStructured, treeRowsOf } from './json-layout.ts'

const rowHeight = 20
/** The tree's own path line and padding. */
const frame = 44
const tallest = 420

/** A line in which nothing is hidden: what turns or hides what is read stands there by its name. */
const Line = ({ text }: { readonly text: string }) =>
  visiblePieces(text).map((piece, index) =>
    piece.control ? (
      // The pieces of a line never change.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={index} className="mx-px rounded-sm bg-notice-soft px-0.5 text-2xs text-notice">
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  )

/** The arguments of a call in full: as a tree to find one's way, as text to read every character. */
export const ApprovalArguments = ({ text }: { readonly text: string }) => {
  const [view, setView] = useState<'tree' | 'text'>('tree')
  const isJson = looksStructured(text) && parseJson(text).ok
  const laidOut = isJson ? layOutJson(text) : text
  const lines = laidOut.split('\n')
  const asTree = isJson && view === 'tree'
  const hides = lines.some((line) => visiblePieces(line).some(({ control }) => control))
  return (
    <div data-part={-1} className="min-w-0">
      <div className="flex h-6 items-center gap-2 text-2xs font-medium text-text-subtle">
        arguments
        {!isJson && <Badge tone="notice">not valid JSON, as it came</Badge>}
        {hides && <Badge tone="notice">holds hidden characters</Badge>}
        <span className="ms-auto flex items-center gap-1" data-chrome>
          {isJson && (
            <button
              type="button"
              onClick={() => setView(asTree ? 'text' : 'tree')}
              className="rounded px-1 py-0.5 hover:bg-surface-hover hover:text-text"
            >
              {asTree ? 'as text' : 'as a tree'}
            </button>
          )}
          <CopyButton label="Copy arguments" text={() => text} />
        </span>
      </div>
      {asTree ? (
        <div
          className="overflow-hidden rounded-md bg-surface-sunken"
          style={{ height: Math.min(tallest, Math.max(2, treeRowsOf(laidOut)) * rowHeight + frame) }}
        >
          <JsonTree label="arguments" text={text} />
        </div>
      ) : (
        <pre
          // A scroll container has to be reachable by keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          dir="ltr"
          className="max-h-105 overflow-auto rounded-md bg-surface-sunken px-2.5 py-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
        >
          {text === ''
            ? '(no arguments)'
            : lines.map((line, index) => (
                // The lines of a text never change.
                // oxlint-disable-next-line react/no-array-index-key
                <span key={index} className="block min-h-4.5">
                  <Line text={line} />
                </span>
              ))}
        </pre>
      )}
    </div>
  )
}
