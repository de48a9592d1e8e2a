import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { utf8 } from '../exchange/utf8.ts'
import { lacks, type Recording } from '../exchange/recording.ts'
import type { Reading } from '../protocol/reading.ts'
import { IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { byteSize, count as figure } from '../ui/figures.ts'
import { hexDump } from '../ui/hex-lines.ts'
import { HexView } from '../ui/hex-view.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { WireText } from '../ui/wire-text.tsx'
import { eventsInChunk } from './events-in-chunk.ts'
import { exactMs } from './moment.ts'
import { selectChunk, selectEvent, selectTab, showDetailAs, useDetailView, type DetailView } from './use-selection.ts'

interface ChunkDetailProps {
  readonly recording: Recording
  readonly reading: Reading
  readonly index: number
  readonly onClose: () => void
}

const EventLinks = ({ recording, reading, index }: Omit<ChunkDetailProps, 'onClose'>) => {
  const range = eventsInChunk(recording.chunks, reading.events, index)
  if (range === undefined) return <span>no complete event</span>
  const link = (event: number) => (
    <button
      type="button"
      onClick={() => {
        selectEvent(recording.id, reading.events, event)
        selectTab('events')
      }}
      className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
    >
      {figure(event + 1)}
    </button>
  )
  return (
    <span>
      {range.first === range.last ? 'event ' : 'events '}
      {link(range.first)}
      {range.last > range.first && <>–{link(range.last)}</>}
    </span>
  )
}

/** One chunk in full. */
export const ChunkDetail = ({ recording, reading, index, onClose }: ChunkDetailProps) => {
  const { chunks } = recording
  const view = useDetailView()
  const bytes = chunks.chunk(index)
  const { text, valid } = utf8.decode(bytes)
  const base = chunks.offset(index)
  const gap = chunks.at(index) - (index === 0 ? 0 : chunks.at(index - 1))
  return (
    <section
      aria-label={`Chunk ${index + 1}`}
      className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] bg-surface-raised"
    >
      <header className="border-b border-border ps-3 pe-1.5 pt-1.5 pb-1">
        <div className="flex items-center gap-1">
          <span className="min-w-0 flex-1 truncate font-mono text-xs font-medium">
            <span className="text-text-subtle">#{figure(index + 1)}</span> chunk of {byteSize(bytes.length)}
          </span>
          <span className="text-2xs text-text-subtle">text</span>
          <CopyButton label="Copy the chunk as text" text={() => text} />
          <span className="text-2xs text-text-subtle">hex</span>
          <CopyButton label="Copy the chunk as hex" text={() => hexDump(bytes, base)} />
          <IconButton
            label="Chunk before"
            shortcut="K"
            size="small"
            disabled={index === 0}
            onClick={() => selectChunk(recording.id, index - 1)}
          >
            <ArrowUp size={14} aria-hidden />
          </IconButton>
          <IconButton
            label="Next chunk"
            shortcut="J"
            size="small"
            disabled={index >= chunks.count - 1}
            onClick={() => selectChunk(recording.id, index + 1)}
          >
            <ArrowDown size={14} aria-hidden />
          </IconButton>
          <IconButton label="Close the chunk" size="small" onClick={onClose}>
            <X size={14} aria-hidden />
          </IconButton>
        </div>
        <p className="flex flex-wrap gap-x-3 text-2xs text-text-subtle tabular-nums">
          {lacks(recording, 'times') ? (
            <span>the source does not say when it came</span>
          ) : (
            <>
              <span>{exactMs(chunks.at(index))} ms after sending</span>
              {index > 0 && <span>{exactMs(gap)} ms after the chunk before</span>}
            </>
          )}
          <span>
            bytes {figure(base)}–{figure(base + bytes.length)}
          </span>
          <EventLinks recording={recording} reading={reading} index={index} />
          {!valid && <span className="text-notice">begins or ends inside a character, or is not UTF-8</span>}
        </p>
      </header>
      <Tabs
        label="The chunk as"
        selected={view === 'bytes' ? 'bytes' : 'text'}
        onSelect={(id) => showDetailAs(id as DetailView)}
        tabs={[
          {
            id: 'text',
            label: 'Text',
            content: <WireText key={index} label="Text of the chunk" text={text} />,
          },
          {
            id: 'bytes',
            label: 'Bytes',
            content: <HexView key={index} label="Bytes of the chunk" bytes={bytes} base={base} />,
          },
        ]}
      />
    </section>
  )
}
