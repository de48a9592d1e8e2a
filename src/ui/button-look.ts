import { cn } from './class-names.ts'

const variants = {
  // Half of the accent would leave its words unreadable in the dark.
  primary:
    'bg-accent text-on-accent hover:bg-accent-hover border border-transparent shadow-raised data-disabled:border-border data-disabled:bg-surface-hover data-disabled:text-text-subtle data-disabled:shadow-none',
  outline:
    'bg-surface-raised text-text border border-border hover:bg-surface-hover shadow-raised data-disabled:opacity-50',
  quiet: 'text-text-subtle border border-transparent hover:bg-surface-hover hover:text-text data-disabled:opacity-50',
  danger: 'text-danger bg-surface-raised border border-border hover:bg-danger-soft data-disabled:opacity-50',
}

const sizes = {
  small: 'h-7 px-2 text-xs gap-1.5',
  medium: 'h-8 px-3 text-sm gap-2',
  large: 'h-10 px-4 text-base gap-2',
}

export type ButtonVariant = keyof typeof variants
export type ButtonSize = keyof typeof sizes

/** How a button looks, also where a plain one does: the first screen loads none of what a tooltip needs. */
export const buttonLook = (variant: ButtonVariant, size: ButtonSize): string =>
  cn(
    'inline-flex shrink-0 items-center justify-center rounded-md font-medium whitespace-nowrap transition-colors select-none motion-reduce:transition-none',
    'data-disabled:cursor-not-allowed',
    variants[variant],
    sizes[size],
  )
