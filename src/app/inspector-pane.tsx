import { useEffect } from 'react'
import type { Run } from '../conversation/conversation.ts'
import { useOpenRecording, useRecordingVersion } from '../conversation/use-conversation.ts'
import type { OpenRecording } from '../conversation/open-recordings.ts'
import { utf8 } from '../exchange/utf8.ts'
import { Inspector } from '../inspector/inspector.tsx'
import { selectEvent } from '../inspector/use-selection.ts'
import { createReading } from '../protocol/create-reading.ts'

/** Stands in until the answer's head tells how to read it. */
const nothingRead = createReading({ contentType: undefined, utf8 })

const Hint = ({ title, children }: { readonly title: string; readonly children: string }) => (
  <section
    aria-label="Inspector"
    className="grid h-full content-center justify-items-center gap-2 bg-surface p-8 text-center"
  >
    <p className="font-medium">{title}</p>
    <p className="max-w-72 text-text-subtle">{children}</p>
  </section>
)

interface OpenInspectorProps {
  readonly entry: OpenRecording
  readonly run: Run
  readonly event: number | undefined
  readonly onShowInChat: () => void
}

const OpenInspector = ({ entry, run, event, onShowInChat }: OpenInspectorProps) => {
  useRecordingVersion(entry)
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
      live={run.phase.at !== 'over'}
      onShowInChat={onShowInChat}
    />
  )
}

interface InspectorPaneProps {
  readonly run: Run | undefined
  readonly event: number | undefined
  readonly onShowInChat: () => void
}

/** The inspector of the run that is looked at, or words about why there is none. */
export const InspectorPane = ({ run, event, onShowInChat }: InspectorPaneProps) => {
  const entry = useOpenRecording(run?.exchanges.at(-1), run)
  if (run === undefined) {
    return (
      <Hint title="Every chunk shows up here">
        Send a message: each event, its bytes and its moment appear while the answer comes in.
      </Hint>
    )
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
    return <Hint title="The recording is gone">This browser’s storage was cleared; the answer itself was kept.</Hint>
  }
  return <OpenInspector entry={entry} run={run} event={event} onShowInChat={onShowInChat} />
}
