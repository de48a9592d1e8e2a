import { Button as BaseButton } from '@base-ui/react/button'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

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

export interface ButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className'> {
  readonly variant?: keyof typeof variants
  readonly size?: keyof typeof sizes
  readonly className?: string
}

export const Button = ({ variant = 'outline', size = 'medium', className, ...props }: ButtonProps) => (
  <BaseButton
    className={cn(
      'inline-flex shrink-0 items-center justify-center rounded-md font-medium whitespace-nowrap transition-colors select-none motion-reduce:transition-none',
      'data-disabled:cursor-not-allowed',
      variants[variant],
      sizes[size],
      className,
    )}
    {...props}
  />
)

export interface IconButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className' | 'children'> {
  /** Accessible name, also shown as tooltip. */
  readonly label: string
  /** Shown behind the name in the tooltip, such as `⌘K`. */
  readonly shortcut?: string
  readonly size?: 'small' | 'medium'
  readonly className?: string
  readonly children: ReactNode
}

export const IconButton = ({ label, shortcut, size = 'medium', className, children, ...props }: IconButtonProps) => (
  <Tooltip content={shortcut === undefined ? label : `${label} (${shortcut})`}>
    <BaseButton
      aria-label={label}
      className={cn(
        'inline-flex shrink-0 items-center justify-center rounded-md text-text-subtle transition-colors motion-reduce:transition-none',
        'hover:bg-surface-hover hover:text-text data-disabled:opacity-40 aria-pressed:bg-accent-soft aria-pressed:text-accent',
        size === 'small' ? 'size-6' : 'size-8',
        className,
      )}
      {...props}
    >
      {children}
    </BaseButton>
  </Tooltip>
)
