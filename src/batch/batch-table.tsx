import { MessageSquare, Plus, RotateCcw, Square } from 'lucide-react'
import type { RunId } from '../conversation/conversation.ts'
import { saveText } from '../conversation/save-text.ts'
import { useConversationServices } from '../conversation/use-conversation.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { count, duration } from '../ui/figures.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { RowList } from '../ui/row-list.tsx'
import { useElementSize } from '../ui/use-element-size.ts'
import type { StatementNow } from './ask-warehouse.ts'
import { Elapsed } from './elapsed.tsx'
import { resultsAsCsv, resultsAsJsonLines } from './batch-export.ts'
import { answerOf, countRows, resultOf, stateOf, type BatchRow, type RowState, type WhichTurns } from './batch-rows.ts'
import { progressWords, statementWords } from './batch-words.ts'
import type { Batch } from './batch.ts'

const tones: Readonly<Record<RowState, string>> = {
  completed: 'text-success',
  failed: 'text-danger',
  interrupted: 'text-notice',
  incomplete: 'text-notice',
  stopped: 'text-text',
  answering: 'text-accent',
  asked: 'text-accent',
  waiting: 'text-text-subtle',
  'not asked': 'text-text-subtle',
}

/** Line breaks would end a row that is one line high. */
const oneLine = (text: string): string => text.slice(0, 300).replaceAll(/\s+/g, ' ')

/** What there is room for, and what there is to show: a warehouse measures nothing of a single row. */
type Columns = 'few' | 'without figures' | 'all'

const templates: Readonly<Record<Columns, string>> = {
  few: '2.5rem 5rem minmax(0,1fr)',
  'without figures': '3rem 5.5rem minmax(0,2fr) minmax(0,3fr)',
  all: '3rem 5.5rem minmax(0,2fr) minmax(0,3fr) 5rem 3.5rem',
}

const Header = ({ columns }: { readonly columns: Columns }) => (
  <>
    <span role="columnheader" className="text-end">
      #
    </span>
    <span role="columnheader">state</span>
    <span role="columnheader">question</span>
    {columns !== 'few' && <span role="columnheader">answer</span>}
    {columns === 'all' && (
      <>
        <span role="columnheader" className="text-end">
          total
        </span>
        <span role="columnheader" className="text-end">
          findings
        </span>
      </>
    )}
  </>
)

interface CellsProps {
  readonly row: BatchRow
  readonly state: RowState
  readonly position: number
  readonly columns: Columns
}

const Cells = ({ row, state, position, columns }: CellsProps) => {
  const total = row.run?.figures.total
  return (
    <>
      <span role="gridcell" className="text-end text-text-subtle tabular-nums">
        {count(position + 1)}
      </span>
      <span role="gridcell" className={cn('truncate', tones[state])}>
        {state}
      </span>
      <span role="gridcell" className="truncate">
        {oneLine(row.turn.input.text)}
      </span>
      {columns !== 'few' && (
        <span role="gridcell" className="truncate">
          {oneLine(answerOf(row))}
        </span>
      )}
      {columns === 'all' && (
        <>
          <span role="gridcell" className="text-end tabular-nums">
            {total === undefined ? '' : duration(total)}
          </span>
          <span role="gridcell" className="text-end tabular-nums">
            {row.run === undefined || row.run.origin?.kind === 'warehouse' ? '' : row.run.snapshot.findings.length}
          </span>
        </>
      )}
    </>
  )
}

export interface AskAgain {
  /** Why nothing can be asked now. */
  readonly blocked: string | undefined
  readonly onGoOn: (which: WhichTurns) => void
  /** Puts the questions into the form of a new batch. */
  readonly onReuse: () => void
}

interface AskAgainMenuProps {
  readonly rows: readonly BatchRow[]
  /** Questions that a warehouse may have answered meanwhile. */
  readonly pending: number
  readonly ask: AskAgain
  /** Whether there is room for words. */
  readonly roomy: boolean
}

const AskAgainMenu = ({ rows, pending, ask, roomy }: AskAgainMenuProps) => {
  const { over, completed } = countRows(rows)
  const unasked = rows.filter(({ run }) => run === undefined).length
  return (
    <Menu
      trigger={
        <Button size="small" variant="quiet" title={roomy ? undefined : 'Ask again'}>
          <RotateCcw size={14} aria-hidden /> <span className={cn(!roomy && 'sr-only')}>Ask again</span>
        </Button>
      }
    >
      <MenuItem disabled={unasked === 0 || ask.blocked !== undefined} onSelect={() => ask.onGoOn('unasked')}>
        {pending > 0
          ? `Go on: what the warehouse has of ${count(pending)} comes first`
          : `The rest: ${count(unasked)} not asked`}
      </MenuItem>
      <MenuItem
        disabled={over === completed || pending > 0 || ask.blocked !== undefined}
        onSelect={() => ask.onGoOn('failed')}
      >
        The failed: {count(over - completed)} not completed
      </MenuItem>
      <MenuItem onSelect={ask.onReuse}>All of them, in a new batch</MenuItem>
      {ask.blocked !== undefined && <p className="px-2 py-1 text-2xs text-text-subtle">{ask.blocked}</p>}
    </Menu>
  )
}

interface BatchTableProps {
  readonly rows: readonly BatchRow[]
  /** Absent where nothing is kept of the batch but its questions and answers. */
  readonly batch: Batch | undefined
  /** Whether this tab does it now. */
  readonly live: boolean
  /** What a warehouse does for it now. */
  readonly statement: StatementNow | null
  readonly fileName: string
  readonly selected: RunId | undefined
  readonly ask: AskAgain
  readonly onSelect: (run: RunId) => void
  readonly onOpen: (run: RunId) => void
  readonly onCancel: () => void
  readonly onNew: () => void
}

/** What became of every question. */
export const BatchTable = (props: BatchTableProps) => {
  const { rows, batch, live, statement, fileName, selected, ask, onSelect, onOpen, onCancel, onNew } = props
  const [frame, { width }] = useElementSize()
  const columns = width <= 560 ? 'few' : batch?.way.kind === 'warehouse' ? 'without figures' : 'all'
  const roomy = width > 720
  const counts = countRows(rows)
  const inStatement = new Set(statement?.turns ?? batch?.pending?.turns)
  const statementBegan = statement?.since ?? batch?.pending?.startedAt ?? 0
  const stateNow = (row: BatchRow): RowState => {
    const isAsked = inStatement.has(row.turn.id) && (row.run?.startedAt ?? 0) < statementBegan
    return isAsked ? 'asked' : stateOf(row, live ? 'waiting' : 'not asked')
  }
  const results = () => rows.map((row) => resultOf(row, stateNow(row)))
  const services = useConversationServices()
  const save = (ending: string, type: string, text: string) =>
    void saveText(services, `${fileName}.${ending}`, type, text)
  const open = () => {
    if (selected !== undefined) onOpen(selected)
  }
  return (
    <div ref={frame} className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_auto_minmax(0,1fr)]">
      <div className="flex flex-wrap items-center gap-1.5 px-3 py-1.5">
        <p className="min-w-40 flex-1 text-xs tabular-nums">
          <span role="status">
            {progressWords(counts, rows.length, batch, live)}
            {statement !== null && ` ${statementWords(statement)}.`}
          </span>
          {statement !== null && <Elapsed since={statement.since} />}
        </p>
        {live ? (
          <Button size="small" onClick={onCancel}>
            <Square size={11} fill="currentColor" aria-hidden /> Cancel batch
          </Button>
        ) : (
          <>
            <Button size="small" onClick={onNew}>
              <Plus size={14} aria-hidden /> New batch
            </Button>
            <AskAgainMenu rows={rows} pending={batch?.pending?.turns.length ?? 0} ask={ask} roomy={roomy} />
          </>
        )}
        <Button
          variant="quiet"
          size="small"
          title={roomy ? undefined : 'Open in chat'}
          disabled={selected === undefined}
          onClick={open}
        >
          <MessageSquare size={14} aria-hidden /> <span className={cn(!roomy && 'sr-only')}>Open in chat</span>
        </Button>
        <Button
          variant="quiet"
          size="small"
          onClick={() => save('csv', 'text/csv;charset=utf-8', resultsAsCsv(results()))}
        >
          CSV
        </Button>
        <Button
          variant="quiet"
          size="small"
          onClick={() => save('jsonl', 'application/jsonl', resultsAsJsonLines(results()))}
        >
          JSONL
        </Button>
        <CopyButton label="Copy all as CSV" text={() => resultsAsCsv(results())} />
      </div>
      <progress
        aria-label="Progress of the batch"
        value={counts.over}
        max={Math.max(1, rows.length)}
        className="h-0.5 w-full appearance-none bg-border [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-border [&::-webkit-progress-value]:bg-accent"
      />
      <div className="px-3">
        {batch?.ended?.kind === 'stopped' && !live && (
          <div className="py-2">
            <ProblemNotice problem={batch.ended.problem} />
          </div>
        )}
      </div>
      <RowList
        label="Batch"
        noun="rows"
        count={rows.length}
        columns={templates[columns]}
        header={<Header columns={columns} />}
        renderCells={(position) => {
          const row = rows[position]
          return row && <Cells row={row} state={stateNow(row)} position={position} columns={columns} />
        }}
        selected={selected === undefined ? -1 : rows.findIndex(({ run }) => run?.id === selected)}
        onSelect={(position) => {
          const run = rows[position]?.run
          if (run !== undefined) onSelect(run.id)
        }}
        onOpen={open}
        following={false}
        onFollow={() => undefined}
        growing={false}
      />
    </div>
  )
}
