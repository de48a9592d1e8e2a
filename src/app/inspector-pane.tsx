import { ArrowUpRight, Binary, ChartNoAxesGantt, Flag, List, type LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Run } from '../conversation/conversation.ts'
import { recordingGoneWords } from '../conversation/recording-gone.ts'
import { useOpenRecording } from '../conversation/use-conversation.ts'
import type { OpenRecording } from '../conversation/open-recordings.ts'
import type { ExchangeId } from '../exchange/recording.ts'
import { Inspector } from '../inspector/inspector.tsx'
import { useRecordingVersion } from '../inspector/use-recording.ts'
import { ExchangeSwitcher } from '../inspector/exchange-switcher.tsx'
import { leaveReplay, useReplayed } from '../replay/use-replay.ts'
import { selectEvent, useAnySelection } from '../inspector/use-selection.ts'
import { nothingRead } from './nothing-read.ts'

const Hint = ({ title, children }: { readonly title: string; readonly children: string }) => (
  <section
    aria-label="Inspector"
    className="grid h-full content-center justify-items-center gap-2 bg-surface p-8 text-center"
  >
    <p className="font-medium">{title}</p>
    <p className="max-w-72 text-text-subtle">{children}</p>
  </section>
)

const views: readonly { readonly icon: LucideIcon; readonly name: string; readonly about: string }[] = [
  { icon: List, name: 'Events', about: 'each event with its milliseconds, gap, bytes and type; filter and search' },
  { icon: Binary, name: 'Raw', about: 'the network chunks as they arrived, as text and as bytes' },
  { icon: ChartNoAxesGantt, name: 'Timeline', about: 'first byte, first text, tool calls and silences on one axis' },
  { icon: Flag, name: 'Findings', about: 'where the answer deviates from the protocol' },
  { icon: ArrowUpRight, name: 'Request', about: 'what was sent and the head of what came back, credentials masked' },
]

/** What the inspector will show, for somebody who has not sent anything yet. */
const Preview = () => (
  <section aria-label="Inspector" className="grid h-full content-center-safe justify-items-center overflow-y-auto p-8">
    <div className="grid max-w-88 gap-5">
      <div className="grid gap-1">
        <p className="text-base font-medium">Every chunk shows up here</p>
        <p className="text-text-subtle">Send a message, and watch its answer arrive from five sides.</p>
      </div>
      <dl className="grid gap-3.5">
        {views.map(({ icon: Icon, name, about }) => (
          <div key={name}>
            <dt className="flex items-center gap-3 text-sm font-medium">
              <Icon size={16} aria-hidden className="text-text-subtle" />
              {name}
            </dt>
            <dd className="ps-7 text-xs text-text-subtle">{about}</dd>
          </div>
        ))}
      </dl>
      <p className="border-t border-border pt-4 text-xs text-text-subtle">
        Select an event, and the text that it brought is marked in the chat. Click into the answer, and its events are
        found.
      </p>
    </div>
  </section>
)

interface OpenInspectorProps {
  readonly entry: OpenRecording
  readonly live: boolean
  readonly event: number | undefined
  readonly onShowInChat: () => void
}

const OpenInspector = ({ entry, live, event, onShowInChat }: OpenInspectorProps) => {
  useRecordingVersion(entry.recording)
  const { recording, reading } = entry
  // The address names an event: select it once its recording is there. Selecting is the inspector's own state.
  useEffect(() => {
    if (event !== undefined && reading !== undefined) selectEvent(recording.id, reading.events, event)
  }, [event, reading, recording])
  return (
    <Inspector
      key={recording.id}
      recording={recording}
      reading={reading ?? nothingRead}
      live={live}
      onShowInChat={onShowInChat}
    />
  )
}

/** The exchange that is looked at: the newest, until another one is chosen or something of another one is selected. */
const useShownExchange = (run: Run | undefined) => {
  const selection = useAnySelection()
  const [seen, setSeen] = useState(selection)
  const [chosen, setChosen] = useState<ExchangeId>()
  if (selection !== seen) {
    setSeen(selection)
    if (selection !== null) setChosen(selection.exchange)
  }
  const isOfRun = chosen !== undefined && run?.exchanges.includes(chosen) === true
  return [isOfRun ? chosen : run?.exchanges.at(-1), setChosen] as const
}

interface InspectorPaneProps {
  readonly run: Run | undefined
  readonly event: number | undefined
  readonly onShowInChat: () => void
}

/** The inspector of the run that is looked at, or words about why there is none. */
export const InspectorPane = ({ run, event, onShowInChat }: InspectorPaneProps) => {
  const [chosen, show] = useShownExchange(run)
  const replayed = useReplayed(run?.id)
  const shown = replayed?.recording.id ?? chosen
  const opened = useOpenRecording(shown, run)
  const entry = replayed ?? opened
  if (run === undefined) {
    return <Preview />
  }
  if (run.origin?.kind === 'warehouse') {
    return (
      <Hint title="No wire recording">
        {`A SQL warehouse, ${run.origin.name}, asked for this answer: only its text came here. “Run again” asks the agent itself, and records everything.`}
      </Hint>
    )
  }
  if (run.exchanges.length === 0 && run.origin !== undefined) {
    return <Hint title="There is no recording">What was imported tells the answer, and not how it came.</Hint>
  }
  if (run.exchanges.length === 0) {
    return run.phase.at === 'over' ? (
      <Hint title="Nothing was sent">The run ended before a request left this page; the chat says why.</Hint>
    ) : (
      <Hint title="Preparing the request">The credentials are being fetched.</Hint>
    )
  }
  if (entry === undefined) return <Hint title="Opening the recording">Reading what was stored.</Hint>
  if (entry === null) {
    return <Hint title="The recording is gone">{recordingGoneWords(run)}</Hint>
  }
  const inspector = (
    <OpenInspector
      entry={entry}
      live={replayed === null ? run.phase.at !== 'over' && shown === run.exchanges.at(-1) : !replayed.moment.ended}
      event={replayed === null ? event : undefined}
      onShowInChat={onShowInChat}
    />
  )
  if (run.exchanges.length === 1) return inspector
  return (
    <div className="grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)]">
      <ExchangeSwitcher
        exchanges={run.exchanges}
        recording={entry.recording}
        onShow={(exchange) => {
          leaveReplay()
          show(exchange)
        }}
      />
      {inspector}
    </div>
  )
}
