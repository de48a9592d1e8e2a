import { Hourglass, Truck, Unplug } from 'lucide-react'
import type { Recording } from '../exchange/recording.ts'
import type { Reading } from '../protocol/reading.ts'
import { deliveryOf, deliverySummary } from './delivery.ts'
import { EventLink } from './event-link.tsx'

interface DeliveryNotesProps {
  readonly recording: Recording
  readonly reading: Reading
}

/** What the times tell about the way that the answer took. These are no findings: the agent may be innocent. */
export const DeliveryNotes = ({ recording, reading }: DeliveryNotesProps) => {
  const notes = deliveryOf(recording, reading)
  return (
    <section aria-label="Delivery" className="rounded-lg border border-border bg-surface-raised">
      <h2 className="flex flex-wrap items-center gap-x-2 px-3 py-2 text-xs">
        <Truck size={14} aria-hidden className="text-text-subtle" />
        <span className="font-medium">Delivery</span>
        <span className="text-2xs text-text-subtle tabular-nums">{deliverySummary(recording, reading)}</span>
      </h2>
      {notes.length > 0 && (
        <ul className="divide-y divide-border border-t border-border">
          {notes.map((note) => (
            <li key={note.code} className="flex items-start gap-2 px-3 py-2">
              {note.severity === 'harmed' ? (
                <Unplug size={14} aria-hidden className="mt-0.5 shrink-0 text-danger" />
              ) : (
                <Hourglass size={14} aria-hidden className="mt-0.5 shrink-0 text-notice" />
              )}
              <div className="grid min-w-0 gap-1 text-xs wrap-anywhere">
                <h3 className="text-sm font-medium">{note.title}</h3>
                <p>
                  {note.detail}{' '}
                  {note.event !== undefined && <EventLink event={note.event} recording={recording} reading={reading} />}
                </p>
                <p className="text-text-subtle">{note.advice}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
