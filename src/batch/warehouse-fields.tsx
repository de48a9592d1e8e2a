import { Button } from '../ui/button.tsx'
import { count } from '../ui/figures.ts'
import { NumberField } from '../ui/number-field.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { SelectField } from '../ui/select-field.tsx'
import type { BatchWish } from './batch-wish.ts'
import type { WarehouseWay } from './batch.ts'
import { requestShapes, type RequestShape } from './statement.ts'
import type { WarehouseChoice } from './use-warehouse-choice.ts'
import { noneWords, stateWords, usableWarehouses } from './warehouse.ts'

const shapeWords: Readonly<Record<RequestShape, string>> = {
  input: 'Responses: struct with input',
  messages: 'Chat: struct with messages',
  question: 'The bare question',
}

const mostInStatement = 1000

interface WarehouseFieldsProps {
  readonly choice: WarehouseChoice
  readonly way: WarehouseWay | undefined
  readonly onWish: (change: Partial<BatchWish>) => void
}

/** Which endpoint is asked, by which warehouse, and how. */
export const WarehouseFields = ({ choice, way, onWish }: WarehouseFieldsProps) => {
  const { endpoints, warehouses, problem, pending } = choice
  const usable = usableWarehouses(warehouses)
  const chosen = usable.find(({ id }) => id === way?.warehouse.id)
  const left = warehouses.length - usable.length
  if (problem !== null) {
    return (
      <ProblemNotice problem={problem}>
        <Button size="small" onClick={choice.retry}>
          Try again
        </Button>
      </ProblemNotice>
    )
  }
  if (pending) return <p className="text-text-subtle">Looking for SQL warehouses…</p>
  if (endpoints.length === 0) {
    return (
      <p className="text-text-subtle">
        This workspace lists no agent or model on Model Serving. ai_query reaches nothing else: apps are asked through
        their own API.
      </p>
    )
  }
  if (usable.length === 0) {
    return (
      <p className="text-text-subtle">
        {noneWords(warehouses)}{' '}
        <Button size="small" onClick={choice.retry}>
          Look again
        </Button>
      </p>
    )
  }
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <SelectField
        label="Endpoint"
        hint="Agents and models on Model Serving; ai_query reaches no apps."
        value={way?.endpoint ?? ''}
        options={endpoints.map(({ endpoint }) => ({ value: endpoint, label: endpoint }))}
        // Another endpoint may take another form of request: it is found anew.
        onChange={(endpoint) => onWish({ endpoint, shape: undefined })}
      />
      <SelectField
        label="SQL warehouse"
        hint={`${chosen === undefined ? '' : stateWords(chosen)}${left === 0 ? '' : ` ${count(left)} classic or deleted ${left === 1 ? 'one is' : 'ones are'} not offered.`}`}
        value={way?.warehouse.id ?? ''}
        options={usable.map(({ id, name, state }) => ({ value: id, label: `${name} (${state.toLowerCase()})` }))}
        onChange={(warehouse) => onWish({ warehouse })}
      />
      <SelectField
        label="Request"
        hint="As the endpoint’s task takes it."
        value={way?.shape ?? 'input'}
        options={requestShapes.map((shape) => ({ value: shape, label: shapeWords[shape] }))}
        onChange={(shape) => onWish({ shape })}
      />
      <NumberField
        label="Questions in a statement, at most"
        wide
        value={way?.atMost ?? ''}
        most={mostInStatement}
        onChange={(atMost) => onWish({ atMost })}
      />
    </div>
  )
}
