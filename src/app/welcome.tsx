import { ArrowRight, Building2, FlaskConical, Laptop } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '../ui/class-names.ts'
import { Logo } from './logo.tsx'

interface WayProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
  readonly note: string
  readonly primary?: boolean
  readonly disabled?: boolean
  readonly onClick: () => void
}

/** The whole card can be clicked, and only its title is the button's name. */
const Way = ({ icon, title, children, note, primary = false, disabled = false, onClick }: WayProps) => (
  <div
    className={cn(
      'group relative flex flex-col gap-3 rounded-xl border p-5 text-start transition-colors motion-reduce:transition-none',
      disabled && 'opacity-50',
      primary
        ? 'border-transparent bg-accent text-on-accent shadow-raised hover:bg-accent-hover'
        : 'border-border bg-surface-raised shadow-raised hover:border-border-strong hover:bg-surface-hover',
    )}
  >
    <button
      type="button"
      disabled={disabled}
      onClick={onClick}
      className="flex items-center gap-2.5 text-start text-base font-semibold outline-none after:absolute after:inset-0 after:rounded-xl focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-accent"
    >
      {icon}
      {title}
      <ArrowRight
        size={16}
        aria-hidden
        className="ms-auto transition-transform group-hover:translate-x-0.5 motion-reduce:transition-none"
      />
    </button>
    <p className={cn('text-sm', primary ? 'text-on-accent' : 'text-text-subtle')}>{children}</p>
    <p className={cn('mt-auto text-xs', primary ? 'text-on-accent/85' : 'text-text-subtle')}>{note}</p>
  </div>
)

/** Rows as the inspector shows them: a picture of what is to come, with no meaning of its own. */
const rows: readonly { readonly at: string; readonly type: string; readonly kind: string; readonly width: string }[] = [
  { at: '412.0', type: 'response.created', kind: 'bg-kind-lifecycle', width: 'w-10' },
  { at: '733.4', type: 'reasoning_summary_text.delta', kind: 'bg-kind-reasoning', width: 'w-16' },
  { at: '1204.9', type: 'function_call_arguments.delta', kind: 'bg-kind-tool', width: 'w-24' },
  { at: '1871.2', type: 'output_item.done', kind: 'bg-kind-tool', width: 'w-32' },
  { at: '2210.6', type: 'output_text.delta', kind: 'bg-kind-text', width: 'w-8' },
  { at: '2224.1', type: 'output_text.delta', kind: 'bg-kind-text', width: 'w-12' },
  { at: '2239.8', type: 'output_text.annotation.added', kind: 'bg-kind-text', width: 'w-20' },
]

const Picture = () => (
  <div
    aria-hidden
    className="grid overflow-hidden rounded-xl border border-border bg-surface-raised shadow-floating md:grid-cols-[5fr_6fr]"
  >
    <div className="grid content-start gap-3 p-5 max-md:hidden">
      <div className="ms-auto rounded-2xl rounded-ee-sm bg-accent-soft px-3 py-1.5">Which region fell last week?</div>
      <div className="text-xs text-text-subtle">› Thought for 1.8 s</div>
      <div className="flex items-center gap-2 rounded-lg border border-border px-3 py-1.5 font-mono text-xs">
        <span className="size-2 rounded-full bg-kind-tool" /> sql_query
        <span className="ms-auto text-text-subtle">640 ms</span>
      </div>
      <p>
        <mark className="rounded-sm bg-mark px-0.5 text-[oklch(0.2_0.02_262)]">West fell 4.1 %</mark> against the week
        before, driven by two delayed renewals.
      </p>
    </div>
    <div className="border-border bg-surface-sunken py-3 font-mono text-xs md:border-s">
      {rows.map(({ at, type, kind, width }, index) => (
        <div
          key={at}
          className={cn('flex items-center gap-3 px-4 py-1', index === 4 && 'bg-accent-soft outline outline-accent/30')}
        >
          <span className="w-13 text-end text-text-subtle tabular-nums">{at}</span>
          <span className={cn('size-1.5 shrink-0 rounded-full', kind)} />
          <span className="min-w-0 flex-1 truncate">{type}</span>
          <span className={cn('h-1.5 rounded-full opacity-40 max-sm:hidden', kind, width)} />
        </div>
      ))}
    </div>
  </div>
)

const SmallButton = ({ onClick, children }: { readonly onClick: () => void; readonly children: string }) => (
  <button
    type="button"
    onClick={onClick}
    className="h-7 rounded-md border border-border bg-surface-raised px-2.5 text-xs font-medium text-text shadow-raised hover:bg-surface-hover"
  >
    {children}
  </button>
)

interface WelcomeProps {
  /** Whether this playground comes with the sample workspace. */
  readonly hasSample: boolean
  readonly onTrySample: () => void
  readonly onConnect: () => void
  readonly onAddLocal: () => void
  /** Lets a person choose recordings to open. */
  readonly onImport: () => void
  /** Lets a person paste what was recorded elsewhere. */
  readonly onPaste: () => void
  /** Problems and notices, when there are any. */
  readonly children?: ReactNode
}

/** The first screen: what this is, and three ways in. */
export const Welcome = ({
  hasSample,
  onTrySample,
  onConnect,
  onAddLocal,
  onImport,
  onPaste,
  children,
}: WelcomeProps) => (
  <main className="h-full overflow-y-auto">
    <div className="mx-auto grid max-w-5xl gap-10 px-5 py-10 md:px-10 md:py-16">
      <header className="grid gap-4">
        <div className="flex items-center gap-2.5 text-base font-semibold">
          <Logo size={28} /> Agent Playground
        </div>
        <h1 className="max-w-3xl text-3xl leading-tight font-semibold tracking-tight text-balance md:text-4xl">
          Talk to your agent, and see every byte of its answer.
        </h1>
        <p className="max-w-2xl text-base text-text-subtle">
          For agents on Databricks Apps and Model Serving, and for the one that you are still building. Beside the chat
          stands what came over the wire: each chunk, its moment, its meaning.
        </p>
      </header>
      {children}
      <div className="grid gap-4 md:grid-cols-3">
        <Way
          primary
          disabled={!hasSample}
          icon={<FlaskConical size={18} aria-hidden />}
          title="Try the sample workspace"
          note="No account needed. Runs on this computer."
          onClick={onTrySample}
        >
          Sign in as one of three made-up people and meet agents that think, call tools, cite, stall and break.
        </Way>
        <Way
          icon={<Building2 size={18} aria-hidden />}
          title="Connect your workspace"
          note="OAuth with PKCE. Your token stays in this tab."
          onClick={onConnect}
        >
          Sign in to Databricks and pick from the apps and serving endpoints that you may use.
        </Way>
        <Way
          icon={<Laptop size={18} aria-hidden />}
          title="Talk to an agent on this computer"
          note="For example http://localhost:8000. No sign-in."
          onClick={onAddLocal}
        >
          Point it at the server that you have running, and watch it while you build.
        </Way>
      </div>
      <p className="-mt-5 flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-text-subtle">
        Somebody sent you a recording? Drop it here, no sign-in needed.
        <span className="flex gap-2">
          <SmallButton onClick={onImport}>Import</SmallButton>
          <SmallButton onClick={onPaste}>Paste text</SmallButton>
        </span>
      </p>
      <Picture />
    </div>
  </main>
)
