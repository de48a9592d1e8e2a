import { answerStateOf, tokensPerSecond } from '../conversation/answer-state.ts'
import type { Mode, Run } from '../conversation/conversation.ts'
import { entriesOf, signatureOf, type Entry } from './entries.ts'
import { allRules } from './ignore-rules.ts'
import { agreementOf, summaryOf, type Summary } from './statistics.ts'

export interface Measure {
  readonly id: string
  readonly label: string
  readonly unit: 'ms' | 'bytes' | 'count' | 'per-second'
  readonly of: (run: Run) => number | undefined
}

export const measures: readonly Measure[] = [
  { id: 'first_byte_ms', label: 'first byte', unit: 'ms', of: ({ figures }) => figures.firstByte },
  { id: 'first_text_ms', label: 'first text', unit: 'ms', of: ({ figures }) => figures.firstText },
  { id: 'total_ms', label: 'total', unit: 'ms', of: ({ figures }) => figures.total },
  { id: 'longest_gap_ms', label: 'longest gap', unit: 'ms', of: ({ figures }) => figures.largestGap?.duration },
  {
    id: 'tokens_per_second',
    label: 'tokens a second',
    unit: 'per-second',
    of: ({ mode, figures, snapshot }) => tokensPerSecond(mode, figures, snapshot),
  },
  { id: 'events', label: 'events', unit: 'count', of: ({ figures }) => figures.events },
  { id: 'bytes', label: 'bytes', unit: 'bytes', of: ({ figures }) => figures.bytes },
]

export interface MeasuredRow {
  readonly measure: Measure
  readonly mode: Mode
  readonly values: readonly number[]
  readonly summary: Summary
}

export interface Agreement {
  readonly label: string
  /** Whose answers; `both` where streamed and whole ones are looked at together. */
  readonly mode: Mode | 'both'
  /** Of how many answers. */
  readonly of: number
  /** How many give the most frequent answer, and how many different ones there are. */
  readonly agree: number
  readonly kinds: number
}

export interface Series {
  readonly over: number
  readonly completed: number
  readonly rows: readonly MeasuredRow[]
  readonly agreements: readonly Agreement[]
  readonly failures: readonly { readonly kind: string; readonly count: number }[]
}

const modes: readonly Mode[] = ['streamed', 'whole']

/** How a run failed, as the kind that failures are counted by. */
export const failureOf = ({ phase }: Run): string | undefined => {
  if (phase.at !== 'over' || phase.outcome.kind === 'completed') return undefined
  return phase.outcome.kind === 'failed' ? phase.outcome.problem.code : phase.outcome.kind
}

const signature = (entries: readonly Entry[]): string => entries.map((entry) => signatureOf(entry, allRules)).join('\n')

const agreementsOf = (runs: readonly Run[], mode: Agreement['mode']): readonly Agreement[] => {
  const answers = runs.map(({ snapshot }) => entriesOf(snapshot, allRules))
  const calls = answers.map((entries) => entries.filter(({ kind }) => kind === 'tool-call'))
  const row = (label: string, values: readonly string[]) => ({ label, mode, of: values.length, ...agreementOf(values) })
  return [
    row(
      'text',
      answers.map((entries) => signature(entries.filter(({ kind }) => kind === 'message'))),
    ),
    row(
      'tool sequence',
      calls.map((entries) => entries.map(({ title }) => title).join('\n')),
    ),
    row(
      'tool arguments',
      calls.map((entries) =>
        signature(
          entries.map((entry) => ({ ...entry, fields: entry.fields.filter(({ name }) => name === 'arguments') })),
        ),
      ),
    ),
  ]
}

/** Of each mode by itself, because an agent may tell one thing streamed and another whole; then of both together. */
const agreements = (runs: readonly Run[]): readonly Agreement[] => {
  const told = modes.flatMap((mode) => {
    const own = runs.filter((run) => run.mode === mode)
    return own.length === 0 ? [] : [{ mode, own }]
  })
  return [
    ...told.flatMap(({ mode, own }) => agreementsOf(own, mode)),
    ...(told.length > 1 ? agreementsOf(runs, 'both') : []),
  ]
}

/** What several runs of one request say together. Figures are of completed runs alone: a failure is not a fast answer. */
export const seriesOf = (runs: readonly Run[]): Series => {
  const over = runs.filter(({ phase }) => phase.at === 'over')
  const completed = over.filter(({ phase }) => answerStateOf(phase) === 'completed')
  const failures = new Map<string, number>()
  for (const kind of over.flatMap((run) => failureOf(run) ?? [])) failures.set(kind, (failures.get(kind) ?? 0) + 1)
  return {
    over: over.length,
    completed: completed.length,
    rows: measures.flatMap((measure) =>
      modes.flatMap((mode) => {
        const values = completed.flatMap((run) => (run.mode === mode ? (measure.of(run) ?? []) : []))
        const summary = summaryOf(values)
        return summary === undefined ? [] : [{ measure, mode, values, summary }]
      }),
    ),
    agreements: agreements(completed),
    failures: [...failures].map(([kind, count]) => ({ kind, count })),
  }
}

/** A cell of a spreadsheet: what a spreadsheet would take for a formula is told as text. */
const cell = (value: string | number | undefined): string => {
  if (value === undefined || typeof value === 'number') return value === undefined ? '' : String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const rowOf = (run: Run): Readonly<Record<string, string | number | undefined>> => ({
  run: run.id,
  mode: run.mode,
  started_at: new Date(run.startedAt).toISOString(),
  state: answerStateOf(run.phase),
  failure: failureOf(run),
  ...Object.fromEntries(measures.map((measure) => [measure.id, measure.of(run)])),
  output_tokens: run.snapshot.usage?.outputTokens,
})

/** One line a run. */
export const seriesCsv = (runs: readonly Run[]): string => {
  const rows = runs.map(rowOf)
  const names = Object.keys(rows[0] ?? {})
  return [names.join(','), ...rows.map((row) => names.map((name) => cell(row[name])).join(','))].join('\r\n') + '\r\n'
}

/** Each run, and what they say together. */
export const seriesJson = (runs: readonly Run[]): string => {
  const { rows, ...rest } = seriesOf(runs)
  const summaries = rows.map(({ measure, mode, summary }) => ({ measure: measure.id, mode, ...summary }))
  return `${JSON.stringify({ format: 'agent-playground-series', version: 1, ...rest, summaries, runs: runs.map(rowOf) }, null, 2)}\n`
}
