import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { useId } from 'react'

interface SwitchProps {
  readonly label: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
}

export const Switch = ({ label, checked, onChange, disabled = false }: SwitchProps) => {
  const id = useId()
  return (
    <span className="inline-flex items-center gap-2 text-xs font-medium">
      <BaseSwitch.Root
        id={id}
        aria-label={label}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className="relative flex h-4.5 w-8 shrink-0 items-center rounded-full bg-border-strong transition-colors data-checked:bg-accent data-disabled:opacity-50 motion-reduce:transition-none"
      >
        <BaseSwitch.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-surface-raised transition-transform data-checked:translate-x-4 motion-reduce:transition-none" />
      </BaseSwitch.Root>
      <span aria-hidden>{label}</span>
    </span>
  )
}
