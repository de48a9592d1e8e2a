import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Problem } from '../lib/problem.ts'
import { CopyButton } from './copy-button.tsx'

/** A problem where it happened: what, who can fix it, what to do, with the raw particulars folded. */
export const ProblemNotice = ({ problem, children }: { readonly problem: Problem; readonly children?: ReactNode }) => (
  <div role="alert" className="flex gap-3 rounded-lg border border-danger/40 bg-danger-soft px-3 py-2.5 text-sm">
    <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
    <div className="min-w-0 flex-1 space-y-1.5">
      <p className="font-medium wrap-anywhere">{problem.title}</p>
      <p className="text-text-subtle wrap-anywhere whitespace-pre-wrap">{problem.detail}</p>
      <p className="wrap-anywhere">
        <span className="font-medium">What to do:</span> {problem.remedy}{' '}
        <span className="text-text-subtle">(for: {problem.who})</span>
      </p>
      <div className="flex flex-wrap items-center gap-2">
        {children}
        <span className="ms-auto flex items-center gap-1 font-mono text-2xs text-text-subtle">
          {[problem.status, problem.code, problem.requestId].filter((part) => part !== undefined).join(' · ')}
          <CopyButton label="Copy the problem" text={() => JSON.stringify(problem, null, 2)} />
        </span>
      </div>
    </div>
  </div>
)
