import { Play } from 'lucide-react'
import { useMemo, useState, type DragEvent } from 'react'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { count } from '../ui/figures.ts'
import { Switch } from '../ui/switch.tsx'
import { readQuestions } from './questions.ts'

export interface BatchWish {
  readonly questions: readonly string[]
  readonly streamed: boolean
  readonly atOnce: number
}

interface BatchFormProps {
  readonly agentName: string
  readonly streamed: boolean
  /** Why no batch can be started now. */
  readonly blocked: string | undefined
  readonly onStart: (wish: BatchWish) => void
}

const most = 5

/** Questions to paste, drop or write, and how to ask them. */
export const BatchForm = ({ agentName, streamed: first, blocked, onStart }: BatchFormProps) => {
  const [text, setText] = useState('')
  const [streamed, setStreamed] = useState(first)
  const [atOnce, setAtOnce] = useState(3)
  const [over, setOver] = useState(false)
  const { form, list, problems } = useMemo(() => readQuestions(text), [text])
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file !== undefined) void file.text().then(setText)
  }
  return (
    <form
      aria-label="New batch"
      className="mx-auto grid w-full max-w-3xl grid-cols-[minmax(0,1fr)] gap-4 p-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (list.length > 0 && blocked === undefined) onStart({ questions: list, streamed, atOnce })
      }}
    >
      <div>
        <h2 className="text-base font-semibold">Ask {agentName} many questions</h2>
        <p className="text-text-subtle">
          Each question is asked apart from the others, through the agent’s own API, and every answer is recorded like
          any other.
        </p>
      </div>
      <label className="grid gap-1 text-xs font-medium">
        Questions
        <textarea
          value={text}
          rows={12}
          placeholder={'One question a line, or CSV with a column “question”, or JSONL. Drop a file here.'}
          onChange={(event) => setText(event.target.value)}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          className={cn(
            'resize-y rounded-md border bg-surface-raised px-3 py-2 font-mono text-xs font-normal placeholder:font-sans placeholder:text-text-subtle',
            over ? 'border-accent' : 'border-border',
          )}
        />
      </label>
      <p role="status" className="-mt-2 min-h-4 text-xs text-text-subtle">
        {list.length > 0 &&
          `${count(list.length)} ${list.length === 1 ? 'question' : 'questions'}${form === 'lines' ? '' : `, read as ${form}`}. `}
        {problems.length > 0 && (
          <span className="text-danger">
            {problems[0]}
            {problems.length > 1 && ` And ${count(problems.length - 1)} more lines.`} These lines are left out.
          </span>
        )}
      </p>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <Switch label="Stream" checked={streamed} onChange={setStreamed} />
        <label className="flex items-center gap-2 text-sm">
          At once
          <input
            type="number"
            min={1}
            max={most}
            value={atOnce}
            onChange={(event) => setAtOnce(Math.min(most, Math.max(1, Math.round(event.target.valueAsNumber) || 1)))}
            className="h-8 w-16 rounded-md border border-border bg-surface-raised px-2 tabular-nums"
          />
        </label>
        <span className="min-w-0 flex-1 text-end text-xs text-text-subtle">{blocked}</span>
        <Button
          type="submit"
          variant="primary"
          disabled={list.length === 0 || blocked !== undefined}
          focusableWhenDisabled
        >
          <Play size={14} aria-hidden /> Start batch
        </Button>
      </div>
    </form>
  )
}
