import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import type { Side } from './compare-answers.ts'
import type { Stretch } from './word-changes.ts'

/** Said with a sign and a word, never by colour alone. */
export const SideMark = ({
  side,
  same,
  expected,
}: {
  readonly side: Side
  readonly same: boolean
  readonly expected: boolean
}) => {
  const words = same ? 'same' : side === 'both' ? 'differs' : `only in ${side.toUpperCase()}`
  return (
    <span
      className={cn(
        'inline-flex shrink-0 items-center gap-1 rounded px-1.5 py-px text-2xs font-medium',
        same || expected ? 'bg-surface-hover text-text-subtle' : 'bg-notice-soft text-notice',
      )}
    >
      <span aria-hidden className="font-mono">
        {same ? '=' : side === 'both' ? '≠' : side === 'a' ? '−' : '+'}
      </span>
      {words}
    </span>
  )
}

const looks = {
  same: '',
  removed: 'bg-danger-soft text-danger line-through decoration-1',
  added: 'bg-success-soft text-success underline decoration-1 underline-offset-2',
}

/** One step of a long list of changes: what a screen or two can show. */
const stretchesPerStep = 200
const charactersPerStep = 8000

interface ShownStretches {
  readonly shown: readonly Stretch[]
  readonly left: number
  /** Whether one of them is not shown to its end. */
  readonly cut: boolean
}

/** The beginning: a page that lays out a million characters at once stands still. */
const beginningOf = (stretches: readonly Stretch[], steps: number): ShownStretches => {
  const shown: Stretch[] = []
  let left = steps * charactersPerStep
  for (const stretch of stretches) {
    if (shown.length >= steps * stretchesPerStep || left <= 0) break
    // Of two long texts that share nothing, the second is to be seen too.
    const most = Math.max(200, Math.ceil(left / 2))
    shown.push(stretch.text.length > most ? { ...stretch, text: `${stretch.text.slice(0, most)}…` } : stretch)
    left -= Math.min(stretch.text.length, most)
  }
  const cut = shown.some((stretch, index) => stretch !== stretches[index])
  return { shown, left: stretches.length - shown.length, cut }
}

/** Two texts in one: what only A has is struck through, what only B has is underlined. */
export const WordChanges = ({ stretches }: { readonly stretches: readonly Stretch[] }) => {
  const [steps, setSteps] = useState(1)
  const { shown, left, cut } = beginningOf(stretches, steps)
  return (
    <div className="grid max-h-120 grid-cols-[minmax(0,1fr)] gap-2 overflow-y-auto rounded-md bg-surface-sunken px-2.5 py-2">
      <p className="wrap-anywhere whitespace-pre-wrap">
        {shown.map((stretch, index) => {
          if (stretch.kind === 'same') {
            return (
              // A list that only grows at its end.
              // oxlint-disable-next-line react/no-array-index-key
              <span key={index}>
                {stretch.text}
                {stretch.hidden !== undefined && (
                  <span className="mx-1 rounded bg-surface-hover px-1 text-2xs text-text-subtle">
                    {stretch.hidden.toLocaleString('en')} characters that are the same
                  </span>
                )}
              </span>
            )
          }
          const Mark = stretch.kind === 'removed' ? 'del' : 'ins'
          return (
            // oxlint-disable-next-line react/no-array-index-key
            <Mark key={index} className={cn('rounded-xs px-0.5', looks[stretch.kind])}>
              <span className="sr-only">{stretch.kind === 'removed' ? ' only A: ' : ' only B: '}</span>
              {stretch.text}
            </Mark>
          )
        })}
      </p>
      {(left > 0 || cut) && (
        <Button size="small" className="justify-self-start" onClick={() => setSteps(steps + 1)}>
          Show more{left > 0 && ` (${left.toLocaleString('en')} stretches left)`}
        </Button>
      )}
    </div>
  )
}
