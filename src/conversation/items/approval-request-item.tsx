import { Check, ShieldQuestion, X } from 'lucide-react'
import { memo, useState, type MouseEvent } from 'react'
import { assertNever } from '../../lib/assert-never.ts'
import type { ApprovalRequestItem } from '../../protocol/item.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/class-names.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import type { Choice } from '../approvals.ts'
import type { ApprovalDesk } from '../use-approvals.ts'
import { ApprovalArguments } from './approval-arguments.tsx'
import { ItemFrame, type ItemViewProps } from './item-frame.tsx'

interface ApprovalRequestItemViewProps extends ItemViewProps<ApprovalRequestItem> {
  readonly approval?: ApprovalDesk | undefined
}

const wordsOf = (desk: ApprovalDesk): readonly [tone: Tone, words: string] => {
  const chosen = desk.choice === undefined ? undefined : desk.choice.approve ? 'approved' : 'denied'
  const tone = chosen === undefined ? 'notice' : chosen === 'approved' ? 'success' : 'danger'
  switch (desk.state) {
    case 'early':
      return ['neutral', 'being asked']
    case 'open':
      return chosen === undefined ? ['notice', 'waits for you'] : [tone, `${chosen}, not sent yet`]
    case 'decided':
      return [tone, chosen ?? 'decided']
    case 'passed':
      return chosen === undefined ? ['neutral', 'not decided'] : [tone, `${chosen}, not sent yet`]
    case 'nameless':
      return ['neutral', 'cannot be answered']
    default:
      return assertNever(desk.state)
  }
}

/** What stands where the buttons would, and why. */
const hintOf = ({ state, choice, inStream, problem }: ApprovalDesk): string | undefined => {
  if (problem !== undefined) return `The agent was not told: ${problem}`
  if (inStream === true) return state === 'passed' ? 'The answer ended before anybody decided.' : undefined
  if (state === 'early') return 'The answer is not over yet. Decide when it is.'
  if (state === 'nameless') return 'The request has no id, so no answer could say which one it means.'
  if (state === 'passed' && choice === undefined) return 'The conversation went on without a decision.'
  return undefined
}

/** The buttons go away with the decision; the focus goes to the conversation, where the answer will come. */
const focusConversation = (event: MouseEvent<HTMLElement>) => {
  event.currentTarget.closest<HTMLElement>('[role="log"]')?.focus({ preventScroll: true })
}

interface DecidingProps {
  readonly name: string
  readonly desk: ApprovalDesk
  readonly onDone: () => void
}

/** No button has the focus by itself and Enter sends nothing: a call is let through on purpose or not at all. */
const Deciding = ({ name, desk, onDone }: DecidingProps) => {
  const { choice, together, onChoose } = desk
  const [reason, setReason] = useState(desk.writtenReason)
  const chosen = desk.state === 'decided' ? undefined : choice?.approve
  const choose = (approve: boolean) => (event: MouseEvent<HTMLElement>) => {
    if (!together) focusConversation(event)
    onChoose({ approve, reason })
    onDone()
  }
  const write = (text: string) => {
    setReason(text)
    desk.onReason(text)
    if (chosen !== undefined) onChoose({ approve: chosen, reason: text })
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      {desk.inStream === true ? (
        <p className="min-w-40 flex-1 text-xs text-text-subtle">
          The agent waits, for a minute unless its author chose otherwise; then it takes silence for a no.
        </p>
      ) : (
        <input
          aria-label={`Reason for ${name}`}
          placeholder="Reason, if you want to give one"
          value={reason}
          onChange={(event) => write(event.target.value)}
          className="h-7 min-w-40 flex-1 rounded-md border border-border bg-surface-raised px-2 text-xs placeholder:text-text-subtle"
        />
      )}
      <span className="flex gap-2">
        <Button
          size="small"
          aria-pressed={together ? chosen === false : undefined}
          onClick={choose(false)}
          className={cn(chosen === false && 'border-danger text-danger')}
        >
          <X size={14} aria-hidden /> Deny
        </Button>
        <Button
          size="small"
          aria-pressed={together ? chosen === true : undefined}
          onClick={choose(true)}
          className={cn(chosen === true && 'border-success text-success')}
        >
          <Check size={14} aria-hidden /> Approve
        </Button>
      </span>
    </div>
  )
}

const Said = ({ choice }: { readonly choice: Choice }) =>
  choice.reason.trim() === '' ? undefined : (
    <p className="text-xs wrap-anywhere whitespace-pre-wrap">
      <span className="text-text-subtle">Your reason: </span>
      {choice.reason}
    </p>
  )

interface DeskProps {
  readonly name: string
  readonly desk: ApprovalDesk
  /** A decision is being made anew. */
  readonly again: boolean
  readonly onAgain: (again: boolean) => void
}

const Desk = ({ name, desk, again, onAgain }: DeskProps) => {
  const hint = hintOf(desk)
  const canDecide = desk.state === 'open' || ((desk.state === 'decided' || desk.state === 'passed') && again)
  const mayDecide = desk.inStream !== true && (desk.state === 'decided' || desk.state === 'passed') && !again
  if (desk.inStream === true && desk.state === 'decided') return undefined
  return (
    <div className="mt-2.5 grid grid-cols-[minmax(0,1fr)] gap-2">
      {hint !== undefined && <p className="text-xs text-text-subtle">{hint}</p>}
      {desk.state === 'decided' && desk.choice !== undefined && !again && <Said choice={desk.choice} />}
      {canDecide && <Deciding name={name} desk={desk} onDone={() => !desk.together && onAgain(false)} />}
      {mayDecide && (
        <div className="-mb-1 -ms-2">
          <Button size="small" variant="quiet" onClick={() => onAgain(true)}>
            {desk.state === 'decided' ? 'Decide otherwise' : 'Decide now'}
          </Button>
          <span className="text-2xs text-text-subtle">as a branch of its own; what came after stays</span>
        </div>
      )}
    </div>
  )
}

/** A call that the agent may make only when a person lets it: what it is, in full, and the decision. */
export const ApprovalRequestItemView = memo(
  ({ item, approval, marked, onShowEvents }: ApprovalRequestItemViewProps) => {
    const [tone, words] = approval === undefined ? (['neutral', 'asked'] as const) : wordsOf(approval)
    const waits = approval?.state === 'open'
    const [again, setAgain] = useState(false)
    // What is decided takes no more room than a line; what is not is always in full view.
    const folds = (approval?.state === 'decided' || approval?.state === 'passed') && !again
    const [unfolded, setUnfolded] = useState(false)
    return (
      <ItemFrame item={item} marked={marked} onShowEvents={onShowEvents}>
        <section
          aria-label={`Approval request ${item.name}`}
          className={cn(
            'rounded-lg border bg-surface-raised px-2.5 pb-2.5',
            waits ? 'border-notice/50' : 'border-border',
          )}
        >
          <header className="flex min-h-9 min-w-0 flex-wrap items-center gap-x-2 py-1.5 text-xs">
            <ShieldQuestion
              size={14}
              aria-hidden
              className={cn('shrink-0', waits ? 'text-notice' : 'text-text-subtle')}
            />
            <span className="min-w-0 font-medium wrap-anywhere">
              The agent asks to call <bdi className="font-mono">{item.name === '' ? '(no name)' : item.name}</bdi>
            </span>
            {item.serverLabel !== '' && (
              <span className="min-w-0 text-text-subtle wrap-anywhere">
                on <bdi>{item.serverLabel}</bdi>
              </span>
            )}
            <Badge tone={tone}>{words}</Badge>
          </header>
          {folds ? (
            <div className="-ms-1.5 text-xs">
              <Disclosure open={unfolded} onToggle={setUnfolded} summary={<span className="text-xs">arguments</span>}>
                <ApprovalArguments text={item.arguments} />
              </Disclosure>
            </div>
          ) : (
            <ApprovalArguments text={item.arguments} />
          )}
          {approval !== undefined && <Desk name={item.name} desk={approval} again={again} onAgain={setAgain} />}
        </section>
      </ItemFrame>
    )
  },
)
