import { ArrowDown, ArrowUp, Flag, MessageSquareText, X } from 'lucide-react'
import { useMemo } from 'react'
import type { ChunkLog } from '../exchange/chunk-log.ts'
import { lacks, type Recording } from '../exchange/recording.ts'
import type { Finding } from '../protocol/finding.ts'
import type { Reading } from '../protocol/reading.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { byteSize, count as figure } from '../ui/figures.ts'
import { HexView } from '../ui/hex-view.tsx'
import { JsonTree } from '../ui/json-tree.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { WireText } from '../ui/wire-text.tsx'
import { kindOf } from './event-kind.ts'
import { frameTextOf, payloadOf, textOfBytes } from './event-text.ts'
import { FindingCard } from './finding-card.tsx'
import { KindIcon, kindColours } from './kind-icon.tsx'
import { exactMs } from './moment.ts'
import { selectChunk, showDetailAs, useDetailView, type DetailView } from './use-selection.ts'

interface EventDetailProps {
  readonly recording: Recording
  readonly reading: Reading
  readonly index: number
  /** Absent where there is nothing to step through. */
  readonly onStep?: ((direction: 1 | -1) => void) | undefined
  readonly onClose?: (() => void) | undefined
  readonly onShowInChat?: ((event: number) => void) | undefined
}

const findingsAt = (findings: readonly Finding[], event: number) =>
  findings.filter((finding) => finding.events.includes(event))

const notJson: Readonly<Record<Reading['form'], string>> = {
  stream: 'The data of this event are not JSON.',
  whole: 'The answer says it is JSON, but it is not.',
  opaque: 'The answer is neither a stream nor JSON.',
}

const arrivalWords = (index: number, gap: number): string => {
  if (index === 0) return 'the first event'
  return gap > 0 ? `${exactMs(gap)} ms after the event before` : 'in the same read as the event before'
}

/** Which network chunks an event came in, as links to them. */
const ChunkLinks = ({
  recording,
  start,
  end,
}: {
  readonly recording: Recording
  readonly start: number
  readonly end: number
}) => {
  const first = recording.chunks.indexAtByte(start)
  const last = recording.chunks.indexAtByte(end - 1)
  if (first < 0 || last < 0) return null
  const link = (chunk: number) => (
    <button
      type="button"
      onClick={() => selectChunk(recording.id, chunk)}
      className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
    >
      {figure(chunk + 1)}
    </button>
  )
  return (
    <span>
      {first === last ? 'chunk ' : 'chunks '}
      {link(first)}
      {last > first && <>–{link(last)}</>}
    </span>
  )
}

interface EventBodyProps {
  readonly form: Reading['form']
  readonly chunks: ChunkLog
  readonly start: number
  readonly end: number
}

const EventBody = ({ form, chunks, start, end }: EventBodyProps) => {
  const view = useDetailView()
  const frameText = useMemo(() => textOfBytes(chunks.bytes(start, end)), [chunks, start, end])
  const payload = useMemo(() => payloadOf(form, frameText), [form, frameText])
  return (
    <Tabs
      label="The event as"
      selected={form === 'opaque' && view === 'tree' ? 'text' : view}
      onSelect={(id) => showDetailAs(id as DetailView)}
      tabs={[
        {
          id: 'tree',
          label: 'Tree',
          content: <JsonTree label="Event as a tree" text={payload} notJson={notJson[form]} />,
        },
        { id: 'text', label: 'Text', content: <WireText label="Exact text of the event" text={frameText} /> },
        {
          id: 'bytes',
          label: 'Bytes',
          content: <HexView label="Bytes of the event" bytes={chunks.bytes(start, end)} base={start} />,
        },
      ]}
    />
  )
}

/** One event in full: what it says, its exact text, its bytes, and where and when it arrived. */
export const EventDetail = ({ recording, reading, index, onStep, onClose, onShowInChat }: EventDetailProps) => {
  const row = reading.events.row(index)
  const { start, end } = row
  const gap = row.at - (index === 0 ? 0 : reading.events.at(index - 1))
  const kind = kindOf(row.type)
  const findings = findingsAt(reading.snapshot.findings, index)
  return (
    <section
      aria-label={`Event ${index + 1}`}
      className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] bg-surface-raised"
    >
      <header className="border-b border-border ps-3 pe-1.5 pt-1.5 pb-1">
        <div className="flex items-center gap-1">
          <span
            className={`flex min-w-0 flex-1 items-center gap-1.5 font-mono text-xs font-medium ${kindColours[kind]}`}
          >
            <KindIcon kind={kind} size={13} />
            <span className="text-text-subtle">#{figure(index + 1)}</span>
            <span className="truncate" title={row.type}>
              {row.type}
            </span>
          </span>
          {onShowInChat !== undefined && row.touch !== undefined && (
            <Button variant="quiet" size="small" className="h-6" onClick={() => onShowInChat(index)}>
              <MessageSquareText size={13} aria-hidden />
              Show in chat
            </Button>
          )}
          <CopyButton label="Copy the event" text={() => frameTextOf(recording.chunks, row)} />
          {onStep !== undefined && (
            <>
              <IconButton label="Event before" shortcut="K" size="small" onClick={() => onStep(-1)}>
                <ArrowUp size={14} aria-hidden />
              </IconButton>
              <IconButton label="Next event" shortcut="J" size="small" onClick={() => onStep(1)}>
                <ArrowDown size={14} aria-hidden />
              </IconButton>
            </>
          )}
          {onClose !== undefined && (
            <IconButton label="Close the event" size="small" onClick={onClose}>
              <X size={14} aria-hidden />
            </IconButton>
          )}
        </div>
        <p className="flex flex-wrap gap-x-3 text-2xs text-text-subtle tabular-nums">
          {lacks(recording, 'times') ? (
            <span>the source does not say when it came</span>
          ) : (
            <>
              <span>{exactMs(row.at)} ms after sending</span>
              <span>{arrivalWords(index, gap)}</span>
            </>
          )}
          <span>
            bytes {figure(start)}–{figure(end)} ({byteSize(end - start)})
          </span>
          <ChunkLinks recording={recording} start={start} end={end} />
        </p>
        {findings.length > 0 && (
          <ul aria-label="Findings at this event" className="mt-1 mb-0.5 grid max-h-32 gap-1 overflow-y-auto">
            {findings.map((finding) => (
              <li key={`${finding.code} ${finding.detail}`} className="flex items-start gap-1.5 text-2xs">
                <Flag size={11} aria-hidden className="mt-0.5 shrink-0 text-notice" />
                <FindingCard finding={finding} />
              </li>
            ))}
          </ul>
        )}
      </header>
      <EventBody key={index} form={reading.form} chunks={recording.chunks} start={row.start} end={row.end} />
    </section>
  )
}
