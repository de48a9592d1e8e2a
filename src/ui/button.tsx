import { Button as BaseButton } from '@base-ui/react/button'
import type { ComponentProps, ReactNode } from 'react'
import { buttonLook, type ButtonSize, type ButtonVariant } from './button-look.ts'
import { cn } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

export interface ButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className'> {
  readonly variant?: ButtonVariant
  readonly size?: ButtonSize
  readonly className?: string
}

export const Button = ({ variant = 'outline', size = 'medium', className, ...props }: ButtonProps) => (
  <BaseButton className={cn(buttonLook(variant, size), className)} {...props} />
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
