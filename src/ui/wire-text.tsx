import { useMemo } from 'react'
import { Virtualizer } from 'virtua'
import { endingNames, visiblePieces, wireLines, type WireLine } from './wire-lines.ts'

const Line = ({ line }: { readonly line: WireLine }) => (
  <div className="grid grid-cols-[2.25rem_minmax(0,1fr)] gap-x-2 px-2">
    <span aria-hidden className="text-end text-text-subtle tabular-nums select-none">
      {line.firstPiece ? line.number : ''}
    </span>
    <span className="wrap-anywhere whitespace-pre-wrap">
      {visiblePieces(line.text).map((piece, index) =>
        piece.control ? (
          // The pieces of a line never change.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className="mx-px rounded-sm bg-notice-soft px-0.5 text-[9px] text-notice">
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
      {line.ending !== '' && (
        <span aria-hidden className="ms-1.5 text-[9px] tracking-wide text-text-subtle select-none">
          {endingNames[line.ending]}
        </span>
      )}
    </span>
  </div>
)

/** Text exactly as it was on the wire: line ends and other characters that do not show are made to show. */
export const WireText = ({ label, text }: { readonly label: string; readonly text: string }) => {
  const lines = useMemo(() => wireLines(text), [text])
  return (
    <div
      role="region"
      aria-label={label}
      // A region that scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="h-full overflow-y-auto py-1 font-mono text-2xs leading-4.5 -outline-offset-2"
    >
      <Virtualizer data={lines} itemSize={18} startMargin={4}>
        {(line, index) => <Line key={index} line={line} />}
      </Virtualizer>
    </div>
  )
}
