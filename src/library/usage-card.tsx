import type { ReactNode } from 'react'
import type { Persistence, StorageSpace } from '../browser/storage-space.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { byteSize } from '../ui/figures.ts'
import { totalOf, type Holdings } from './holdings.ts'

const parts = [
  { name: 'Recordings', field: 'recordingBytes', tone: 'bg-kind-text' },
  { name: 'Files', field: 'fileBytes', tone: 'bg-kind-tool' },
] as const

const persistenceWords: Readonly<Record<Persistence, string>> = {
  lasting: 'The browser deletes nothing of this by itself.',
  passing: 'The browser may delete all of this when the disk gets full.',
  untold: 'The browser does not say whether it may delete this by itself.',
}

/** What it said when it was asked. */
const answerWords: Readonly<Record<Persistence, string>> = {
  lasting: 'The browser agreed: it deletes nothing of this by itself.',
  passing:
    'The browser refused, and may still delete all of this. It agrees sooner for pages that are bookmarked, installed or often used.',
  untold: 'The browser cannot be asked here.',
}

const share = (bytes: number, whole: number): string => `${whole === 0 ? 0 : Math.min(100, (100 * bytes) / whole)}%`

export interface UsageCardProps {
  readonly holdings: Holdings | null
  readonly budget: number | null
  /** What the browser says about the disk. */
  readonly space: StorageSpace | undefined
  readonly persistence: Persistence | undefined
  /** What the browser answered, once it was asked. */
  readonly answer: Persistence | undefined
  readonly onAskPersistence: () => void
  /** What can be done about a budget that is passed. */
  readonly children?: ReactNode
}

/** How much is held, of what kind, and against the budget. */
export const UsageCard = (props: UsageCardProps) => {
  const { holdings, budget, space, persistence, answer, onAskPersistence, children } = props
  const total = holdings === null ? 0 : totalOf(holdings)
  const whole = Math.max(total, budget ?? space?.quota ?? total)
  const excess = budget === null ? 0 : total - budget
  return (
    <section
      aria-label="Storage"
      className="grid content-start gap-2.5 rounded-lg border border-border bg-surface-raised p-4"
    >
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-xl font-semibold tabular-nums">{holdings === null ? '…' : byteSize(total)}</span>
        <span className="text-text-subtle tabular-nums">
          {budget === null ? 'kept, without a budget' : `of a budget of ${byteSize(budget)}`}
        </span>
      </p>
      <div
        role="meter"
        aria-label="Storage used"
        aria-valuemin={0}
        aria-valuemax={whole}
        aria-valuenow={total}
        aria-valuetext={budget === null ? byteSize(total) : `${byteSize(total)} of ${byteSize(budget)}`}
        className="flex h-2 overflow-hidden rounded-full bg-border"
      >
        {parts.map(({ name, field, tone }) => (
          <span key={name} className={cn('h-full', tone)} style={{ width: share(holdings?.[field] ?? 0, whole) }} />
        ))}
      </div>
      <dl className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {parts.map(({ name, field, tone }) => (
          <div key={name} className="flex items-center gap-1.5">
            <dt className="flex items-center gap-1.5 text-text-subtle">
              <span aria-hidden className={cn('size-2 rounded-full', tone)} />
              {name}
            </dt>
            <dd className="font-medium tabular-nums">{byteSize(holdings?.[field] ?? 0)}</dd>
          </div>
        ))}
      </dl>
      {excess > 0 && (
        <p role="status" className="font-medium text-notice">
          {byteSize(excess)} more than the budget. Nothing leaves before you say so.
        </p>
      )}
      {children}
      <p className="text-xs text-text-subtle">
        {space === undefined
          ? 'The browser does not say how much of the disk it takes.'
          : `On the disk it is ${byteSize(space.usage)} compressed, says the browser, which allows ${byteSize(space.quota)}.`}
      </p>
      <div className="flex flex-wrap items-center gap-2 border-t border-border pt-3">
        <p role="status" className="min-w-40 flex-1 text-xs text-text-subtle">
          {answer !== undefined ? answerWords[answer] : persistence !== undefined && persistenceWords[persistence]}
        </p>
        {persistence !== 'lasting' && (
          <Button size="small" onClick={onAskPersistence}>
            Ask the browser to keep it
          </Button>
        )}
      </div>
    </section>
  )
}
