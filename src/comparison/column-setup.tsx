import { ArrowLeft, Columns2, Plus, Send } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { Agent } from '../agent/agent.ts'
import { Button } from '../ui/button.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { callPathProblem } from './call-path-problem.ts'
import { orderReasons, orders, setupProblem, type AskedColumn, type Column, type Order, type Setup } from './column.ts'
import { ColumnForm } from './column-form.tsx'
import { letterOf, mostColumns } from './letters.ts'
import { PickRunDialog } from './pick-run-dialog.tsx'
import { aboutRun } from './run-choice.ts'

interface ColumnSetupProps {
  readonly agents: readonly Agent[]
  /** Whom the chat is with: the first choice for a column. */
  readonly first: Agent | undefined
  readonly setup: Setup
  readonly onSetup: (change: Partial<Setup>) => void
  /** Shows again what was compared last; absent where there is nothing of it. */
  readonly onBack: (() => void) | undefined
  readonly onSend: (columns: readonly Column[], message: string, order: Order) => void
}

const askedOf = (agent: Agent | undefined, mode: AskedColumn['mode']): AskedColumn => ({
  kind: 'asked',
  agent: agent?.id ?? '',
  mode,
  customInputs: agent?.customInputs ?? '',
  instructions: agent?.instructions ?? '',
  callPath: '',
})

/** Two to four columns and one message. Each that asks becomes an ordinary conversation. */
export const ColumnSetup = ({ agents, first, setup, onSetup, onBack, onSend }: ColumnSetupProps) => {
  const { message, order } = setup
  const usual = askedOf(first ?? agents[0], 'streamed')
  const columns = setup.columns ?? [usual, { ...usual, mode: 'whole' as const }]
  const [picking, setPicking] = useState<number>()
  const put = (place: number, column: Column) => onSetup({ columns: columns.with(place, column) })
  const asks = columns.some(({ kind }) => kind === 'asked')
  const problem = setupProblem(columns, message, (column) => {
    const agent = agents.find(({ id }) => id === column.agent)
    return agent === undefined ? 'A column has no agent: choose one.' : callPathProblem(agent, column.callPath)
  })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (problem === undefined) onSend(columns, message, order)
  }
  return (
    <div className="h-full overflow-y-auto">
      <form aria-label="Columns" className="mx-auto grid max-w-240 gap-5 p-4 md:p-6" onSubmit={onSubmit}>
        <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
          <div className="grid flex-[1_1_20rem] gap-1">
            <h2 className="text-base font-semibold">One message, side by side</h2>
            <p className="text-text-subtle">
              Each column is an agent, a mode and a request of its own, or an answer that is here already. What differs
              is said first.
            </p>
          </div>
          {onBack !== undefined && (
            <Button size="small" onClick={onBack}>
              <ArrowLeft size={14} aria-hidden /> Last comparison
            </Button>
          )}
        </header>
        <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
          {columns.map((column, place) => (
            <ColumnForm
              // Columns are known by their place.
              // oxlint-disable-next-line react/no-array-index-key
              key={place}
              letter={letterOf(place)}
              column={column}
              agents={agents}
              asked={usual}
              onChange={(next) => put(place, next)}
              onRemove={columns.length > 2 ? () => onSetup({ columns: columns.toSpliced(place, 1) }) : undefined}
              onPick={() => setPicking(place)}
              onMessage={(text) => onSetup({ message: text })}
            />
          ))}
        </div>
        {columns.length < mostColumns && (
          <Button size="small" className="justify-self-start" onClick={() => onSetup({ columns: [...columns, usual] })}>
            <Plus size={14} aria-hidden /> Add a column
          </Button>
        )}
        {asks && (
          <label className="grid gap-1 text-xs font-medium">
            Message to all
            <textarea
              value={message}
              rows={3}
              onChange={(event) => onSetup({ message: event.target.value })}
              className="field-sizing-content max-h-[40dvh] min-h-18 w-full resize-none rounded-lg border border-border bg-surface-raised px-3 py-2 text-base font-normal"
            />
          </label>
        )}
        <div className="flex flex-wrap items-start justify-between gap-3">
          {asks ? (
            <div className="w-full max-w-90">
              <SelectField
                label="Ask them"
                value={order}
                options={orders}
                hint={orderReasons[order]}
                onChange={(next) => onSetup({ order: next })}
              />
            </div>
          ) : (
            <p className="text-xs text-text-subtle">Nothing is asked: these answers are here already.</p>
          )}
          <div className="ms-auto grid justify-items-end gap-1 sm:pt-5.5">
            <Button
              type="submit"
              variant="primary"
              disabled={problem !== undefined}
              focusableWhenDisabled
              title={problem}
            >
              {asks ? <Send size={14} aria-hidden /> : <Columns2 size={14} aria-hidden />}
              {asks ? 'Send to all' : 'Show side by side'}
            </Button>
            {problem !== undefined && <p className="text-xs text-text-subtle">{problem}</p>}
          </div>
        </div>
      </form>
      {picking !== undefined && (
        <PickRunDialog
          title={`Which run is to stand in column ${letterOf(picking)}?`}
          shown={columns.flatMap((column) => (column.kind === 'run' ? [column.run] : []))}
          onPick={(choice) =>
            put(picking, { kind: 'run', run: choice.run, question: choice.question, about: aboutRun(choice) })
          }
          onClose={() => setPicking(undefined)}
        />
      )}
    </div>
  )
}
