import { Plus, Send, X } from 'lucide-react'
import { useState } from 'react'
import type { Agent } from '../agent/agent.ts'
import type { Mode } from '../conversation/conversation.ts'
import { readCustomInputs } from '../conversation/custom-inputs.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { letterOf, mostColumns } from './letters.ts'

/** Whom a column asks, how, and with what besides the message. */
export interface Column {
  readonly agent: string
  readonly mode: Mode
  readonly customInputs: string
  readonly instructions: string
}

export type Order = 'together' | 'in-turn'

const modes = [
  { value: 'streamed', label: 'streamed' },
  { value: 'whole', label: 'whole' },
] as const

const orders = [
  { value: 'together', label: 'together' },
  { value: 'in-turn', label: 'one after the other' },
] as const

const orderHints: Record<Order, string> = {
  together: 'Fair for one moment; but they share rate limits, and the browser’s five connections for answers.',
  'in-turn': 'None slows another down: for comparing times. Looking at something else stops it.',
}

interface ColumnFormProps {
  readonly letter: string
  readonly column: Column
  readonly agents: readonly Agent[]
  readonly onChange: (column: Column) => void
  readonly onRemove: (() => void) | undefined
}

const ColumnForm = ({ letter, column, agents, onChange, onRemove }: ColumnFormProps) => {
  const invalid = readCustomInputs(column.customInputs).kind === 'invalid'
  const area = 'min-h-8 w-full rounded-md border border-border bg-surface-raised px-2 py-1 font-mono text-xs'
  return (
    <fieldset className="grid min-w-0 content-start gap-3 rounded-lg border border-border bg-surface-raised p-3">
      <legend className="sr-only">Column {letter}</legend>
      <div className="flex items-center justify-between">
        <span aria-hidden className="rounded bg-surface-hover px-1.5 font-mono text-xs font-medium">
          {letter}
        </span>
        {onRemove !== undefined && (
          <IconButton label={`Remove column ${letter}`} size="small" onClick={onRemove}>
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      <SelectField
        label="Agent"
        value={column.agent}
        options={agents.map(({ id, name }) => ({ value: id as string, label: name }))}
        onChange={(agent) => onChange({ ...column, agent })}
      />
      <SelectField
        label="Mode"
        value={column.mode}
        options={modes}
        onChange={(mode) => onChange({ ...column, mode })}
      />
      <details>
        <summary className="text-xs text-text-subtle">Request variant</summary>
        <div className="mt-2 grid gap-2">
          <label className="grid gap-1 text-xs font-medium">
            custom_inputs of {letter}
            <textarea
              value={column.customInputs}
              aria-invalid={invalid}
              onChange={(event) => onChange({ ...column, customInputs: event.target.value })}
              className={area}
            />
          </label>
          {invalid && <p className="text-xs text-danger">This is no JSON object, such as {'{"a": 1}'}.</p>}
          <label className="grid gap-1 text-xs font-medium">
            instructions of {letter}
            <textarea
              value={column.instructions}
              onChange={(event) => onChange({ ...column, instructions: event.target.value })}
              className={area}
            />
          </label>
        </div>
      </details>
    </fieldset>
  )
}

interface ColumnSetupProps {
  readonly agents: readonly Agent[]
  readonly first: Agent | undefined
  readonly onSend: (columns: readonly Column[], message: string, order: Order) => void
}

/** One message to two to four columns. Each becomes an ordinary conversation. */
export const ColumnSetup = ({ agents, first, onSend }: ColumnSetupProps) => {
  const columnOf = (mode: Mode): Column => {
    const agent = first ?? agents[0]
    return {
      agent: agent?.id ?? '',
      mode,
      customInputs: agent?.customInputs ?? '',
      instructions: agent?.instructions ?? '',
    }
  }
  const [chosen, setColumns] = useState<readonly Column[]>()
  const columns = chosen ?? [columnOf('streamed'), columnOf('whole')]
  const [message, setMessage] = useState('')
  const [order, setOrder] = useState<Order>('together')
  const sendable =
    message.trim() !== '' &&
    columns.every(
      ({ agent, customInputs }) =>
        agents.some(({ id }) => id === agent) && readCustomInputs(customInputs).kind !== 'invalid',
    )
  return (
    <div className="h-full overflow-y-auto">
      <form
        aria-label="Columns"
        className="mx-auto grid max-w-240 gap-5 p-4 md:p-6"
        onSubmit={(event) => {
          event.preventDefault()
          if (sendable) onSend(columns, message, order)
        }}
      >
        <header className="grid gap-1">
          <h2 className="text-base font-semibold">One message, side by side</h2>
          <p className="text-text-subtle">
            Each column is an agent, a mode and a request of its own. What differs in the answers is said first.
          </p>
        </header>
        <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
          {columns.map((column, index) => (
            <ColumnForm
              // Columns are known by their place.
              // oxlint-disable-next-line react/no-array-index-key
              key={index}
              letter={letterOf(index)}
              column={column}
              agents={agents}
              onChange={(next) => setColumns(columns.map((old, at) => (at === index ? next : old)))}
              onRemove={columns.length > 2 ? () => setColumns(columns.toSpliced(index, 1)) : undefined}
            />
          ))}
        </div>
        {columns.length < mostColumns && (
          <Button
            size="small"
            className="justify-self-start"
            onClick={() => setColumns([...columns, columnOf('streamed')])}
          >
            <Plus size={14} aria-hidden /> Add a column
          </Button>
        )}
        <label className="grid gap-1 text-xs font-medium">
          Message to all
          <textarea
            value={message}
            rows={3}
            onChange={(event) => setMessage(event.target.value)}
            className="w-full rounded-lg border border-border bg-surface-raised px-3 py-2 text-base font-normal"
          />
        </label>
        <div className="flex flex-wrap items-end justify-between gap-3">
          <div className="w-full max-w-90">
            <SelectField label="Ask them" value={order} options={orders} hint={orderHints[order]} onChange={setOrder} />
          </div>
          <Button type="submit" variant="primary" disabled={!sendable} focusableWhenDisabled>
            <Send size={14} aria-hidden /> Send to all
          </Button>
        </div>
      </form>
    </div>
  )
}
