import { Braces, CornerDownLeft } from 'lucide-react'
import type { ReactNode } from 'react'

/** A question worth asking this agent. */
export interface ExamplePrompt {
  /** What trying it shows. */
  readonly title: string
  readonly text: string
  /** The `custom_inputs` that go with it, as JSON text, in place of the agent's own. */
  readonly customInputs?: string
}

interface NewConversationProps {
  readonly agentName: string
  /** `App`, `Serving endpoint`, `Local`: what kind of thing answers. */
  readonly kind: string
  /** What the agent says it is for. */
  readonly description?: string | undefined
  readonly examples: readonly ExamplePrompt[]
  readonly onRun: (example: ExamplePrompt) => void
  /** Further words or controls, such as how to sign in. */
  readonly children?: ReactNode
}

/** A conversation before its first turn: whom one talks to, and what one might ask. */
export const NewConversation = (props: NewConversationProps) => {
  const { agentName, kind, description, examples, onRun, children } = props
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 pt-[8vh] md:pt-[12vh]">
      <header className="grid gap-1.5">
        <p className="text-xs font-medium text-text-subtle">{kind}</p>
        <h2 className="text-2xl leading-8 font-semibold tracking-tight wrap-anywhere">{agentName}</h2>
        {description !== undefined && (
          <p className="max-w-prose text-base text-text-subtle wrap-anywhere">{description}</p>
        )}
      </header>
      {children}
      {examples.length > 0 && (
        <section aria-label="Examples" className="@container grid grid-cols-[minmax(0,1fr)] gap-2">
          <h3 className="text-xs font-medium text-text-subtle">Try one</h3>
          <ul className="grid gap-2 @md:grid-cols-2">
            {examples.map((example) => (
              <li key={example.title} className="min-w-0">
                <button
                  type="button"
                  onClick={() => onRun(example)}
                  className="group/example grid h-full w-full min-w-0 content-start gap-0.5 rounded-xl border border-border bg-surface-raised px-3.5 py-3 text-start shadow-raised transition-colors hover:border-border-strong hover:bg-surface-hover motion-reduce:transition-none"
                >
                  <span className="flex items-center gap-2 text-sm font-medium">
                    <span className="min-w-0 flex-1 truncate">{example.title}</span>
                    <CornerDownLeft
                      size={14}
                      aria-hidden
                      className="shrink-0 text-text-subtle opacity-0 group-hover/example:opacity-100 group-focus-visible/example:opacity-100"
                    />
                  </span>
                  <span className="line-clamp-2 text-xs text-text-subtle wrap-anywhere">{example.text}</span>
                  {example.customInputs !== undefined && (
                    <span className="flex min-w-0 items-center gap-1 text-2xs text-text-subtle">
                      <Braces size={12} aria-hidden className="shrink-0" />
                      <span className="sr-only">custom_inputs:</span>
                      <code className="truncate font-mono">{example.customInputs}</code>
                    </span>
                  )}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
