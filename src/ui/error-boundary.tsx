import { Component, type ReactNode } from 'react'
import { messageOf } from '../lib/problem.ts'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'

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
          <Button onClick={() => this.setState({ thrown: undefined })}>Draw it again</Button>
          <CopyButton label="Copy the fault" size="medium" text={() => words} />
        </div>
      </div>
    )
  }
}
