import type { MeasuredRow } from './series.ts'

const width = 220
const height = 22
const edge = 6

/** Each value a dot, the median a line, the 90th percentile a dashed one. The table beside it tells the same in words. */
export const StripPlot = ({ row, most }: { readonly row: MeasuredRow; readonly most: number }) => {
  const at = (value: number) => edge + (most === 0 ? 0 : value / most) * (width - 2 * edge)
  const { summary, values } = row
  return (
    <svg viewBox={`0 0 ${width} ${height}`} aria-hidden className="h-5.5 w-full max-w-55 min-w-30">
      <line x1={edge} x2={width - edge} y1={height / 2} y2={height / 2} className="stroke-border" />
      {values.map((value, index) => (
        // Dots that fall together are set off from each other, always in the same way.
        // oxlint-disable-next-line react/no-array-index-key
        <circle key={index} cx={at(value)} cy={height / 2 + ((index % 3) - 1) * 4} r={2.5} className="fill-accent/60" />
      ))}
      <line
        x1={at(summary.median)}
        x2={at(summary.median)}
        y1={1}
        y2={height - 1}
        strokeWidth={2}
        className="stroke-text"
      />
      <line
        x1={at(summary.p90)}
        x2={at(summary.p90)}
        y1={1}
        y2={height - 1}
        strokeDasharray="2 2"
        className="stroke-text-subtle"
      />
    </svg>
  )
}
