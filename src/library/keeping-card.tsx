import { byteSize } from '../ui/figures.ts'
import { SelectField } from '../ui/select-field.tsx'
import { Switch } from '../ui/switch.tsx'
import { budgets, type LibrarySettings } from './library-settings.ts'

const unlimited = 'unlimited'

const budgetOptions = (budget: number | null) => [
  ...[...new Set([...budgets, ...(budget === null ? [] : [budget])])]
    .toSorted((one, other) => one - other)
    .map((size) => ({ value: String(size), label: byteSize(size) })),
  { value: unlimited, label: 'As much as the browser allows' },
]

export interface KeepingCardProps {
  readonly settings: LibrarySettings
  readonly onSettings: (change: Partial<LibrarySettings>) => void
}

/** What is kept, and for how long. */
export const KeepingCard = ({ settings, onSettings }: KeepingCardProps) => (
  <section
    aria-label="What is kept"
    className="grid content-start gap-3 rounded-lg border border-border bg-surface-raised p-4"
  >
    <SelectField
      label="Budget"
      value={settings.budget === null ? unlimited : String(settings.budget)}
      options={budgetOptions(settings.budget)}
      onChange={(value) => onSettings({ budget: value === unlimited ? null : Number(value) })}
      hint="When recordings and files take more, you are asked whether the oldest recordings may leave."
    />
    <div className="grid gap-0.5">
      <Switch
        label="Keep history"
        checked={settings.keepsHistory}
        onChange={(keepsHistory) => onSettings({ keepsHistory })}
      />
      <p className="text-xs text-text-subtle">
        {settings.keepsHistory
          ? 'Conversations, recordings and files stay in this browser.'
          : 'What is said from now on is in the memory of its tab alone, and gone with it.'}
      </p>
    </div>
    <div className="grid gap-0.5">
      <Switch
        label="Clear at sign-out"
        checked={settings.clearsAtSignOut}
        onChange={(clearsAtSignOut) => onSettings({ clearsAtSignOut })}
      />
      <p className="text-xs text-text-subtle">
        {settings.clearsAtSignOut
          ? 'Signing out of a workspace deletes all conversations with its agents, pinned ones too.'
          : 'Signing out of a workspace leaves its conversations here.'}
      </p>
    </div>
  </section>
)
