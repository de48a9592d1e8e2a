import type { Mode, RunId } from '../conversation/conversation.ts'
import { readCustomInputs } from '../conversation/custom-inputs.ts'
import { arrayOf, fieldOf, isObject, stringOf, type Json } from '../lib/json.ts'
import { mostColumns } from './letters.ts'

/** A new answer: whom the column asks, how, and with what besides the message. */
export interface AskedColumn {
  readonly kind: 'asked'
  readonly agent: string
  readonly mode: Mode
  readonly customInputs: string
  readonly instructions: string
  /** As typed; empty: where the agent is called anyway. */
  readonly callPath: string
}

/** An answer that is here already. */
export interface KeptColumn {
  readonly kind: 'run'
  readonly run: RunId
  readonly question: string
  /** Who answered, how and when, in words: the run itself may not be read yet. */
  readonly about: string
}

export type Column = AskedColumn | KeptColumn

/** When the columns are asked: all at the same moment, or each when the one before has ended. */
export const orders = [
  { value: 'together', label: 'together' },
  { value: 'in-turn', label: 'one after the other' },
] as const

export type Order = (typeof orders)[number]['value']

export const orderReasons: Record<Order, string> = {
  together: 'Fair for one moment; but they share rate limits, and the browser’s five connections for answers.',
  'in-turn': 'None slows another down: for comparing times. Looking at something else stops it.',
}

/** What somebody set up to ask. Without columns of their own the usual two are shown. */
export interface Setup {
  readonly columns?: readonly Column[]
  readonly message: string
  readonly order: Order
  /** What was compared last. */
  readonly last?: readonly RunId[]
}

export const emptySetup: Setup = { message: '', order: 'together' }

const columnFrom = (json: Json): Column | undefined => {
  const text = (name: string) => stringOf(json, name) ?? ''
  const mode = stringOf(json, 'mode')
  switch (stringOf(json, 'kind')) {
    case 'asked':
      return {
        kind: 'asked',
        agent: text('agent'),
        mode: mode === 'whole' ? 'whole' : 'streamed',
        customInputs: text('customInputs'),
        instructions: text('instructions'),
        callPath: text('callPath'),
      }
    case 'run':
      return { kind: 'run', run: text('run') as RunId, question: text('question'), about: text('about') }
    default:
      return undefined
  }
}

/** A setup as it was stored, perhaps by an older playground: what cannot be read of it is as if never set. */
export const setupFrom = (json: unknown): Setup => {
  if (!isObject(json)) return emptySetup
  const columns = (arrayOf(json, 'columns') ?? []).slice(0, mostColumns).flatMap((column) => columnFrom(column) ?? [])
  const runs = (arrayOf(json, 'last') ?? []).slice(0, mostColumns)
  // They were ids when they were stored.
  const last = runs.flatMap((run) => (typeof run === 'string' ? [run as RunId] : []))
  return {
    ...(columns.length < 2 ? {} : { columns }),
    message: stringOf(json, 'message') ?? '',
    order: fieldOf(json, 'order') === 'in-turn' ? 'in-turn' : 'together',
    ...(last.length < 2 ? {} : { last }),
  }
}

/** Why a setup cannot be asked as it stands; undefined where it can. */
export const setupProblem = (
  columns: readonly Column[],
  message: string,
  pathProblem: (column: AskedColumn) => string | undefined,
): string | undefined => {
  const asked = columns.filter((column) => column.kind === 'asked')
  if (asked.length > 0 && message.trim() === '') return 'Write the message that the columns are asked.'
  if (asked.some(({ customInputs }) => readCustomInputs(customInputs).kind === 'invalid')) {
    return 'The custom_inputs of a column are no JSON object.'
  }
  if (columns.some((column) => column.kind === 'run' && column.run === ''))
    return 'A column has no run yet: choose one.'
  return asked.map(pathProblem).find((problem) => problem !== undefined)
}
