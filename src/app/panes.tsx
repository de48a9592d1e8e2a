import { MessageSquare, PanelRight, Users } from 'lucide-react'
import { Suspense, type ReactNode } from 'react'
import { cn } from '../ui/class-names.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { Splitter } from '../ui/split-pane.tsx'
import { inspectorWidths, railWidths } from './preferences-store.ts'
import { usePreferences } from './use-app.ts'

export type Pane = 'rail' | 'chat' | 'inspector'

/** One pane at a time on a phone, with a switcher in reach of the thumb. */
const BottomBar = ({ pane, onPane }: { readonly pane: Pane; readonly onPane: (pane: Pane) => void }) => {
  const panes = [
    { id: 'rail', label: 'Agents', icon: <Users size={18} aria-hidden /> },
    { id: 'chat', label: 'Chat', icon: <MessageSquare size={18} aria-hidden /> },
    { id: 'inspector', label: 'Inspector', icon: <PanelRight size={18} aria-hidden /> },
  ] as const
  return (
    <nav aria-label="Panes" className="grid grid-cols-3 border-t border-border bg-surface-raised">
      {panes.map(({ id, label, icon }) => (
        <button
          key={id}
          type="button"
          aria-current={pane === id ? 'page' : undefined}
          onClick={() => onPane(id)}
          className={cn(
            'grid justify-items-center gap-0.5 py-1.5 text-2xs font-medium outline-offset-[-2px]',
            pane === id ? 'text-accent' : 'text-text-subtle',
          )}
        >
          {icon}
          {label}
        </button>
      ))}
    </nav>
  )
}

const Loading = () => (
  <p role="status" className="grid h-full place-content-center text-text-subtle">
    Loading…
  </p>
)

interface PanesProps {
  readonly narrow: boolean
  /** The one that is shown where there is room for one. */
  readonly pane: Pane
  readonly onPane: (pane: Pane) => void
  readonly topBar: ReactNode
  readonly rail: ReactNode
  readonly chat: ReactNode
  /** Null where there is nothing to inspect. */
  readonly inspector: ReactNode
  /** Under all of them: the moments of what they show. */
  readonly strip: ReactNode
}

const NarrowPanes = ({ pane, onPane, topBar, rail, chat, inspector, strip }: PanesProps) => (
  <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto_auto]">
    {topBar}
    <div className="min-h-0">
      <ErrorBoundary pane="this pane">
        <Suspense fallback={<Loading />}>
          <main className="h-full min-h-0">
            {pane !== 'chat' && (
              <h1 className="sr-only">{pane === 'rail' ? 'Agents and conversations' : 'Inspector'}</h1>
            )}
            {{ rail, chat, inspector }[pane]}
          </main>
        </Suspense>
      </ErrorBoundary>
    </div>
    <div>{strip}</div>
    <BottomBar pane={pane} onPane={onPane} />
  </div>
)

const WidePanes = ({ topBar, rail, chat, inspector, strip }: PanesProps) => {
  const [{ showRail, railWidth, showInspector, inspectorWidth }, change] = usePreferences()
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto]">
      {topBar}
      <div className="flex min-h-0">
        {showRail && (
          <aside aria-label="List pane" className="flex min-h-0 shrink-0">
            <div className="min-h-0" style={{ width: railWidth }}>
              <ErrorBoundary pane="the list">{rail}</ErrorBoundary>
            </div>
            <Splitter
              label="Width of the list"
              pane="before"
              value={railWidth}
              min={railWidths.min}
              max={railWidths.max}
              onChange={(width) => change({ railWidth: width })}
              onReset={() => change({ railWidth: railWidths.standard })}
            />
          </aside>
        )}
        <main className="min-h-0 min-w-0 flex-1">
          <ErrorBoundary pane="the chat">
            <Suspense fallback={<Loading />}>{chat}</Suspense>
          </ErrorBoundary>
        </main>
        {showInspector && inspector !== null && (
          <aside aria-label="Inspector pane" className="flex min-h-0 shrink-0">
            <Splitter
              label="Width of the inspector"
              pane="after"
              value={inspectorWidth}
              min={inspectorWidths.min}
              max={inspectorWidths.max}
              onChange={(width) => change({ inspectorWidth: width })}
              onReset={() => change({ inspectorWidth: inspectorWidths.standard })}
            />
            <div
              className="min-h-0"
              // The chat keeps what prose needs, whatever the widths that were chosen on a larger screen.
              style={{
                width: inspectorWidth,
                maxWidth: `max(16rem, calc(100vw - 26rem - ${showRail ? railWidth : 0}px))`,
              }}
            >
              <ErrorBoundary pane="the inspector">
                <Suspense fallback={<Loading />}>{inspector}</Suspense>
              </ErrorBoundary>
            </div>
          </aside>
        )}
      </div>
      {strip}
    </div>
  )
}

/** Puts list, chat and inspector at their places: side by side, or one at a time. */
export const Panes = (props: PanesProps) => (props.narrow ? <NarrowPanes {...props} /> : <WidePanes {...props} />)
