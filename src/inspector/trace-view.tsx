import { TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import { readPreference, writePreference } from '../browser/storage.ts'
import { headerField } from '../exchange/header-field.ts'
import type { Head } from '../exchange/recording.ts'
import { fieldOf, type Json } from '../lib/json.ts'
import type { Reading } from '../protocol/reading.ts'
import { Badge } from '../ui/badge.tsx'
import { cn } from '../ui/class-names.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { duration } from '../ui/figures.ts'
import { JsonTree } from '../ui/json-tree.tsx'
import { RowList } from '../ui/row-list.tsx'
import { EmptyNote } from './empty-note.tsx'
import { ListAndDetail } from './list-and-detail.tsx'
import { traceSummary, type TraceSpan, type TraceSummary } from './trace-spans.ts'

/** AppKit tells the trace's id in the head of its answer. */
const traceHeader = 'x-mlflow-trace-id'

const detailHeight = 'agent-playground:trace-detail-height'

const NoTrace = () => (
  <EmptyNote title="No trace came with this answer">
    <div className="grid gap-1.5 text-start">
      <p>
        Turn on <span className="font-medium">Ask for the trace</span> in the agent’s settings, and run again.
      </p>
      <p>
        Apps are asked by the header <code className="font-mono">x-mlflow-return-trace-id: true</code>, and tell the id
        of their MLflow trace. Serving endpoints are asked by{' '}
        <code className="font-mono wrap-anywhere">{'"databricks_options": {"return_trace": true}'}</code> in the body,
        and return all of it.
      </p>
      <p>Without tracing in the agent there is nothing to return.</p>
    </div>
  </EmptyNote>
)

interface BarProps {
  readonly span: TraceSpan
  readonly total: number
}

const Bar = ({ span, total }: BarProps) => {
  const scale = total > 0 ? 100 / total : 0
  return (
    <span className="relative block h-2.5 rounded-sm bg-surface-sunken">
      <span
        className={cn('absolute inset-y-0 min-w-0.5 rounded-sm', span.failed ? 'bg-danger' : 'bg-accent')}
        style={{ insetInlineStart: `${span.from * scale}%`, width: `${(span.to - span.from) * scale}%` }}
      />
    </span>
  )
}

const columns = 'minmax(0,1.3fr) minmax(0,6.5rem) 4rem minmax(4rem,1fr)'

const Spans = ({ summary, selected, onSelect }: SpansProps) => (
  <RowList
    label="Spans"
    count={summary.spans.length}
    columns={columns}
    selected={selected}
    onSelect={onSelect}
    following={false}
    onFollow={() => undefined}
    growing={false}
    noun="spans"
    header={
      <>
        <span role="columnheader">span</span>
        <span role="columnheader">kind</span>
        <span role="columnheader" className="text-end">
          took
        </span>
        <span role="columnheader">{duration(summary.total)} in all</span>
      </>
    }
    renderCells={(position) => {
      const span = summary.spans[position]
      if (span === undefined) return undefined
      return (
        <>
          <span
            role="gridcell"
            className="flex min-w-0 items-center gap-1"
            style={{ paddingInlineStart: `${Math.min(span.depth, 12) * 12}px` }}
          >
            {span.failed && <TriangleAlert size={12} aria-label="failed" className="shrink-0 text-danger" />}
            <span className="truncate">{span.name}</span>
          </span>
          <span role="gridcell" className="truncate text-text-subtle">
            {span.kind.toLowerCase().replaceAll('_', ' ')}
          </span>
          <span role="gridcell" className="text-end tabular-nums">
            {duration(span.to - span.from)}
          </span>
          <span role="gridcell">
            <Bar span={span} total={summary.total} />
          </span>
        </>
      )
    }}
  />
)

interface SpansProps {
  readonly summary: TraceSummary
  readonly selected: number
  readonly onSelect: (position: number) => void
}

const SpanDetail = ({ span }: { readonly span: TraceSpan }) => (
  <section
    aria-label={`Span ${span.name}`}
    className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]"
  >
    <header className="flex min-w-0 items-center gap-2 px-3 py-1.5 text-xs">
      <span className="truncate font-medium">{span.name}</span>
      <span className="shrink-0 text-text-subtle">
        {duration(span.from)} to {duration(span.to)}
      </span>
      {span.failed && <Badge tone="danger">failed</Badge>}
      {span.message !== '' && <span className="min-w-0 truncate text-danger">{span.message}</span>}
    </header>
    <JsonTree label={`Span ${span.name} as a tree`} text={JSON.stringify(span.detail)} />
  </section>
)

const SpanPane = ({ summary }: { readonly summary: TraceSummary }) => {
  const [selected, setSelected] = useState(-1)
  const span = summary.spans[selected]
  return (
    <ListAndDetail
      name="span"
      load={() => readPreference(detailHeight)}
      save={(height) => writePreference(detailHeight, height)}
      list={<Spans summary={summary} selected={selected} onSelect={setSelected} />}
      detail={span === undefined ? undefined : <SpanDetail key={span.key} span={span} />}
    />
  )
}

const TraceBody = ({ trace, summary }: { readonly trace: Json | undefined; readonly summary: TraceSummary }) => {
  if (trace === undefined || trace === null) {
    return (
      <EmptyNote title="Only the id came">Look it up in the MLflow experiment of the agent to see the spans.</EmptyNote>
    )
  }
  return summary.spans.length === 0 ? (
    <JsonTree label="Trace" text={JSON.stringify(trace)} />
  ) : (
    <SpanPane summary={summary} />
  )
}

interface TraceViewProps {
  readonly reading: Reading
  readonly head: Head | undefined
}

/** The trace that the agent's side made of this run, as far as it told us. */
export const TraceView = ({ reading, head }: TraceViewProps) => {
  const { traceId, databricksOutput } = reading.snapshot
  const trace = fieldOf(databricksOutput, 'trace')
  const summary = useMemo(() => traceSummary(trace ?? null), [trace])
  const told = headerField(head?.headers ?? [], traceHeader)
  const id = traceId ?? summary.id ?? told
  if (id === undefined && (trace === undefined || trace === null)) return <NoTrace />
  const { state, experiment } = summary
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
      <div className="flex min-h-9.5 items-center gap-2 border-b border-border px-3 py-1.5">
        <span className="shrink-0 text-xs text-text-subtle">Trace id</span>
        <code className="min-w-0 truncate font-mono text-xs">{id ?? 'not told'}</code>
        {id !== undefined && <CopyButton label="Copy the trace id" text={() => id} />}
        <span className="ms-auto flex shrink-0 items-center gap-2">
          {experiment !== undefined && <span className="text-xs text-text-subtle">experiment {experiment}</span>}
          {state !== undefined && <Badge tone={state === 'OK' ? 'success' : 'danger'}>{state}</Badge>}
        </span>
      </div>
      <TraceBody trace={trace} summary={summary} />
    </div>
  )
}
