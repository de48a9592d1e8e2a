import { useCallback, useState } from 'react'

interface ElementSize {
  readonly width: number
  readonly height: number
}

/** A ref to give to an element, and the element's inner size in CSS pixels, kept up to date; 0 before it exists. */
export const useElementSize = (): readonly [
  ref: (element: HTMLElement | null) => (() => void) | undefined,
  ElementSize,
] => {
  const [size, setSize] = useState<ElementSize>({ width: 0, height: 0 })
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, size]
}
