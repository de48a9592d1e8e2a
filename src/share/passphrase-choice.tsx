import { canSeal, freshPassphrase } from '../browser/sealing.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Switch } from '../ui/switch.tsx'
import { TextField } from '../ui/text-field.tsx'

/** Fewer can be tried out by a computer of today, whatever the key derivation costs. */
const shortest = 12

const hintOf = (passphrase: string): string => {
  if (passphrase === '') return 'Write one, or have one made.'
  return passphrase.length < shortest
    ? 'Whoever gets the link could guess it: take twelve characters or more.'
    : 'Tell it to the receiver another way than the link. It is kept nowhere.'
}

interface PassphraseChoiceProps {
  /** Undefined: the link is open to whoever has it. */
  readonly passphrase: string | undefined
  readonly onChange: (passphrase: string | undefined) => void
}

/** Whether the link asks for a passphrase, and for which. */
export const PassphraseChoice = ({ passphrase, onChange }: PassphraseChoiceProps) => (
  <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
    <Switch
      label="With a passphrase"
      checked={passphrase !== undefined}
      disabled={!canSeal()}
      onChange={(on) => onChange(on ? '' : undefined)}
    />
    {!canSeal() && (
      <p className="text-xs text-text-subtle">Browsers encrypt only on https and on this computer itself.</p>
    )}
    {passphrase !== undefined && (
      <>
        <TextField
          label="Passphrase"
          mono
          value={passphrase}
          autoComplete="off"
          spellCheck={false}
          hint={hintOf(passphrase)}
          onChange={(event) => onChange(event.target.value)}
        />
        <div className="flex gap-1">
          <Button size="small" onClick={() => onChange(freshPassphrase())}>
            Make one
          </Button>
          {passphrase !== '' && <CopyButton label="Copy the passphrase" text={() => passphrase} />}
        </div>
      </>
    )}
  </div>
)
