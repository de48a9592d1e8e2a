import { FolderSearch, MessageSquareReply, X } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import type { Agent } from '../agent/agent.ts'
import { callOf } from '../agent/call-of.ts'
import { knownPaths } from '../agent/manner.ts'
import { readCustomInputs } from '../conversation/custom-inputs.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { SelectField } from '../ui/select-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { callPathProblem } from './call-path-problem.ts'
import type { AskedColumn, Column, KeptColumn } from './column.ts'

const kinds = [
  { value: 'asked', label: 'a new answer' },
  { value: 'run', label: 'a run that is here' },
] as const

const modes = [
  { value: 'streamed', label: 'streamed' },
  { value: 'whole', label: 'whole' },
] as const

const Area = (props: {
  readonly label: string
  readonly mono?: boolean
  readonly value: string
  readonly problem?: string | undefined
  readonly onChange: (value: string) => void
}) => {
  const { label, mono = false, value, problem, onChange } = props
  const note = useId()
  return (
    <div className="grid gap-1">
      <label className="grid gap-1 text-xs font-medium">
        {label}
        <textarea
          value={value}
          rows={2}
          spellCheck={!mono}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : note}
          onChange={(event) => onChange(event.target.value)}
          className={cn(
            'field-sizing-content max-h-40 min-h-8 w-full resize-none rounded-md border bg-surface-raised px-2 py-1.5 text-xs font-normal',
            mono && 'font-mono',
            problem === undefined ? 'border-border' : 'border-danger',
          )}
        />
      </label>
      {problem !== undefined && (
        <p id={note} className="text-xs text-danger">
          {problem}
        </p>
      )}
    </div>
  )
}

/** What the variant has set, in a few words; nothing where it asks as the agent is asked anyway. */
const variantWords = ({ customInputs, instructions, callPath }: AskedColumn): string =>
  [
    ...(customInputs.trim() === '' ? [] : ['custom_inputs']),
    ...(instructions.trim() === '' ? [] : ['instructions']),
    ...(callPath.trim() === '' ? [] : [callPath.trim()]),
  ].join(', ')

interface AskedFieldsProps {
  readonly letter: string
  readonly column: AskedColumn
  readonly agents: readonly Agent[]
  readonly onChange: (column: AskedColumn) => void
}

const AskedFields = ({ letter, column, agents, onChange }: AskedFieldsProps) => {
  const paths = useId()
  const agent = agents.find(({ id }) => id === column.agent)
  const words = variantWords(column)
  return (
    <>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-1">
        <SelectField
          label="Agent"
          value={column.agent}
          options={[
            ...(agent === undefined ? [{ value: column.agent, label: 'Choose an agent' }] : []),
            ...agents.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          onChange={(next) => onChange({ ...column, agent: next })}
        />
        <SelectField
          label="Mode"
          value={column.mode}
          options={modes}
          onChange={(mode) => onChange({ ...column, mode })}
        />
      </div>
      <details className="group min-w-0">
        <summary className="cursor-pointer truncate text-xs text-text-subtle">
          Request variant
          {words !== '' && <span className="font-medium text-text">: {words}</span>}
        </summary>
        <div className="mt-2 grid gap-2.5">
          <Area
            label={`custom_inputs of ${letter}`}
            mono
            value={column.customInputs}
            problem={
              readCustomInputs(column.customInputs).kind === 'invalid'
                ? 'This is no JSON object, such as {"a": 1}.'
                : undefined
            }
            onChange={(customInputs) => onChange({ ...column, customInputs })}
          />
          <Area
            label={`instructions of ${letter}`}
            value={column.instructions}
            onChange={(instructions) => onChange({ ...column, instructions })}
          />
          <TextField
            label={`Call path of ${letter}`}
            mono
            list={paths}
            autoComplete="off"
            spellCheck={false}
            value={column.callPath}
            placeholder={agent === undefined ? '' : new URL(callOf(agent, agent.workspace, column.mode).url).pathname}
            problem={agent === undefined ? undefined : callPathProblem(agent, column.callPath)}
            onChange={(event) => onChange({ ...column, callPath: event.target.value })}
          />
          <datalist id={paths}>
            {agent !== undefined && knownPaths(agent.target).map((known) => <option key={known}>{known}</option>)}
          </datalist>
        </div>
      </details>
    </>
  )
}

interface KeptRunProps {
  readonly column: KeptColumn
  readonly onPick: () => void
  readonly onAskTheSame: () => void
}

const KeptRun = ({ column, onPick, onAskTheSame }: KeptRunProps) => (
  <div className="grid min-w-0 gap-2">
    {column.run !== '' && (
      <div className="grid min-w-0 gap-0.5 rounded-md border border-border bg-surface-sunken px-2.5 py-2">
        <p className="line-clamp-3 text-sm wrap-anywhere">{column.question}</p>
        <p className="text-2xs text-text-subtle wrap-anywhere">{column.about}</p>
      </div>
    )}
    <div className="flex flex-wrap gap-2">
      <Button size="small" onClick={onPick}>
        <FolderSearch size={14} aria-hidden /> {column.run === '' ? 'Choose a run…' : 'Another run…'}
      </Button>
      {column.question.trim() !== '' && (
        <Button size="small" variant="quiet" onClick={onAskTheSame}>
          <MessageSquareReply size={14} aria-hidden /> Ask the same
        </Button>
      )}
    </div>
  </div>
)

interface ColumnFrameProps {
  readonly letter: string
  readonly column: Column
  readonly onKind: (kind: Column['kind']) => void
  readonly onRemove: (() => void) | undefined
  /** What belongs to the kind of column. */
  readonly children: ReactNode
}

const ColumnFrame = ({ letter, column, onKind, onRemove, children }: ColumnFrameProps) => (
  <fieldset className="grid min-w-0 content-start gap-3 rounded-lg border border-border bg-surface-raised p-3 shadow-raised">
    <legend className="sr-only">Column {letter}</legend>
    <div className="flex h-7 items-center gap-2">
      <span aria-hidden className="rounded bg-surface-hover px-1.5 font-mono text-xs font-medium">
        {letter}
      </span>
      <select
        aria-label="Shows"
        value={column.kind}
        onChange={(event) => onKind(event.target.value === 'run' ? 'run' : 'asked')}
        className="h-7 min-w-0 flex-1 rounded-md bg-transparent px-1 text-xs font-medium hover:bg-surface-hover"
      >
        {kinds.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {onRemove !== undefined && (
        <IconButton label={`Remove column ${letter}`} size="small" onClick={onRemove}>
          <X size={14} aria-hidden />
        </IconButton>
      )}
    </div>
    {children}
  </fieldset>
)

interface ColumnFormProps {
  readonly letter: string
  readonly column: Column
  readonly agents: readonly Agent[]
  /** The column where it is to ask and does not yet. */
  readonly asked: AskedColumn
  readonly onChange: (column: Column) => void
  readonly onRemove: (() => void) | undefined
  readonly onPick: () => void
  readonly onMessage: (message: string) => void
}

const emptyRun: KeptColumn = { kind: 'run', run: '' as KeptColumn['run'], question: '', about: '' }

/** One column of a comparison that is set up: a new answer, or one that is here already. */
export const ColumnForm = ({
  letter,
  column,
  agents,
  asked,
  onChange,
  onRemove,
  onPick,
  onMessage,
}: ColumnFormProps) => (
  <ColumnFrame
    letter={letter}
    column={column}
    onKind={(kind) => {
      if (kind === column.kind) return
      onChange(kind === 'run' ? emptyRun : asked)
      if (kind === 'run') onPick()
    }}
    onRemove={onRemove}
  >
    {column.kind === 'asked' ? (
      <AskedFields letter={letter} column={column} agents={agents} onChange={onChange} />
    ) : (
      <KeptRun column={column} onPick={onPick} onAskTheSame={() => onMessage(column.question)} />
    )}
  </ColumnFrame>
)
