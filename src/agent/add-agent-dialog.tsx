import { Plus } from 'lucide-react'
import { useRef, useState, type FormEvent } from 'react'
import { messageOf } from '../lib/problem.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { Agent } from './agent.ts'
import { callOf } from './call-of.ts'
import { probeLocalAgent, type Reachability } from './discovery-query.ts'
import { parseAgentUrl } from './parse-agent-url.ts'
import { useAgentVerbs } from './use-agents.ts'

interface AddAgentProps {
  readonly onAdded: (agent: Agent) => void
}

/** The button and the dialog it opens. */
export const AddAgentButton = ({ onAdded }: AddAgentProps) => {
  const [open, setOpen] = useState(false)
  return (
    <>
      <IconButton label="Add agent" size="small" onClick={() => setOpen(true)}>
        <Plus size={14} aria-hidden />
      </IconButton>
      <AddAgentDialog open={open} onClose={() => setOpen(false)} onAdded={onAdded} />
    </>
  )
}

interface AddAgentDialogProps extends AddAgentProps {
  readonly open: boolean
  readonly onClose: () => void
}

export const AddAgentDialog = ({ open, onClose, onAdded }: AddAgentDialogProps) => (
  <Dialog
    open={open}
    onClose={onClose}
    title="Add an agent on this computer"
    description="It is called without sign-in, through the playground's own server. Agents of a workspace need not be added: they appear once you are signed in."
  >
    {open && <AddAgentForm onClose={onClose} onAdded={onAdded} />}
  </Dialog>
)

type Probe =
  | { readonly state: 'idle' }
  | { readonly state: 'asking' }
  | { readonly state: 'answered'; readonly url: string; readonly found: Reachability }

const AddAgentForm = ({ onClose, onAdded }: Omit<AddAgentDialogProps, 'open'>) => {
  const { registry, fetch } = useAgentVerbs()
  const [typed, setTyped] = useState('')
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const [probe, setProbe] = useState<Probe>({ state: 'idle' })
  const latest = useRef(0)
  const parsed = parseAgentUrl(typed)
  const url = parsed.ok ? parsed.value : undefined
  const asked = probe.state === 'answered' && probe.url === url ? probe.found : undefined

  const add = (found: Reachability | undefined) => {
    if (url === undefined) return
    const itsName = found?.kind === 'agent' ? (found.info.name ?? '') : ''
    onAdded(registry.addLocal(url, name.trim() === '' ? itsName : name))
    onClose()
  }

  const look = async (): Promise<Reachability | undefined> => {
    if (url === undefined) return undefined
    latest.current += 1
    const asking = latest.current
    setProbe({ state: 'asking' })
    const found = await probeLocalAgent(fetch, url).catch((error: unknown): Reachability => ({
      kind: 'unreachable',
      detail: messageOf(error),
    }))
    // An answer about an address that has been changed since says nothing.
    if (asking !== latest.current) return undefined
    setProbe({ state: 'answered', url, found })
    return found
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    // What was not found is said once; the second press adds it all the same.
    if (asked !== undefined) {
      add(asked)
      return
    }
    const found = await look()
    if (found !== undefined && found.kind !== 'unreachable') add(found)
  }

  const problem =
    tried && !parsed.ok ? `${parsed.problem.title}. ${parsed.problem.detail} ${parsed.problem.remedy}` : undefined
  return (
    <form className="grid gap-3" noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        label="Agent URL"
        placeholder="http://localhost:8000"
        hint={
          url === undefined
            ? 'Such as http://localhost:8000; a port alone will do'
            : `Calls ${callOf({ target: { kind: 'local', url } }, null).url}`
        }
        problem={problem}
        value={typed}
        mono
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setTyped(event.target.value)
          latest.current += 1
          setProbe({ state: 'idle' })
        }}
      />
      <TextField
        label="Name (optional)"
        value={name}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <p role="status" className="text-xs text-text-subtle wrap-anywhere">
        {probe.state === 'asking' ? 'Looking whether it answers…' : asked !== undefined && findingWords(asked)}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button disabled={url === undefined || probe.state === 'asking'} onClick={() => void look()}>
          Check
        </Button>
        <Button variant="primary" type="submit" disabled={probe.state === 'asking'}>
          {asked?.kind === 'unreachable' ? 'Add anyway' : 'Add'}
        </Button>
      </div>
    </form>
  )
}

const findingWords = (found: Reachability): string => {
  switch (found.kind) {
    case 'agent': {
      const { name, api, serverVersion } = found.info
      const parts = [
        name,
        api === undefined ? undefined : `speaks ${api === 'responses' ? 'Responses' : api}`,
        serverVersion,
      ]
      return `An agent answers: ${parts.filter((part) => part !== undefined).join(', ') || 'it gives no particulars'}.`
    }
    case 'server':
      return `Something answers (status ${found.status} at ${found.path}), without saying that it is an agent. It can be added.`
    case 'unreachable':
      return `Nothing answers there now. ${found.detail} It can be added all the same and started later.`
  }
}
