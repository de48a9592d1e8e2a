import { fieldOf, stringOf } from '../lib/json.ts'
import type { Reading } from '../protocol/reading.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { JsonTree } from '../ui/json-tree.tsx'
import { EmptyNote } from './empty-note.tsx'

/** The trace that the agent's side made of this run, as far as it told us. */
export const TraceView = ({ reading }: { readonly reading: Reading }) => {
  const { traceId, databricksOutput } = reading.snapshot
  const trace = fieldOf(databricksOutput, 'trace')
  const id = traceId ?? stringOf(fieldOf(trace, 'info'), 'trace_id')
  if (id === undefined && (trace === undefined || trace === null)) {
    return (
      <EmptyNote title="No trace came with this answer">
        <div className="grid gap-1.5 text-start">
          <p>
            An agent on Databricks Apps tells the id of its MLflow trace when the request carries the header{' '}
            <code className="font-mono">x-mlflow-return-trace-id: true</code>.
          </p>
          <p>
            A serving endpoint returns the whole trace when the request body holds{' '}
            <code className="font-mono wrap-anywhere">{'"databricks_options": {"return_trace": true}'}</code>.
          </p>
          <p>Without tracing in the agent there is nothing to return.</p>
        </div>
      </EmptyNote>
    )
  }
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
      <div className="flex items-center gap-2 border-b border-border px-3 py-2">
        <span className="text-xs text-text-subtle">Trace id</span>
        <code className="min-w-0 flex-1 truncate font-mono text-xs">{id ?? 'not told'}</code>
        {id !== undefined && <CopyButton label="Copy the trace id" text={() => id} />}
      </div>
      {trace === undefined || trace === null ? (
        <EmptyNote title="Only the id came">
          Look it up in the MLflow experiment of the agent to see the spans.
        </EmptyNote>
      ) : (
        <JsonTree label="Trace" text={JSON.stringify(trace)} />
      )}
    </div>
  )
}
