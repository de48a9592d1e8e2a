import { Component, type ReactNode } from 'react'
import { messageOf } from '../lib/problem.ts'
import { buttonLook } from './button-look.ts'
import { useCopying } from './use-copying.ts'

const look = buttonLook('outline', 'medium')

// Plain buttons: this stands around the whole page, and is loaded before anything is shown.
const CopyFault = ({ words }: { readonly words: string }) => {
  const { words: name, copy } = useCopying('Copy the fault', () => words)
  return (
    <button type="button" className={look} onClick={copy}>
      {name}
    </button>
  )
}

interface ErrorBoundaryProps {
  /** The pane, as the person knows it: "the inspector". */
  readonly pane: string
  readonly children: ReactNode
}

/** Our mistake in one pane leaves the others standing. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly thrown: unknown }> {
  override state: { readonly thrown: unknown } = { thrown: undefined }

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown }
  }

  override render(): ReactNode {
    const { thrown } = this.state
    if (thrown === undefined) return this.props.children
    const words = thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown)
    return (
      <div role="alert" className="m-4 grid gap-3 rounded-lg border border-danger/40 bg-danger-soft p-4 text-sm">
        <p className="font-medium">A fault of ours stopped {this.props.pane}. What was recorded is safe.</p>
        <pre className="max-h-48 overflow-auto font-mono text-xs whitespace-pre-wrap">{words}</pre>
        <div className="flex gap-2">
          <button type="button" className={look} onClick={() => this.setState({ thrown: undefined })}>
            Draw it again
          </button>
          <CopyFault words={words} />
        </div>
      </div>
    )
  }
}
