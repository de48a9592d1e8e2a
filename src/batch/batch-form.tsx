import { Play } from 'lucide-react'
import { useMemo, type ReactNode } from 'react'
import type { Agent } from '../agent/agent.ts'
import type { Mode } from '../conversation/conversation.ts'
import { useDraft } from '../conversation/use-conversation.ts'
import { Button } from '../ui/button.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Switch } from '../ui/switch.tsx'
import type { BatchWish } from './batch-wish.ts'
import type { BatchWay } from './batch.ts'
import { QuestionsField } from './questions-field.tsx'
import { readQuestions, tooMuch } from './questions.ts'
import { batchStatement } from './statement.ts'
import { StatementPreview } from './statement-preview.tsx'
import { useWarehouseWay } from './use-warehouse-way.ts'
import { WarehouseFields } from './warehouse-fields.tsx'
import { WaySwitch } from './way-switch.tsx'

/** Where the questions are kept that are not asked yet. */
export const questionsPlace = 'batch'

const mostAtOnce = 5

interface ApiFieldsProps {
  readonly mode: Mode
  readonly atOnce: number
  readonly onWish: (change: Partial<BatchWish>) => void
}

const ApiFields = ({ mode, atOnce, onWish }: ApiFieldsProps) => (
  <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
    <Switch
      label="Stream"
      checked={mode === 'streamed'}
      onChange={(streamed) => onWish({ mode: streamed ? 'streamed' : 'whole' })}
    />
    <NumberField
      label="At once"
      inline
      value={atOnce}
      most={mostAtOnce}
      onChange={(wanted) => onWish({ atOnce: wanted })}
    />
  </div>
)

interface BatchFormProps {
  /** Who is asked through the API. */
  readonly agent: Agent | undefined
  /** That of the chat. */
  readonly mode: Mode
  readonly wish: BatchWish
  readonly onWish: (change: Partial<BatchWish>) => void
  /** Why this agent cannot be asked now. */
  readonly blocked: string | undefined
  /** Why no batch can be started now, whoever is asked. */
  readonly busy: string | undefined
  /** Lets a person sign in, where that is what is missing. */
  readonly signIn: ReactNode
  readonly onStart: (agent: Agent, questions: readonly string[], way: BatchWay) => void
}

/** Questions to paste, drop or write, and how to ask them. */
export const BatchForm = (props: BatchFormProps) => {
  const { agent, mode: chatMode, wish, onWish, blocked, busy, signIn, onStart } = props
  const [text, setText] = useDraft(questionsPlace)
  const { choice, endpoint, way: warehouseWay } = useWarehouseWay(agent, wish)
  const { kind, reading, atOnce, atMost, mode = chatMode } = wish
  const read = useMemo(() => readQuestions(text, reading), [text, reading])
  const { list } = read
  const byWarehouse = kind === 'warehouse'
  const way: BatchWay | undefined = byWarehouse ? warehouseWay : { kind: 'api', mode, atOnce }
  const asked = byWarehouse ? endpoint?.agent : agent
  const why = (): string | undefined => {
    if (busy !== undefined) return busy
    if (byWarehouse) return choice.signedIn ? undefined : 'Sign in to the workspace to use its warehouses.'
    return agent === undefined ? 'Choose an agent on the left.' : blocked
  }
  const reason = why()
  const canStart = list.length > 0 && tooMuch(list) === undefined && reason === undefined && way !== undefined
  return (
    <form
      aria-label="New batch"
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!canStart || asked === undefined) return
        onStart(asked, list, way)
        setText('')
      }}
    >
      <h2 className="text-base font-semibold">Ask {asked?.name ?? 'an agent'} many questions</h2>
      <WaySwitch chosen={kind} onChoose={(chosen) => onWish({ kind: chosen })} />
      <QuestionsField text={text} read={read} onText={setText} onWish={(changed) => onWish({ reading: changed })} />
      {!byWarehouse && <ApiFields mode={mode} atOnce={atOnce} onWish={onWish} />}
      {byWarehouse && !choice.signedIn && signIn}
      {byWarehouse && choice.signedIn && <WarehouseFields choice={choice} way={warehouseWay} onWish={onWish} />}
      {byWarehouse && warehouseWay !== undefined && (
        <StatementPreview
          statement={batchStatement(warehouseWay.endpoint, warehouseWay.shape)}
          questions={list}
          atMost={atMost}
        />
      )}
      {byWarehouse && asked !== undefined && `${asked.customInputs}${asked.instructions}`.trim() !== '' && (
        <p className="text-xs text-text-subtle">
          A warehouse sends each question alone: the custom_inputs and instructions of {asked.name} stay here.
        </p>
      )}
      <div className="flex flex-wrap items-center justify-end gap-3">
        <span className="min-w-0 text-xs text-text-subtle">{reason}</span>
        <Button type="submit" variant="primary" disabled={!canStart} focusableWhenDisabled>
          <Play size={14} aria-hidden /> Start batch
        </Button>
      </div>
    </form>
  )
}
