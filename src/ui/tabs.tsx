import { Tabs as BaseTabs } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { cn } from './class-names.ts'

export interface Tab {
  readonly id: string
  readonly label: string
  /** A figure behind the label, such as the number of findings. */
  readonly count?: number | undefined
  readonly content: ReactNode
}

interface TabsProps {
  readonly label: string
  readonly tabs: readonly Tab[]
  readonly selected: string
  readonly onSelect: (id: string) => void
  /** Stands at the end of the tab row. */
  readonly aside?: ReactNode
  /** Whether what stands at the end takes the room that the tabs do not need. */
  readonly wideAside?: boolean
}

/** A tab list over panels that fill the rest of the height. Only the selected panel exists. */
export const Tabs = ({ label, tabs, selected, onSelect, aside, wideAside = false }: TabsProps) => (
  <BaseTabs.Root
    value={selected}
    onValueChange={(value) => onSelect(String(value))}
    className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]"
  >
    <div className="@container flex items-center gap-2 border-b border-border px-2">
      <BaseTabs.List
        aria-label={label}
        className={cn('flex overflow-x-auto', wideAside ? 'shrink-0' : 'min-w-0 flex-1')}
      >
        {tabs.map((tab) => (
          <BaseTabs.Tab
            key={tab.id}
            value={tab.id}
            className="relative h-9 shrink-0 px-2.5 text-xs @max-sm:px-1.5 font-medium text-text-subtle outline-offset-[-2px] transition-colors after:absolute after:inset-x-1.5 after:bottom-0 after:h-0.5 after:rounded-full hover:text-text data-active:text-text data-active:after:bg-accent motion-reduce:transition-none"
          >
            {tab.label}{' '}
            {tab.count !== undefined && tab.count > 0 && (
              <span className="ms-1 rounded-full bg-surface-hover px-1.5 py-0.5 text-2xs tabular-nums">
                {tab.count.toLocaleString('en')}
              </span>
            )}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {aside}
    </div>
    {tabs.map((tab) => (
      <BaseTabs.Panel key={tab.id} value={tab.id} tabIndex={-1} className="min-h-0 overflow-hidden outline-none">
        {tab.content}
      </BaseTabs.Panel>
    ))}
  </BaseTabs.Root>
)
