import { LockKeyhole } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { DocumentReading } from './shared-document.ts'

interface PassphraseGateProps {
  readonly unseal: (passphrase: string) => Promise<DocumentReading>
  readonly onRead: (reading: DocumentReading) => void
  readonly onClose: () => void
}

/** Asks for the passphrase of a link. Before it fits, nothing that the link holds is shown, as nothing can be read. */
export const PassphraseGate = ({ unseal, onRead, onClose }: PassphraseGateProps) => {
  const [passphrase, setPassphrase] = useState('')
  const [isTrying, setIsTrying] = useState(false)
  const [problem, setProblem] = useState<string>()

  const open = async () => {
    setIsTrying(true)
    const reading = await unseal(passphrase)
    setIsTrying(false)
    if (reading.problem?.code === 'link-passphrase-wrong') {
      setProblem(`${reading.problem.title}. ${reading.problem.remedy}`)
    } else onRead(reading)
  }

  return (
    <form
      aria-label="Passphrase of the link"
      className="mx-auto grid w-full max-w-md gap-4 px-5 py-16"
      onSubmit={(event) => {
        event.preventDefault()
        if (passphrase !== '' && !isTrying) void open()
      }}
    >
      <LockKeyhole size={28} aria-hidden className="text-accent" />
      <div className="grid gap-1">
        <h1 className="text-lg font-semibold">This link is protected by a passphrase</h1>
        <p className="text-text-subtle">
          Whoever shared it can tell you. It is used on this page alone: nothing is sent, and nothing is kept.
        </p>
      </div>
      <TextField
        label="Passphrase"
        type="password"
        mono
        autoComplete="off"
        value={passphrase}
        problem={problem}
        onChange={(event) => {
          setPassphrase(event.target.value)
          setProblem(undefined)
        }}
      />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={passphrase === '' || isTrying}>
          {isTrying ? 'Opening…' : 'Open the link'}
        </Button>
        <Button onClick={onClose}>Close</Button>
      </div>
    </form>
  )
}
