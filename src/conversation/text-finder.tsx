import { Activity } from 'lucide-react'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { Button } from '../ui/button.tsx'
import { placeAt, type TextPlace } from './text-place.ts'
import type { ThreadActions, ThreadTurn } from './thread-model.ts'

interface Selected {
  readonly from: TextPlace
  readonly to: number
  readonly left: number
  readonly top: number
}

const controls = 'a, button, input, textarea, select, summary, [role="tree"], [role="menu"]'

const caretAt = (event: MouseEvent): { readonly node: Node; readonly offset: number } | undefined => {
  if ('caretPositionFromPoint' in document) {
    const caret = document.caretPositionFromPoint(event.clientX, event.clientY)
    return caret === null ? undefined : { node: caret.offsetNode, offset: caret.offset }
  }
  return undefined
}

const selectionIn = (content: Element, turns: readonly ThreadTurn[]): Selected | undefined => {
  const selection = document.getSelection()
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return undefined
  const range = selection.getRangeAt(0)
  const from = placeAt(turns, range.startContainer, range.startOffset)
  const to = placeAt(turns, range.endContainer, range.endOffset)
  if (from === undefined || !content.contains(range.startContainer)) return undefined
  // A selection that goes on past its part, as that of a triple click does, means the rest of the part.
  const within = to !== undefined && to.run === from.run && to.item === from.item && to.part === from.part
  const end = within ? to.offset : from.text.length
  if (end <= from.offset) return undefined
  const box = [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect()
  const frame = content.getBoundingClientRect()
  const left = Math.max(8, Math.min(box.right - frame.left - 64, frame.width - 140))
  return { from, to: end, left, top: box.bottom - frame.top + 6 }
}

interface TextFinderProps {
  /** Holds the turns, is positioned, and grows with them. */
  readonly content: RefObject<HTMLElement | null>
  readonly turns: readonly ThreadTurn[]
  readonly onSelectText: ThreadActions['onSelectText']
}

/** From text to the events that brought it: a click finds those of a character, a selection those of a range. */
export const TextFinder = ({ content, turns, onSelectText }: TextFinderProps) => {
  const [selected, setSelected] = useState<Selected>()
  const latest = useRef({ turns, onSelectText })
  useEffect(() => {
    latest.current = { turns, onSelectText }
  }, [turns, onSelectText])

  // The selection belongs to the document; pointer and keyboard say when it has settled.
  useEffect(() => {
    const element = content.current
    if (element === null) return undefined
    const listening = new AbortController()
    const { signal } = listening
    const settle = () => setSelected(selectionIn(element, latest.current.turns))
    const hideWhenEmpty = () => {
      if (document.getSelection()?.isCollapsed !== false) setSelected(undefined)
    }
    const find = (event: MouseEvent) => {
      const target = event.target instanceof Element ? event.target : undefined
      const selecting = document.getSelection()?.isCollapsed === false
      if (event.defaultPrevented || event.button !== 0 || selecting || target?.closest(controls) !== null) return
      const caret = caretAt(event)
      const place = caret === undefined ? undefined : placeAt(latest.current.turns, caret.node, caret.offset)
      if (place === undefined || place.text === '') return
      const from = Math.min(place.offset, place.text.length - 1)
      latest.current.onSelectText(place.run, place.item, place.part, from, from + 1)
    }
    element.addEventListener('click', find, { signal })
    document.addEventListener('pointerup', settle, { signal })
    document.addEventListener('keyup', (event) => event.shiftKey && settle(), { signal })
    document.addEventListener('selectionchange', hideWhenEmpty, { signal })
    return () => listening.abort()
  }, [content])

  if (selected === undefined) return undefined
  const { run, item, part, offset } = selected.from
  return (
    <Button
      size="small"
      onClick={() => {
        onSelectText(run, item, part, offset, selected.to)
        setSelected(undefined)
      }}
      className="absolute z-10 shadow-floating"
      style={{ left: selected.left, top: selected.top }}
    >
      <Activity size={14} aria-hidden /> Find its events
    </Button>
  )
}
