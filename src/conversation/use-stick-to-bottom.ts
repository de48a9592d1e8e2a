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
const distanceToEnd = (element: HTMLElement) => element.scrollHeight - element.scrollTop - element.clientHeight

/**
 * Follows growing content only while the reader is at its end. Any upward gesture releases at once, before the
 * browser has scrolled; only a downward move that reaches the end takes hold again. A smooth scroll starts with
 * steps of a pixel, so nearness to the end alone must not count as wanting to be there.
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
    const gestures = new AbortController()
    const options = { passive: true, signal: gestures.signal }
    const releaseIfScrollable = () => {
      if (element.scrollTop > 0) following.current = false
    }
    let last = element.scrollTop
    let touchY = 0
    const hold = () => {
      following.current = true
    }
    element.addEventListener(
      'wheel',
      (event) => {
        if (event.deltaY < 0) releaseIfScrollable()
        else if (event.deltaY >= distanceToEnd(element)) hold()
      },
      options,
    )
    element.addEventListener('keydown', (event) => upwardKeys.has(event.key) && releaseIfScrollable(), options)
    element.addEventListener('keydown', (event) => event.key === 'End' && hold(), options)
    element.addEventListener('touchstart', (event) => (touchY = event.touches[0]?.clientY ?? 0), options)
    element.addEventListener(
      'touchmove',
      (event) => (event.touches[0]?.clientY ?? 0) > touchY && releaseIfScrollable(),
      options,
    )
    element.addEventListener(
      'scroll',
      () => {
        const atEnd = distanceToEnd(element) <= near
        if (element.scrollTop > last && distanceToEnd(element) <= nearDownward) following.current = true
        else if (element.scrollTop < last && !atEnd) following.current = false
        last = element.scrollTop
        setAway(!following.current && !atEnd)
      },
      options,
    )
    const sizes = new ResizeObserver(() => {
      if (following.current) element.scrollTop = element.scrollHeight
      else setAway(distanceToEnd(element) > near)
      // Content that shrinks moves the place by itself, which must not look like the reader scrolling up.
      last = element.scrollTop
    })
    sizes.observe(inner)
    sizes.observe(element)
    return () => {
      gestures.abort()
      sizes.disconnect()
    }
  }, [])

  return { scroller, content, away, follow, release }
}
