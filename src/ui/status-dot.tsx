import { cn } from './class-names.ts'

const tones = {
  good: 'bg-success',
  waiting: 'bg-notice',
  bad: 'bg-danger',
  off: 'border border-border-strong',
}

/** A dot beside words that say the same. */
export const StatusDot = ({ tone }: { readonly tone: keyof typeof tones }) => (
  <span aria-hidden className={cn('inline-block size-2 shrink-0 rounded-full', tones[tone])} />
)
