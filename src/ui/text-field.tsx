import type { ComponentProps } from 'react'
import { useId } from 'react'
import { cn } from './class-names.ts'

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'className'> {
  readonly label: string
  readonly hint?: string
  readonly problem?: string | undefined
  /** The label is spoken but not drawn. */
  readonly hideLabel?: boolean
  readonly mono?: boolean
}

export const TextField = ({ label, hint, problem, hideLabel = false, mono = false, ...props }: TextFieldProps) => {
  const id = useId()
  const described = problem ?? hint
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-xs font-medium'}>
        {label}
      </label>
      <input
        id={id}
        aria-invalid={problem !== undefined}
        aria-describedby={described === undefined ? undefined : `${id}-note`}
        className={cn(
          'h-8 w-full min-w-0 rounded-md border bg-surface-raised px-2.5 text-sm placeholder:text-text-subtle',
          problem === undefined ? 'border-border' : 'border-danger',
          mono && 'font-mono text-xs',
        )}
        {...props}
      />
      {described !== undefined && (
        <p
          id={`${id}-note`}
          role={problem === undefined ? undefined : 'alert'}
          className={cn('text-xs wrap-anywhere', problem === undefined ? 'text-text-subtle' : 'text-danger')}
        >
          {described}
        </p>
      )}
    </div>
  )
}
