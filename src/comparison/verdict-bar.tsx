import { ArrowDown, ArrowUp, Check, Equal, EqualNot, ListFilter } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge } from '../ui/badge.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Menu, MenuItem, MenuLabel } from '../ui/menu.tsx'
import { ignoreRules, type IgnoreRule, type IgnoreRules } from './ignore-rules.ts'
import type { Compared } from './use-comparison.ts'
import type { Verdict } from './verdict.ts'

const RulesMenu = ({ rules, onRule }: { readonly rules: IgnoreRules; readonly onRule: (rule: IgnoreRule) => void }) => (
  <Menu
    trigger={
      <Button variant="quiet" size="small">
        <ListFilter size={14} aria-hidden /> Ignored {rules.length}/{ignoreRules.length}
      </Button>
    }
  >
    <MenuLabel>What makes no difference</MenuLabel>
    {ignoreRules.map(({ id, label, about }) => (
      <MenuItem
        key={id}
        icon={rules.includes(id) && <Check size={14} aria-label="ignored" />}
        onSelect={() => onRule(id)}
      >
        {label} <span className="block text-2xs text-text-subtle">{about}</span>
      </MenuItem>
    ))}
  </Menu>
)

interface VerdictBarProps {
  readonly compared: Compared
  readonly verdict: Verdict | undefined
  readonly rules: IgnoreRules
  readonly onRule: (rule: IgnoreRule) => void
  /** Position of the difference that was jumped to, from 0; -1 before the first jump. */
  readonly current: number
  readonly onJump: (by: 1 | -1) => void
  /** How to look at the two, and which two. */
  readonly children: ReactNode
}

const words = (compared: Compared): string => {
  switch (compared.state) {
    case 'waiting':
      return 'Compared when both have ended.'
    case 'comparing':
      return 'Comparing…'
    case 'failed':
      return `They could not be compared: ${compared.detail} Reload the page and try again.`
    case 'done':
      return ''
  }
}

/** The difference in one sentence, and the way through it. */
export const VerdictBar = ({ compared, verdict, rules, onRule, current, onJump, children }: VerdictBarProps) => {
  const total = compared.state === 'done' ? compared.comparison.differences.length : 0
  return (
    <div className="grid gap-1.5 border-b border-border bg-surface-raised px-4 py-2.5">
      <p role="status" aria-label="Verdict" className="flex min-h-6 items-start gap-2 text-base font-medium">
        {verdict !== undefined &&
          (verdict.kind === 'different' ? (
            <EqualNot size={18} aria-hidden className="mt-0.75 shrink-0 text-notice" />
          ) : (
            <Equal size={18} aria-hidden className="mt-0.75 shrink-0 text-success" />
          ))}
        <span className={verdict === undefined ? 'font-normal text-text-subtle' : undefined}>
          {verdict?.sentence ?? words(compared)}
        </span>
      </p>
      <div className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1">
        {children}
        <span className="contents max-sm:hidden">
          {verdict?.subjects.map((subject) => (
            <Badge key={subject} tone="notice">
              {subject}
            </Badge>
          ))}
        </span>
        <span className="ms-auto flex items-center gap-1">
          <RulesMenu rules={rules} onRule={onRule} />
          {compared.state === 'done' && (
            <span className="text-xs text-text-subtle tabular-nums">
              {current < 0 ? total : `${current + 1}/${total}`} {total === 1 ? 'difference' : 'differences'}
            </span>
          )}
          <IconButton
            label="Previous difference"
            shortcut="p"
            size="small"
            disabled={total === 0}
            onClick={() => onJump(-1)}
          >
            <ArrowUp size={14} aria-hidden />
          </IconButton>
          <IconButton
            label="Next difference"
            shortcut="n"
            size="small"
            disabled={total === 0}
            onClick={() => onJump(1)}
          >
            <ArrowDown size={14} aria-hidden />
          </IconButton>
        </span>
      </div>
    </div>
  )
}
