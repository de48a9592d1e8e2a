import type { ReactNode } from 'react'

/** An empty pane that says why it is empty. */
export const EmptyNote = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <div className="grid h-full place-content-center justify-items-center gap-1.5 p-6 text-center">
    <p className="text-sm font-medium text-balance">{title}</p>
    {children !== undefined && <div className="max-w-96 text-xs text-balance text-text-subtle">{children}</div>}
  </div>
)
