import type { ReactNode } from 'react'
import { cn } from '../ui/class-names.ts'

interface ColumnSectionProps {
  readonly letter: string
  /** Who answers in it, and what can be done with it. */
  readonly title?: ReactNode
  /** Makes room for another column where only one can be seen. */
  readonly aside?: boolean
  readonly children: ReactNode
}

/** The frame of a column: its letter and title, and below them what it is about. */
export const ColumnSection = ({ letter, title, aside = false, children }: ColumnSectionProps) => (
  <section
    aria-label={`Column ${letter}`}
    className={cn(
      'grid min-h-0 min-w-64 flex-1 snap-start grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] border-border not-first:border-s max-sm:min-w-full',
      aside && 'max-sm:hidden',
    )}
  >
    <h2 className="flex h-9 min-w-0 items-center gap-2 border-b border-border bg-surface-raised ps-3 pe-1 text-xs font-medium">
      <span aria-hidden className="rounded bg-surface-hover px-1.5 font-mono">
        {letter}
      </span>
      {title}
    </h2>
    {children}
  </section>
)
