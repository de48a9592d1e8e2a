import { ArrowDownToLine, Info } from 'lucide-react'
import { memo, useState } from 'react'
import { readPreference, writePreference } from '../browser/storage.ts'
import { lacks, type Recording } from '../exchange/recording.ts'
import type { Reading } from '../protocol/reading.ts'
import { IconButton } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { byteSize, count as figure } from '../ui/figures.ts'
import { RowList } from '../ui/row-list.tsx'
import { useElementSize } from '../ui/use-element-size.ts'
import { visiblePieces } from '../ui/wire-lines.ts'
import { ChunkDetail } from './chunk-detail.tsx'
import { columnsFor } from './event-row.tsx'
import { textOfBytes } from './event-text.ts'
import { eventsInChunk } from './events-in-chunk.ts'
import { GapCell, numberCell } from './gap-cell.tsx'
import { ListAndDetail } from './list-and-detail.tsx'
import { exactMs } from './moment.ts'
import { NothingYet } from './nothing-yet.tsx'
import { clearSelection, selectChunk, useSelection } from './use-selection.ts'

interface RawViewProps {
  readonly recording: Recording
  readonly reading: Reading
  readonly live: boolean
}

const previewBytes = 240

const columns = (roomy: boolean): string =>
  roomy ? '4.25rem 3.25rem 4.25rem 3.5rem 4.5rem minmax(0,1fr)' : '4rem 3rem 3.25rem minmax(0,1fr)'

const ChunkHeader = ({ roomy }: { readonly roomy: boolean }) => (
  <>
    <span role="columnheader" className="text-end">
      #
    </span>
    <span role="columnheader" className="text-end" title="Milliseconds from sending the request to the read">
      ms
    </span>
    <span role="columnheader" className="text-end" title="Milliseconds since the read before">
      gap
    </span>
    {roomy && (
      <span role="columnheader" className="text-end" title="Offset of its first byte in the body">
        offset
      </span>
    )}
    <span role="columnheader" className="text-end">
      length
    </span>
    {roomy && (
      <span role="columnheader" className="text-end" title="The events that have bytes in it">
        events
      </span>
    )}
    <span role="columnheader">text</span>
  </>
)

const eventsText = (range: ReturnType<typeof eventsInChunk>): string => {
  if (range === undefined) return '–'
  return range.first === range.last ? figure(range.first + 1) : `${figure(range.first + 1)}–${figure(range.last + 1)}`
}

interface ChunkCellsProps {
  readonly recording: Recording
  readonly index: number
  readonly roomy: boolean
  readonly events: string
}

const ChunkCells = memo(({ recording, index, roomy, events }: ChunkCellsProps) => {
  const { chunks } = recording
  const at = chunks.at(index)
  const gap = at - (index === 0 ? 0 : chunks.at(index - 1))
  const offset = chunks.offset(index)
  const text = textOfBytes(chunks.bytes(offset, Math.min(offset + previewBytes, offset + chunks.length(index))))
  const timed = !lacks(recording, 'times')
  return (
    <>
      <span role="gridcell" className={cn(numberCell, 'text-text-subtle')}>
        {index + 1}
      </span>
      <span role="gridcell" className={numberCell}>
        {timed ? exactMs(at) : '–'}
      </span>
      <GapCell gap={timed ? gap : undefined} until="chunk" />
      {roomy && (
        <span role="gridcell" className={cn(numberCell, 'text-text-subtle')}>
          {figure(offset)}
        </span>
      )}
      <span role="gridcell" className={numberCell}>
        {figure(chunks.length(index))}
      </span>
      {roomy && (
        <span role="gridcell" className={cn(numberCell, 'text-text-subtle')}>
          {events}
        </span>
      )}
      <span role="gridcell" className="truncate text-text-subtle">
        {visiblePieces(text).map((piece, at) =>
          piece.control ? (
            // The pieces of a chunk never change.
            // oxlint-disable-next-line react/no-array-index-key
            <span key={at} className="mx-0.5 text-[9px]">
              {piece.text}
            </span>
          ) : (
            piece.text
          ),
        )}
      </span>
    </>
  )
})
ChunkCells.displayName = 'ChunkCells'

/** What the rows are, and what they are not. */
const chunkWords = (recording: Recording): string => {
  const bytes = lacks(recording, 'bytes') ? ' Its bytes were made again from the events.' : ''
  return lacks(recording, 'chunks')
    ? `The source does not say where one read ended and the next began.${bytes}`
    : `A chunk is what one read in the browser returned; relay, TCP and browser may join or split what the agent flushed.${bytes}`
}

/** Every chunk as the browser's reads returned it: when, where in the body, how much, and its bytes. */
export const RawView = ({ recording, reading, live }: RawViewProps) => {
  const { chunks } = recording
  const selection = useSelection(recording.id)
  const [following, setFollowing] = useState(live)
  const [wrapper, { width }] = useElementSize()
  const roomy = width >= 460
  const ofEvent =
    selection?.event === null || selection?.event === undefined || selection.event >= reading.events.count
      ? -1
      : chunks.indexAtByte(reading.events.row(selection.event).start)
  const selected = selection?.chunk ?? ofEvent
  if (chunks.count === 0) return <NothingYet recording={recording} live={live} />
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
      <div className="flex items-center gap-2 border-b border-border py-1 ps-3 pe-2">
        <Info size={13} aria-hidden className="shrink-0 text-text-subtle" />
        <p className="min-w-0 flex-1 text-2xs text-text-subtle">
          <span className="font-medium text-text">
            {figure(chunks.count)} {chunks.count === 1 ? 'chunk' : 'chunks'}, {byteSize(chunks.byteLength)}.
          </span>{' '}
          {chunkWords(recording)}
        </p>
        <IconButton
          label="Follow the end"
          size="small"
          aria-pressed={following && live}
          disabled={!live}
          onClick={() => setFollowing(!following)}
        >
          <ArrowDownToLine size={13} aria-hidden />
        </IconButton>
      </div>
      <ListAndDetail
        name="chunk"
        list={
          <div ref={wrapper} className="h-full min-h-0">
            <RowList
              label="Chunks"
              noun="chunks"
              count={chunks.count}
              columns={columnsFor(columns(roomy), chunks.count)}
              header={<ChunkHeader roomy={roomy} />}
              renderCells={(index) => (
                <ChunkCells
                  recording={recording}
                  index={index}
                  roomy={roomy}
                  events={roomy ? eventsText(eventsInChunk(chunks, reading.events, index)) : ''}
                />
              )}
              selected={selected}
              onSelect={(index) => selectChunk(recording.id, index)}
              following={following && live}
              onFollow={setFollowing}
              growing={live}
            />
          </div>
        }
        detail={
          selected < 0 || selected >= chunks.count ? undefined : (
            <ChunkDetail
              recording={recording}
              reading={reading}
              index={selected}
              onClose={() => clearSelection(recording.id)}
            />
          )
        }
        load={() => readPreference('inspector-detail-height')}
        save={(height) => writePreference('inspector-detail-height', height)}
      />
    </div>
  )
}
