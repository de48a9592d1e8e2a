import type { ReactNode } from 'react'
import { focusField } from '../browser/focus.ts'
import type { Recording } from '../exchange/recording.ts'
import type { Reading } from '../protocol/reading.ts'
import { Tabs } from '../ui/tabs.tsx'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import { EventsView } from './events-view.tsx'
import { FindingsView } from './findings-view.tsx'
import { inspectorShortcuts } from './inspector-shortcuts.ts'
import { RawView } from './raw-view.tsx'
import { RequestView } from './request-view.tsx'
import { TimelineView } from './timeline-view.tsx'
import { TraceView } from './trace-view.tsx'
import { useRecordingVersion } from './use-recording.ts'
import { selectTab, useInspectorTab, type InspectorTab } from './use-selection.ts'

export interface InspectorProps {
  readonly recording: Recording
  /**
   * The fold of that recording, neither ahead of its chunks nor behind them when listeners are called: rows decode
   * their bytes from the chunks once, when they are first drawn.
   */
  readonly reading: Reading
  /** Whether more may arrive. */
  readonly live: boolean
  /** Brings the part of the chat that an event made into view. Without it, no such button is shown. */
  readonly onShowInChat?: (event: number) => void
  /** Stands at the end of the tab row: export, close. */
  readonly aside?: ReactNode
}

/** Looks at one exchange from all sides. It knows bytes, events and findings, but no agents and no conversations. */
export const Inspector = ({ recording, reading, live, onShowInChat, aside }: InspectorProps) => {
  useRecordingVersion(recording)
  const tab = useInspectorTab()
  useShortcuts(inspectorShortcuts, {
    search: () => {
      selectTab('events')
      focusField('Search events by regular expression')
    },
  })
  const exchange = { recording, reading, live }
  return (
    <section aria-label="Inspector" className="h-full min-h-0 bg-surface">
      <Tabs
        label="Inspector views"
        selected={tab}
        onSelect={(id) => selectTab(id as InspectorTab)}
        aside={aside}
        tabs={[
          {
            id: 'events',
            label: 'Events',
            content: (
              <EventsView
                key={recording.id}
                recording={recording}
                reading={reading}
                live={live}
                onShowInChat={onShowInChat}
              />
            ),
          },
          { id: 'raw', label: 'Raw', content: <RawView key={recording.id} {...exchange} /> },
          { id: 'timeline', label: 'Timeline', content: <TimelineView key={recording.id} {...exchange} /> },
          {
            id: 'findings',
            label: 'Findings',
            count: reading.snapshot.findings.length,
            content: <FindingsView {...exchange} />,
          },
          { id: 'request', label: 'Request', content: <RequestView key={recording.id} recording={recording} /> },
          {
            id: 'trace',
            label: 'Trace',
            content: <TraceView key={recording.id} reading={reading} head={recording.head} />,
          },
        ]}
      />
    </section>
  )
}
