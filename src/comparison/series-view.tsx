import { Play, Square } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import type { Mode, Run } from '../conversation/conversation.ts'
import { Button } from '../ui/button.tsx'
import { byteSize, count, duration } from '../ui/figures.ts'
import { NumberField } from '../ui/number-field.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { mostTimes, type SeriesPlan } from './run-series.ts'
import { seriesOf, type Measure, type Series } from './series.ts'
import { StripPlot } from './strip-plot.tsx'

const shownAs: Record<Measure['unit'], (value: number) => string> = {
  ms: duration,
  bytes: (value) => byteSize(Math.round(value)),
  count: (value) => count(Math.round(value * 10) / 10),
  'per-second': (value) => value.toFixed(value < 10 ? 1 : 0),
}

const ways = [
  { value: 'streamed', label: 'streamed' },
  { value: 'whole', label: 'whole' },
  { value: 'both', label: 'both in turn' },
] as const

type Way = (typeof ways)[number]['value']
const modesOf: Record<Way, readonly Mode[]> = { streamed: ['streamed'], whole: ['whole'], both: ['streamed', 'whole'] }

const Statistics = ({ series }: { readonly series: Series }) => {
  const most = new Map<string, number>()
  for (const { measure, summary } of series.rows) {
    most.set(measure.id, Math.max(most.get(measure.id) ?? 0, summary.most))
  }
  return (
    <div className="overflow-x-auto">
      <table aria-label="Statistics" className="w-full min-w-150 text-xs tabular-nums">
        <thead>
          <tr className="border-b border-border text-text-subtle">
            {['measure', 'mode', 'n', 'median', '90th percentile', 'least to most', 'each run'].map((name) => (
              <th
                key={name}
                scope="col"
                className="px-2 py-1.5 text-start font-medium whitespace-nowrap first:sticky first:start-0 first:bg-surface"
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.rows.map((row) => {
            const shown = shownAs[row.measure.unit]
            return (
              <tr key={`${row.measure.id} ${row.mode}`} className="border-b border-border">
                <th
                  scope="row"
                  className="sticky start-0 bg-surface px-2 py-1 text-start font-medium whitespace-nowrap"
                >
                  {row.measure.label}
                </th>
                <td className="px-2">{row.mode}</td>
                <td className="px-2">{row.summary.count}</td>
                <td className="px-2 font-medium whitespace-nowrap">{shown(row.summary.median)}</td>
                <td className="px-2 whitespace-nowrap">{shown(row.summary.p90)}</td>
                <td className="px-2 whitespace-nowrap">
                  {shown(row.summary.least)} – {shown(row.summary.most)}
                </td>
                <td className="px-2">
                  <StripPlot row={row} most={most.get(row.measure.id) ?? 0} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

interface SeriesViewProps {
  readonly question: string
  readonly agentName: string
  readonly runs: readonly Run[]
  /** Whether a plan is being done. */
  readonly running: boolean
  readonly blocked: boolean
  readonly onStart: (plan: SeriesPlan) => void
  readonly onStop: () => void
  readonly onCsv: () => void
  readonly onJson: () => void
  /** Where else to go from here. */
  readonly children?: ReactNode
}

/** The same request again and again, and what the answers say together. */
export const SeriesView = (props: SeriesViewProps) => {
  const { question, agentName, runs, running, blocked, onStart, onStop, onCsv, onJson } = props
  const [way, setWay] = useState<Way>('streamed')
  const [times, setTimes] = useState(10)
  const [atOnce, setAtOnce] = useState(2)
  const series = useMemo(() => seriesOf(runs), [runs])
  const few = series.rows.some(({ summary }) => summary.few)
  return (
    <div className="h-full min-h-0 overflow-y-auto">
      <div className="mx-auto grid max-w-280 grid-cols-[minmax(0,1fr)] gap-5 p-4 md:p-6">
        <header className="grid gap-1">
          <h2 className="text-base font-semibold">Repeat this request to {agentName}</h2>
          <p className="line-clamp-3 text-text-subtle wrap-anywhere">{question}</p>
        </header>
        <div className="flex flex-wrap items-end gap-3">
          <NumberField label="Times" value={times} most={mostTimes} onChange={setTimes} />
          <div className="w-36">
            <SelectField label="Ask for" value={way} options={ways} onChange={setWay} />
          </div>
          <NumberField label="At once" value={atOnce} most={5} onChange={setAtOnce} />
          {running ? (
            <Button onClick={onStop}>
              <Square size={12} fill="currentColor" aria-hidden /> Stop
            </Button>
          ) : (
            <Button
              variant="primary"
              disabled={blocked}
              onClick={() => onStart({ modes: modesOf[way], times, atOnce })}
            >
              <Play size={14} aria-hidden /> Run {times * modesOf[way].length} times
            </Button>
          )}
          <span className="ms-auto flex gap-2">
            <Button disabled={runs.length === 0} onClick={onCsv}>
              Export CSV
            </Button>
            <Button disabled={runs.length === 0} onClick={onJson}>
              Export JSON
            </Button>
          </span>
        </div>
        <p role="status" aria-label="Progress" className="text-xs text-text-subtle tabular-nums">
          {series.over} of {runs.length} runs have ended, {series.completed} completed.
          {few && ' Fewer than ten values: the 90th percentile says little more than the slowest.'}
        </p>
        {series.rows.length > 0 && <Statistics series={series} />}
        {series.completed > 1 && (
          <ul aria-label="Agreement" className="grid gap-1 text-sm">
            {series.agreements.map(({ label, mode, agree, of, kinds }) => (
              <li key={`${mode} ${label}`}>
                <span className="font-medium">
                  {agree} of {of}
                </span>{' '}
                {mode === 'both' ? 'streamed and whole answers together' : `${mode} answers`} give the same {label}
                {kinds > 1 && <span className="text-text-subtle"> ({kinds} different ones)</span>}
              </li>
            ))}
          </ul>
        )}
        {series.failures.length > 0 && (
          <ul aria-label="Failures" className="grid gap-1 text-sm text-danger">
            {series.failures.map(({ kind, count: times }) => (
              <li key={kind}>
                {times} × <span className="font-mono text-xs">{kind}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
