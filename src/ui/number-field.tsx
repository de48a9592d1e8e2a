import { cn } from './class-names.ts'

interface NumberFieldProps {
  readonly label: string
  readonly value: number | ''
  readonly most: number
  readonly onChange: (value: number) => void
  /** The label stands before the field, not above it. */
  readonly inline?: boolean
  readonly wide?: boolean
}

/** A whole number from 1 to `most`; what is typed beyond them becomes the nearest that is allowed. */
export const NumberField = ({ label, value, most, onChange, inline = false, wide = false }: NumberFieldProps) => (
  <label className={cn('text-xs font-medium', inline ? 'flex items-center gap-2' : 'grid gap-1')}>
    {label}
    <input
      type="number"
      min={1}
      max={most}
      value={value}
      onChange={(event) => {
        const wanted = Math.round(event.target.valueAsNumber) || 1
        onChange(Math.min(most, Math.max(1, wanted)))
      }}
      className={cn(
        'h-8 rounded-md border border-border bg-surface-raised px-2 text-sm font-normal tabular-nums',
        wide ? 'w-full' : 'w-20',
      )}
    />
  </label>
)
