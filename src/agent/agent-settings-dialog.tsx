import { RefreshCw, RotateCcw } from 'lucide-react'
import { useId, useState, type FormEvent } from 'react'
import { dialects, type Dialect } from '../protocol/dialect.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { Dialog } from '../ui/dialog.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { Switch } from '../ui/switch.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { Agent, Manner } from './agent.ts'
import { baseOf, parseCallPath } from './call-path.ts'
import { dialectAbout, dialectName, discoveryOf, knownPaths, mannerOf } from './manner.ts'
import { useAgentVerbs, type DiscoveryView } from './use-agents.ts'

interface AgentSettingsDialogProps {
  readonly agent: Agent
  readonly discovery: DiscoveryView
  readonly open: boolean
  readonly onClose: () => void
}

/** How an agent is called: what was found out and why, and what to use instead. */
export const AgentSettingsDialog = ({ agent, discovery, open, onClose }: AgentSettingsDialogProps) => (
  <Dialog open={open} onClose={onClose} title={`How ${agent.name} is called`}>
    {open && (
      <div className="grid gap-5">
        <FoundOut agent={agent} discovery={discovery} />
        <MannerForm agent={agent} onClose={onClose} />
      </div>
    )}
  </Dialog>
)

const MannerLine = ({ dialect, path, note }: Manner & { readonly note?: string }) => (
  <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
    <Badge tone="accent">{dialectName(dialect)}</Badge>
    <code className="min-w-0 font-mono text-xs wrap-anywhere">{path}</code>
    {note !== undefined && <span className="text-xs text-text-subtle">{note}</span>}
  </p>
)

const FoundOut = ({
  agent,
  discovery: { asking, askAgain },
}: Pick<AgentSettingsDialogProps, 'agent' | 'discovery'>) => {
  const title = useId()
  const found = discoveryOf(agent)
  return (
    <section
      aria-labelledby={title}
      className="grid gap-2 rounded-lg border border-border bg-surface-sunken px-3 py-2.5"
    >
      <header className="flex items-center gap-2">
        <h3 id={title} className="flex-1 text-xs font-medium">
          {found.conclusive ? 'Found out' : 'Assumed'}
        </h3>
        <Button variant="quiet" size="small" disabled={asking} onClick={askAgain}>
          <RefreshCw size={13} aria-hidden className={cn(asking && 'animate-spin motion-reduce:animate-none')} />
          {asking ? 'Asking…' : 'Ask again'}
        </Button>
      </header>
      <MannerLine {...found} {...(found.whole === undefined ? {} : { note: 'streamed' })} />
      {found.whole !== undefined && <MannerLine {...found.whole} note="whole" />}
      <ul aria-label="Evidence" className="grid list-disc gap-1 ps-4 text-xs text-text-subtle">
        {found.evidence.map((line) => (
          <li key={line} className="wrap-anywhere">
            {line}
          </li>
        ))}
      </ul>
    </section>
  )
}

type Choice = Dialect | 'as-found'

const MannerForm = ({ agent, onClose }: Pick<AgentSettingsDialogProps, 'agent' | 'onClose'>) => {
  const { registry } = useAgentVerbs()
  const paths = useId()
  const [choice, setChoice] = useState<Choice>(agent.override?.dialect ?? 'as-found')
  const [typed, setTyped] = useState(agent.override?.path ?? '')
  const [asksTrace, setAsksTrace] = useState(agent.asksTrace ?? false)
  const [tried, setTried] = useState(false)
  const base = baseOf(agent.target, agent.workspace)
  const path = typed.trim() === '' ? undefined : parseCallPath(typed, base)
  const override: Partial<Manner> = {
    ...(choice === 'as-found' ? {} : { dialect: choice }),
    ...(path?.ok === true ? { path: path.value } : {}),
  }
  const { override: _override, ...asFound } = agent
  const found = mannerOf(asFound, 'streamed')
  const used = mannerOf({ ...asFound, override }, 'streamed')
  const isSet = Object.keys(override).length > 0 || typed.trim() !== ''

  const save = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (path?.ok === false) return
    registry.setManner(agent, { override, asksTrace })
    onClose()
  }

  return (
    <form className="grid gap-3.5" noValidate onSubmit={save}>
      <SelectField<Choice>
        label="Dialect"
        value={choice}
        onChange={setChoice}
        options={[
          { value: 'as-found', label: `As found: ${dialectName(found.dialect)}` },
          ...dialects.map((dialect) => ({ value: dialect, label: dialectName(dialect) })),
        ]}
        hint={`${dialectName(used.dialect)}: ${dialectAbout(used.dialect)}.`}
      />
      <TextField
        label="Call path"
        value={typed}
        mono
        list={paths}
        autoComplete="off"
        spellCheck={false}
        placeholder={used.path}
        onChange={(event) => setTyped(event.target.value)}
        hint={`Calls ${base}${used.path}`}
        problem={
          path?.ok === false && (tried || path.problem.code === 'call-path-foreign')
            ? `${path.problem.title}. ${path.problem.detail} ${path.problem.remedy}`
            : undefined
        }
      />
      <datalist id={paths}>
        {knownPaths(agent.target).map((known) => (
          <option key={known}>{known}</option>
        ))}
      </datalist>
      <div className="grid gap-1">
        <Switch label="Ask for the trace" checked={asksTrace} onChange={setAsksTrace} />
        <p className="text-xs text-text-subtle">
          {agent.target.kind === 'serving-endpoint'
            ? 'Sends databricks_options.return_trace; the Trace tab then shows the spans. Not sent to foundation models, which refuse it.'
            : 'Sends x-mlflow-return-trace-id; the Trace tab then shows the id of the trace.'}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="quiet"
          disabled={!isSet}
          onClick={() => {
            setChoice('as-found')
            setTyped('')
          }}
        >
          <RotateCcw size={14} aria-hidden /> Reset to what was found
        </Button>
        <span className="ms-auto flex gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit">
            Save
          </Button>
        </span>
      </div>
    </form>
  )
}
