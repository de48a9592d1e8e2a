import { secretKinds, type SecretKind } from '../exchange/secret-patterns.ts'
import type { Find } from '../exchange/mask.ts'
import { count } from '../ui/figures.ts'
import { Switch } from '../ui/switch.tsx'
import { plainly } from './unseen-characters.ts'

const kindWords: Readonly<Record<SecretKind, string>> = {
  custom: 'Your own words',
  token: 'Tokens',
  key: 'Keys and passwords',
  email: 'E-mail addresses',
  identifier: 'Long identifiers',
}

const shownFinds = 4

interface FoundKindProps {
  readonly kind: SecretKind
  readonly finds: readonly Find[]
  readonly isMasked: boolean
  readonly onChange: (isMasked: boolean) => void
}

const FoundKind = ({ kind, finds, isMasked, onChange }: FoundKindProps) => (
  <li className="grid grid-cols-[minmax(0,1fr)] gap-1">
    <Switch label={`${kindWords[kind]} (${count(finds.length)})`} checked={isMasked} onChange={onChange} />
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5 ps-10 font-mono text-2xs text-text-subtle">
      {finds.slice(0, shownFinds).map(({ value, times }) => (
        <li key={value} className="flex gap-1.5">
          <span className="min-w-0 truncate">{plainly(value, 80)}</span>
          {times > 1 && <span className="shrink-0">× {count(times)}</span>}
        </li>
      ))}
      {finds.length > shownFinds && <li>and {count(finds.length - shownFinds)} more</li>}
    </ul>
  </li>
)

interface FoundKindsProps {
  readonly finds: readonly Find[]
  /** Kinds that are left as they are. */
  readonly open: readonly SecretKind[]
  readonly onOpen: (open: readonly SecretKind[]) => void
}

/** What was recognised, by kind, each with the choice to leave it as it is. */
export const FoundKinds = ({ finds, open, onOpen }: FoundKindsProps) => (
  <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
    {secretKinds
      .map((kind) => ({ kind, found: finds.filter((find) => find.kind === kind) }))
      .filter(({ found }) => found.length > 0)
      .map(({ kind, found }) => (
        <FoundKind
          key={kind}
          kind={kind}
          finds={found}
          isMasked={!open.includes(kind)}
          onChange={(on) => onOpen(on ? open.filter((other) => other !== kind) : [...open, kind])}
        />
      ))}
  </ul>
)
