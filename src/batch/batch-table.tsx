import { Download, MessageSquare, Plus, Square } from 'lucide-react'
import { downloadFile } from '../browser/download.ts'
import type { RunId } from '../conversation/conversation.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { count, duration } from '../ui/figures.ts'
import { RowList } from '../ui/row-list.tsx'
import { useElementSize } from '../ui/use-element-size.ts'
import { resultsAsCsv, resultsAsJsonLines } from './batch-export.ts'
import { answerOf, resultOf, stateOf, type BatchRow } from './batch-rows.ts'
import type { Batch } from './batch.ts'

const tones: Readonly<Record<string, string>> = {
  completed: 'text-success',
  failed: 'text-danger',
  interrupted: 'text-notice',
  incomplete: 'text-notice',
  answering: 'text-accent',
}

const endings: Readonly<Record<NonNullable<Batch['ended']>, string>> = {
  done: '',
  cancelled: ' Cancelled by you.',
  'sign-in': ' Stopped, because the session ended. Sign in, and start the rest again.',
}

const progressWords = (rows: readonly BatchRow[], batch: Batch | null): string => {
  const states = rows.map(stateOf)
  const number = (state: string): number => states.filter((each) => each === state).length
  const over = rows.length - number('answering') - number('waiting')
  const total = batch?.total ?? rows.length
  const failed = over - number('completed')
  const ending = batch?.ended === undefined ? '' : endings[batch.ended]
  return `${count(over)} of ${count(total)} over${failed === 0 ? '' : `, ${count(failed)} not completed`}.${ending}`
}

/** Line breaks would end a row that is one line high. */
const oneLine = (text: string): string => text.slice(0, 300).replaceAll(/\s+/g, ' ')

interface BatchTableProps {
  readonly rows: readonly BatchRow[]
  /** Null where another visit made it. */
  readonly batch: Batch | null
  readonly fileName: string
  readonly selected: RunId | undefined
  readonly onSelect: (run: RunId) => void
  readonly onOpen: (run: RunId) => void
  readonly onCancel: () => void
  readonly onNew: () => void
}

/** What became of every question. */
export const BatchTable = (props: BatchTableProps) => {
  const { rows, batch, fileName, selected, onSelect, onOpen, onCancel, onNew } = props
  const [frame, { width }] = useElementSize()
  const wide = width > 560
  const running = batch !== null && batch.ended === undefined
  const save = (ending: string, type: string, text: string) => downloadFile(`${fileName}.${ending}`, type, text)
  const results = () => rows.map(resultOf)
  const open = () => {
    if (selected !== undefined) onOpen(selected)
  }
  return (
    <div ref={frame} className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)]">
      <div className="flex flex-wrap items-center gap-1.5 px-3 py-1.5">
        <p role="status" className="min-w-40 flex-1 text-xs tabular-nums">
          {progressWords(rows, batch)}
        </p>
        {running ? (
          <Button size="small" onClick={onCancel}>
            <Square size={11} fill="currentColor" aria-hidden /> Cancel batch
          </Button>
        ) : (
          <Button size="small" onClick={onNew}>
            <Plus size={14} aria-hidden /> New batch
          </Button>
        )}
        <Button variant="quiet" size="small" disabled={selected === undefined} onClick={open}>
          <MessageSquare size={14} aria-hidden /> Open in chat
        </Button>
        <Button
          variant="quiet"
          size="small"
          onClick={() => save('csv', 'text/csv;charset=utf-8', resultsAsCsv(results()))}
        >
          <Download size={14} aria-hidden /> CSV
        </Button>
        <Button
          variant="quiet"
          size="small"
          onClick={() => save('jsonl', 'application/jsonl', resultsAsJsonLines(results()))}
        >
          <Download size={14} aria-hidden /> JSONL
        </Button>
      </div>
      <progress
        aria-label="Progress of the batch"
        value={rows.filter(({ run }) => run?.phase.at === 'over').length}
        max={Math.max(1, batch?.total ?? rows.length)}
        className="h-0.5 w-full appearance-none bg-border [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-border [&::-webkit-progress-value]:bg-accent"
      />
      <RowList
        label="Batch"
        noun="rows"
        count={rows.length}
        columns={wide ? '3rem 5.5rem minmax(0,2fr) minmax(0,3fr) 5rem 3.5rem' : '2.5rem 5rem minmax(0,1fr)'}
        header={
          <>
            <span role="columnheader" className="text-end">
              #
            </span>
            <span role="columnheader">state</span>
            <span role="columnheader">question</span>
            {wide && <span role="columnheader">answer</span>}
            {wide && (
              <span role="columnheader" className="text-end">
                total
              </span>
            )}
            {wide && (
              <span role="columnheader" className="text-end">
                findings
              </span>
            )}
          </>
        }
        renderCells={(at) => {
          const row = rows[at]
          if (row === undefined) return null
          const total = row.run?.figures.total
          return (
            <>
              <span role="gridcell" className="text-end text-text-subtle tabular-nums">
                {count(at + 1)}
              </span>
              <span role="gridcell" className={cn('truncate', tones[stateOf(row)])}>
                {stateOf(row)}
              </span>
              <span role="gridcell" className="truncate">
                {oneLine(row.question)}
              </span>
              {wide && (
                <span role="gridcell" className="truncate">
                  {oneLine(answerOf(row))}
                </span>
              )}
              {wide && (
                <span role="gridcell" className="text-end tabular-nums">
                  {total === undefined ? '' : duration(total)}
                </span>
              )}
              {wide && (
                <span role="gridcell" className="text-end tabular-nums">
                  {row.run === undefined ? '' : row.run.snapshot.findings.length}
                </span>
              )}
            </>
          )
        }}
        selected={selected === undefined ? -1 : rows.findIndex(({ run }) => run?.id === selected)}
        onSelect={(at) => {
          const run = rows[at]?.run
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
