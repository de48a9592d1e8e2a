import type { ReactNode } from 'react'
import { cn } from './class-names.ts'

const tones = {
  neutral: 'bg-surface-hover text-text-subtle',
  accent: 'bg-accent-soft text-accent',
  success: 'bg-success-soft text-success',
  notice: 'bg-notice-soft text-notice',
  danger: 'bg-danger-soft text-danger',
}

export type Tone = keyof typeof tones

export const Badge = ({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) => (
  <span
    className={cn(
      'inline-flex shrink-0 items-center gap-1 rounded px-1.5 py-px text-2xs font-medium whitespace-nowrap',
      tones[tone],
    )}
  >
    {children}
  </span>
)
