import { useEffect, useRef } from 'react'

/** Where keys are written or mean something else already. */
const written = 'input:not([type=range]), textarea, select, [contenteditable], [role=dialog]'

/** `,` and `.` step, `<` and `>` jump, space plays: anywhere but where one writes. */
export const useStripKeys = (keys: Readonly<Record<string, () => void>>): void => {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  }, [keys])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target instanceof Element ? event.target : document.body
      if (target.closest(written) !== null) return
      // Space presses a button and scrolls a list.
      if (event.key === ' ' && target !== document.body && !target.matches('[type=range]')) return
      const act = latest.current[event.key]
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
