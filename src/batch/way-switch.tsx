import { useId } from 'react'
import { cn } from '../ui/class-names.ts'
import type { BatchWay } from './batch.ts'

const ways: readonly { readonly kind: BatchWay['kind']; readonly label: string; readonly about: string }[] = [
  {
    kind: 'api',
    label: 'Through the agent’s own API',
    about: 'One request for each question, recorded like any other.',
  },
  {
    kind: 'warehouse',
    label: 'By a SQL warehouse',
    about: 'ai_query asks for many in one statement; agents on Model Serving only.',
  },
]

interface WaySwitchProps {
  readonly chosen: BatchWay['kind']
  readonly onChoose: (kind: BatchWay['kind']) => void
}

/** The two ways of asking, with what sets them apart. */
export const WaySwitch = ({ chosen, onChoose }: WaySwitchProps) => {
  const id = useId()
  return (
    <fieldset className="grid gap-2 sm:grid-cols-2">
      <legend className="sr-only">How to ask</legend>
      {ways.map(({ kind, label, about }) => (
        <label
          key={kind}
          className={cn(
            'grid cursor-pointer grid-cols-[auto_minmax(0,1fr)] content-start items-baseline gap-x-2 rounded-md border px-3 py-2 has-focus-visible:outline-2 has-focus-visible:outline-accent',
            kind === chosen ? 'border-accent bg-accent-soft' : 'border-border hover:bg-surface-hover',
          )}
        >
          <input
            type="radio"
            name={id}
            aria-label={label}
            aria-describedby={`${id}-${kind}`}
            checked={kind === chosen}
            onChange={() => onChoose(kind)}
            className="translate-y-0.5 accent-accent outline-none"
          />
          <span className="text-sm font-medium">{label}</span>
          <span id={`${id}-${kind}`} className="col-start-2 text-xs text-text-subtle">
            {about}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
