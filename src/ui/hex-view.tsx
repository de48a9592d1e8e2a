import { Virtualizer } from 'virtua'
import { asciiColumn, hexColumns, offsetColumn } from './hex-lines.ts'
import { useElementSize } from './use-element-size.ts'

interface HexViewProps {
  readonly label: string
  readonly bytes: Uint8Array
  /** Offset of the first byte in whatever the bytes are part of. */
  readonly base: number
}

/** Offset, sixteen bytes (eight where it is narrow) and their text, line by line. */
export const HexView = ({ label, bytes, base }: HexViewProps) => {
  const [scroller, { width }] = useElementSize()
  const perLine = width === 0 || width >= 560 ? 16 : 8
  return (
    <div
      ref={scroller}
      role="region"
      aria-label={label}
      // A region that scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="h-full overflow-auto py-1 font-mono text-2xs leading-4.5 -outline-offset-2"
    >
      <Virtualizer data={{ length: Math.ceil(bytes.length / perLine) }} itemSize={18} startMargin={4}>
        {(_, line) => (
          <div key={line} className="flex h-4.5 gap-x-4 px-3 whitespace-pre">
            <span className="text-text-subtle select-none">{offsetColumn(base + line * perLine)}</span>
            <span>{hexColumns(bytes, line * perLine, perLine)}</span>
            <span className="text-kind-text">{asciiColumn(bytes, line * perLine, perLine)}</span>
          </div>
        )}
      </Virtualizer>
    </div>
  )
}
