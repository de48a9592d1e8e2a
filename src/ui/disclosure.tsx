import { Collapsible } from '@base-ui/react/collapsible'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

interface DisclosureProps {
  readonly summary: ReactNode
  readonly children: ReactNode
  readonly open: boolean
  readonly onToggle: (open: boolean) => void
}

/** A row that unfolds what is under it. */
export const Disclosure = ({ summary, children, open, onToggle }: DisclosureProps) => (
  <Collapsible.Root open={open} onOpenChange={onToggle}>
    <Collapsible.Trigger className="group flex w-full min-w-0 items-center gap-1.5 rounded-md px-1.5 py-1 text-start text-sm hover:bg-surface-hover">
      <ChevronRight
        size={14}
        aria-hidden
        className="shrink-0 text-text-subtle transition-transform group-data-panel-open:rotate-90 motion-reduce:transition-none"
      />
      {summary}
    </Collapsible.Trigger>
    <Collapsible.Panel>{children}</Collapsible.Panel>
  </Collapsible.Root>
)
