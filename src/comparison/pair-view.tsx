import { useState, type ReactNode } from 'react'
import type { Run } from '../conversation/conversation.ts'
import { cn } from '../ui/class-names.ts'
import { ComparedFigures } from './compared-figures.tsx'
import { DifferenceList } from './difference-list.tsx'
import { allRules, ignoreRules, type IgnoreRule, type IgnoreRules } from './ignore-rules.ts'
import { useComparison } from './use-comparison.ts'
import { useJumps } from './use-jumps.ts'
import { VerdictBar } from './verdict-bar.tsx'
import { namesOf, verdictOf } from './verdict.ts'

type Look = 'answers' | 'differences'

const looks: readonly { readonly id: Look; readonly label: string }[] = [
  { id: 'answers', label: 'Answers' },
  { id: 'differences', label: 'Differences' },
]

const LookSwitch = ({ look, onLook }: { readonly look: Look; readonly onLook: (look: Look) => void }) => (
  <div role="group" aria-label="Show" className="flex rounded-md border border-border p-0.5">
    {looks.map(({ id, label }) => (
      <button
        key={id}
        type="button"
        aria-pressed={look === id}
        onClick={() => onLook(id)}
        className={cn(
          'h-6 rounded px-2 text-xs font-medium',
          look === id ? 'bg-accent-soft text-accent' : 'text-text-subtle hover:text-text',
        )}
      >
        {label}
      </button>
    ))}
  </div>
)

interface PairViewProps {
  readonly a: Run | undefined
  readonly b: Run | undefined
  /** Which two are compared, where there are more. */
  readonly choice?: ReactNode
  /** The answers beside each other. */
  readonly children: ReactNode
}

/** Two runs side by side, with what differs said first. */
export const PairView = ({ a, b, choice, children }: PairViewProps) => {
  const [look, setLook] = useState<Look>('answers')
  const [rules, setRules] = useState<IgnoreRules>(allRules)
  const compared = useComparison(a, b, rules)
  const differences = compared.state === 'done' ? compared.comparison.differences : []
  const [current, jump] = useJumps(differences.length, `${a?.id} ${b?.id} ${rules.join(' ')}`, () =>
    setLook('differences'),
  )
  // Under other rules the list stays where it is until the new one is there.
  const shown =
    compared.state === 'done' ? compared.comparison : compared.state === 'comparing' ? compared.before : undefined
  const verdict =
    compared.state === 'done' && a !== undefined && b !== undefined
      ? verdictOf(compared.comparison, namesOf(a.mode, b.mode))
      : undefined
  const onRule = (rule: IgnoreRule) =>
    setRules(ignoreRules.flatMap(({ id }) => ((id === rule) !== rules.includes(id) ? [id] : [])))
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
      <VerdictBar compared={compared} verdict={verdict} rules={rules} onRule={onRule} current={current} onJump={jump}>
        <LookSwitch look={look} onLook={setLook} />
        {choice}
      </VerdictBar>
      {look === 'answers' || a === undefined || b === undefined || shown === undefined ? (
        children
      ) : (
        <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
          <ComparedFigures a={a} b={b} />
          <DifferenceList comparison={shown} current={differences[current]} />
        </div>
      )}
    </div>
  )
}
