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

const mostStretches = 1500

/** Two texts in one: what only A has is struck through, what only B has is underlined. */
export const WordChanges = ({ stretches }: { readonly stretches: readonly Stretch[] }) => (
  <p className="max-h-120 overflow-y-auto rounded-md bg-surface-sunken px-2.5 py-2 wrap-anywhere whitespace-pre-wrap">
    {stretches.slice(0, mostStretches).map((stretch, index) => {
      const text = stretch.text.length > 20_000 ? `${stretch.text.slice(0, 20_000)}…` : stretch.text
      if (stretch.kind === 'same') {
        return (
          // A list that is made once and never changes.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index}>
            {text}
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
          {text}
        </Mark>
      )
    })}
    {stretches.length > mostStretches && (
      <span className="text-text-subtle"> … and {(stretches.length - mostStretches).toLocaleString('en')} more</span>
    )}
  </p>
)
