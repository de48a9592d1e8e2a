import { Play } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Mode } from '../conversation/conversation.ts'
import { useDraft } from '../conversation/use-conversation.ts'
import { Button } from '../ui/button.tsx'
import { Switch } from '../ui/switch.tsx'
import type { BatchWay } from './batch.ts'
import { QuestionsField } from './questions-field.tsx'
import { readQuestions, tooMuch, type ReadingWish } from './questions.ts'

/** Where the questions are kept that are not asked yet. */
export const questionsPlace = 'batch'

const most = 5

interface BatchFormProps {
  readonly agentName: string
  readonly mode: Mode
  /** Why no batch can be started now. */
  readonly blocked: string | undefined
  readonly onStart: (questions: readonly string[], way: BatchWay) => void
}

/** Questions to paste, drop or write, and how to ask them. */
export const BatchForm = ({ agentName, mode: first, blocked, onStart }: BatchFormProps) => {
  const [text, setText] = useDraft(questionsPlace)
  const [wish, setWish] = useState<ReadingWish>({})
  const [mode, setMode] = useState(first)
  const [atOnce, setAtOnce] = useState(3)
  const read = useMemo(() => readQuestions(text, wish), [text, wish])
  const canStart = read.list.length > 0 && tooMuch(read.list) === undefined && blocked === undefined
  return (
    <form
      aria-label="New batch"
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!canStart) return
        onStart(read.list, { kind: 'api', mode, atOnce })
        setText('')
      }}
    >
      <div>
        <h2 className="text-base font-semibold">Ask {agentName} many questions</h2>
        <p className="text-text-subtle">
          Each question is asked apart from the others, through the agent’s own API, and every answer is recorded like
          any other.
        </p>
      </div>
      <QuestionsField text={text} read={read} onText={setText} onWish={setWish} />
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <Switch
          label="Stream"
          checked={mode === 'streamed'}
          onChange={(streamed) => setMode(streamed ? 'streamed' : 'whole')}
        />
        <label className="flex items-center gap-2 text-xs font-medium">
          At once
          <input
            type="number"
            min={1}
            max={most}
            value={atOnce}
            onChange={(event) => setAtOnce(Math.min(most, Math.max(1, Math.round(event.target.valueAsNumber) || 1)))}
            className="h-8 w-16 rounded-md border border-border bg-surface-raised px-2 text-sm tabular-nums"
          />
        </label>
        <span className="min-w-0 flex-1 text-end text-xs text-text-subtle">{blocked}</span>
        <Button type="submit" variant="primary" disabled={!canStart} focusableWhenDisabled>
          <Play size={14} aria-hidden /> Start batch
        </Button>
      </div>
    </form>
  )
}
