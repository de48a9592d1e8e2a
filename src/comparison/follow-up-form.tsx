import { Send } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { isSubmitKey } from '../conversation/submit-key.ts'
import { Button } from '../ui/button.tsx'
import { orderReasons, orders, type Order } from './column.ts'

interface FollowUpFormProps {
  readonly text: string
  readonly order: Order
  /** Which columns cannot be asked, and why; or why nothing can be sent now. */
  readonly note: string | undefined
  readonly blocked: boolean
  readonly onText: (text: string) => void
  readonly onOrder: (order: Order) => void
  readonly onSend: () => void
}

/** The next message to all columns: each is a chat of its own, and goes on. */
export const FollowUpForm = ({ text, order, note, blocked, onText, onOrder, onSend }: FollowUpFormProps) => {
  const sendable = !blocked && text.trim() !== ''
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!isSubmitKey(event)) return
    event.preventDefault()
    if (sendable) onSend()
  }
  return (
    <form
      aria-label="Follow-up"
      className="grid gap-1 border-t border-border bg-surface-raised px-4 py-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (sendable) onSend()
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <textarea
          aria-label="Follow-up to all"
          placeholder="Follow-up to all columns…"
          rows={1}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-32 min-h-8 min-w-0 flex-[1_1_16rem] resize-none rounded-md border border-border bg-surface px-2.5 py-1.5 text-sm placeholder:text-text-subtle"
        />
        <span className="ms-auto flex gap-2">
          <select
            aria-label="Ask them"
            title={orderReasons[order]}
            value={order}
            onChange={(event) => onOrder(event.target.value === 'in-turn' ? 'in-turn' : 'together')}
            className="h-8 rounded-md border border-border bg-surface-raised px-1.5 text-xs"
          >
            {orders.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
          <Button type="submit" variant="primary" disabled={!sendable} focusableWhenDisabled>
            <Send size={14} aria-hidden /> Send to all
          </Button>
        </span>
      </div>
      <p className="text-2xs text-text-subtle">{note ?? orderReasons[order]}</p>
    </form>
  )
}
