import type { Recording } from '../exchange/recording.ts'
import type { Reading } from '../protocol/reading.ts'
import { count as figure } from '../ui/figures.ts'
import { selectEvent, selectTab } from './use-selection.ts'

interface EventLinkProps {
  readonly event: number
  readonly recording: Recording
  readonly reading: Reading
}

/** Leads to one event in the list of all. */
export const EventLink = ({ event, recording, reading }: EventLinkProps) => {
  if (event < 0 || event >= reading.events.count) return null
  return (
    <button
      type="button"
      onClick={() => {
        selectEvent(recording.id, reading.events, event)
        selectTab('events')
      }}
      className="shrink-0 py-0.5 text-2xs text-accent tabular-nums underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
    >
      event {figure(event + 1)}
    </button>
  )
}
