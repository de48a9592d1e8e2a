import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'

export interface StickToBottom {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly content: RefObject<HTMLDivElement | null>
  /** The reader is somewhere above the end. */
  readonly away: boolean
  /** Goes to the end and follows from there. */
  readonly follow: () => void
  /** Stays where the reader is. */
  readonly release: () => void
}

const near = 4
/** A downward scroll aims at where the end was when it began; meanwhile the content has grown. */
const nearDownward = 96
const upwardKeys = new Set(['ArrowUp', 'PageUp', 'Home'])
const downwardKeys = new Set(['ArrowDown', 'PageDown', 'End', ' '])
const distanceToEnd = (element: HTMLElement) => element.scrollHeight - element.scrollTop - element.clientHeight

/** What the reader last did: `any` while a pointer is held, which may be a scroll bar or a selection. */
type Intent = 'up' | 'down' | 'any' | 'none'

/** Reports every gesture of the reader that can scroll, before the browser has scrolled. */
const watchGestures = (element: HTMLElement, signal: AbortSignal, report: (intent: Intent, event?: Event) => void) => {
  const options = { passive: true, signal }
  let touchY = 0
  element.addEventListener('wheel', (event) => report(event.deltaY < 0 ? 'up' : 'down', event), options)
  element.addEventListener(
    'keydown',
    (event) => {
      if (upwardKeys.has(event.key)) report('up')
      else if (downwardKeys.has(event.key)) report('down')
    },
    options,
  )
  element.addEventListener('touchstart', (event) => (touchY = event.touches[0]?.clientY ?? 0), options)
  element.addEventListener(
    'touchmove',
    (event) => {
      const y = event.touches[0]?.clientY ?? 0
      if (y !== touchY) report(y > touchY ? 'up' : 'down')
      touchY = y
    },
    options,
  )
  element.addEventListener('pointerdown', (event) => event.pointerType === 'mouse' && report('any'), options)
  window.addEventListener('pointerup', (event) => event.pointerType === 'mouse' && report('none'), options)
}

/**
 * Follows growing content only while the reader is at its end. Any upward gesture releases at once, before the
 * browser has scrolled; only a downward one that reaches the end takes hold again. That the place moves says little
 * by itself: content that shrinks, scroll anchoring and an unfinished smooth scroll move it too, so a movement
 * counts only with a gesture, or when it is as far as a search in the page jumps.
 */
export const useStickToBottom = (): StickToBottom => {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const [away, setAway] = useState(false)

  const release = useCallback(() => {
    following.current = false
  }, [])
  const follow = useCallback(() => {
    following.current = true
    setAway(false)
    if (scroller.current !== null) scroller.current.scrollTop = scroller.current.scrollHeight
  }, [])

  useEffect(() => {
    const element = scroller.current
    const inner = content.current
    if (element === null || inner === null) return undefined
    const listening = new AbortController()
    let intent: Intent = 'none'
    let last = element.scrollTop
    const settle = () => {
      if (following.current) element.scrollTop = element.scrollHeight
      last = element.scrollTop
      setAway(!following.current && distanceToEnd(element) > near)
    }
    watchGestures(element, listening.signal, (next, event) => {
      intent = next
      if (intent === 'up' && element.scrollTop > 0) following.current = false
      if (intent === 'down' && event instanceof WheelEvent && event.deltaY >= distanceToEnd(element)) {
        following.current = true
      }
    })
    const onScroll = () => {
      const moved = element.scrollTop - last
      const distance = distanceToEnd(element)
      const byReader = intent === 'any' || -moved > element.clientHeight
      if (following.current && moved < 0 && distance > near && byReader) following.current = false
      else if (moved > 0 && intent === 'down' && distance <= nearDownward) following.current = true
      else if (moved > 0 && intent === 'any' && distance <= near) following.current = true
      settle()
    }
    element.addEventListener('scroll', onScroll, { passive: true, signal: listening.signal })
    const sizes = new ResizeObserver(settle)
    sizes.observe(inner)
    sizes.observe(element)
    return () => {
      listening.abort()
      sizes.disconnect()
    }
  }, [])

  return { scroller, content, away, follow, release }
}
