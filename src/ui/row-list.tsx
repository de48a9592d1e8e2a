import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { ArrowDown } from 'lucide-react'
import { Virtualizer } from 'virtua'
import { cn } from './class-names.ts'
import { count as figure } from './figures.ts'
import { useElementSize } from './use-element-size.ts'

const rowHeight = 24
const headerHeight = 24

interface RowListProps {
  readonly label: string
  readonly count: number
  /** The column headers: elements with role `columnheader`. */
  readonly header: ReactNode
  /** The renderCells of a row: elements with role `gridcell`. Called for the rows on screen only. */
  readonly renderCells: (position: number) => ReactNode
  /** Grid template shared by the header and the rows. */
  readonly columns: string
  /** -1 when no row of the list is selected. */
  readonly selected: number
  readonly onSelect: (position: number) => void
  /** Enter, or a double click. */
  readonly onOpen?: () => void
  readonly isMarked?: (position: number) => boolean
  readonly following: boolean
  readonly onFollow: (following: boolean) => void
  /** Whether more rows may come; only then is there something to follow. */
  readonly growing: boolean
  /** What a row is, for the pill: `events`. */
  readonly noun: string
}

const pageOf = (scroller: HTMLElement): number =>
  Math.max(1, Math.floor((scroller.clientHeight - headerHeight) / rowHeight) - 1)

const isAtEnd = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean =>
  scrollHeight - scrollTop - clientHeight < 8

const isInView = ({ scrollTop, clientHeight }: HTMLElement, position: number): boolean =>
  position * rowHeight >= scrollTop && (position + 1) * rowHeight <= scrollTop + clientHeight - headerHeight

/** Scrolls as little as needed to show a row in full. Returns where that led: it is no movement of the reader. */
const reveal = (scroller: HTMLElement, position: number): number => {
  const top = position * rowHeight
  const room = scroller.clientHeight - headerHeight
  if (top < scroller.scrollTop) scroller.scrollTop = Math.max(0, top - (room > 200 ? rowHeight * 2 : 0))
  else if (top + rowHeight > scroller.scrollTop + room)
    scroller.scrollTop = top + rowHeight * (room > 200 ? 3 : 1) - room
  return scroller.scrollTop
}

/** Where a key leads from a row; undefined when it is not a key of the list. */
const stepOf = (key: string, from: number, last: number, page: number): number | undefined => {
  if (key === 'ArrowDown' || key === 'j') return Math.min(last, from + 1)
  if (key === 'ArrowUp' || key === 'k') return Math.max(0, from - 1)
  if (key === 'PageDown') return Math.min(last, from + page)
  if (key === 'PageUp') return Math.max(0, from - page)
  if (key === 'Home') return 0
  if (key === 'End') return last
  return undefined
}

/**
 * A virtual grid of rows of equal height that may grow at its end while one reads it. It follows the end only while
 * the reader is there: scrolling up, by whatever means, lets go at once, and selecting a row stays at it.
 */
export const RowList = (props: RowListProps) => {
  const {
    label,
    count,
    header,
    renderCells,
    columns,
    selected,
    onSelect,
    onOpen,
    isMarked,
    following,
    onFollow,
    growing,
    noun,
  } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const lastTop = useRef(0)
  const touchedAt = useRef(0)
  const selectedShows = useRef(true)
  const [frame, { height }] = useElementSize()
  const [seen, setSeen] = useState(count)
  const unseen = Math.max(0, count - seen)

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || !following || count === 0) return
    element.scrollTop = element.scrollHeight
    lastTop.current = element.scrollTop
  }, [count, following])

  useLayoutEffect(() => {
    selectedShows.current = true
    if (scroller.current !== null && selected >= 0) lastTop.current = reveal(scroller.current, selected)
  }, [selected])

  // A detail that opens takes height from the list; what was in view stays in view.
  useLayoutEffect(() => {
    if (scroller.current === null || height === 0 || !selectedShows.current || selected < 0) return
    lastTop.current = reveal(scroller.current, selected)
  }, [height, selected])

  const release = () => {
    if (!following) return
    setSeen(count)
    onFollow(false)
  }
  const onScroll = () => {
    const element = scroller.current
    if (element === null) return
    const movedUp = element.scrollTop < lastTop.current - 1
    const movedDown = element.scrollTop > lastTop.current
    lastTop.current = element.scrollTop
    selectedShows.current = isInView(element, selected)
    if (movedUp) release()
    else if (movedDown && growing && !following && isAtEnd(element)) onFollow(true)
  }
  const select = (position: number) => {
    release()
    onSelect(position)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || scroller.current === null || count === 0) return
    if (event.key === 'Enter') {
      if (selected >= 0) onOpen?.()
      return
    }
    const first = following ? count - 1 : Math.floor(scroller.current.scrollTop / rowHeight)
    const next =
      selected < 0 && !['Home', 'End'].includes(event.key)
        ? stepOf(event.key, first, count - 1, 0) === undefined
          ? undefined
          : first
        : stepOf(event.key, selected, count - 1, pageOf(scroller.current))
    if (next === undefined) return
    event.preventDefault()
    select(next)
  }
  return (
    <div ref={frame} className="relative h-full min-h-0">
      {/* A grid is a widget, so it takes the focus; the row that keys move is named by aria-activedescendant. */}
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-activedescendant={selected >= 0 && selected < count ? `${id}-${selected}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={onScroll}
        onWheel={(event) => {
          if (event.deltaY < 0) release()
        }}
        onTouchStart={(event) => {
          touchedAt.current = event.touches[0]?.clientY ?? 0
        }}
        onTouchMove={(event) => {
          if ((event.touches[0]?.clientY ?? 0) > touchedAt.current + 4) release()
        }}
        onPointerDown={(event) => {
          // Taking hold of the scrollbar is a wish to look elsewhere.
          if (event.target === scroller.current && event.nativeEvent.offsetX > scroller.current.clientWidth) release()
        }}
        className="h-full overflow-x-hidden overflow-y-auto [overflow-anchor:none] -outline-offset-2"
      >
        <div
          role="row"
          aria-rowindex={1}
          style={{ gridTemplateColumns: columns }}
          className="sticky top-0 z-10 grid h-6 items-center gap-x-2 border-b border-border bg-surface px-2 text-2xs font-medium text-text-subtle"
        >
          {header}
        </div>
        <Virtualizer
          data={{ length: count }}
          itemSize={rowHeight}
          startMargin={headerHeight}
          scrollRef={scroller}
          keepMounted={selected >= 0 && selected < count ? [selected] : []}
        >
          {(_, position) => (
            // Keys are handled by the grid, which has the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={position}
              id={`${id}-${position}`}
              role="row"
              aria-rowindex={position + 2}
              aria-selected={position === selected}
              onClick={() => select(position)}
              onDoubleClick={onOpen}
              style={{ gridTemplateColumns: columns }}
              className={cn(
                'grid h-6 cursor-default items-center gap-x-2 border-s-2 ps-1.5 pe-2 font-mono text-2xs',
                position === selected
                  ? 'border-s-accent bg-accent-soft'
                  : isMarked?.(position) === true
                    ? 'border-s-mark bg-mark/20 hover:bg-mark/30'
                    : 'border-s-transparent hover:bg-surface-hover',
              )}
            >
              {renderCells(position)}
            </div>
          )}
        </Virtualizer>
      </div>
      {!following && growing && unseen > 0 && (
        <button
          type="button"
          onClick={() => onFollow(true)}
          className="absolute inset-x-0 bottom-2 mx-auto flex h-7 w-fit items-center gap-1.5 rounded-full border border-border bg-surface-raised px-3 text-xs font-medium shadow-floating hover:bg-surface-hover"
        >
          <ArrowDown size={13} aria-hidden className="text-accent" />
          {figure(unseen)} new {unseen === 1 ? noun.replace(/s$/, '') : noun}
        </button>
      )}
    </div>
  )
}
