import { useEffect, useState } from 'react'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) || target.role === 'grid')

/** Goes through `count` places by the keys n and p, round and round. -1: nowhere yet. `key`: what they are places of. */
export const useJumps = (count: number, key: string, onJump: () => void): readonly [number, (by: 1 | -1) => void] => {
  const [place, setPlace] = useState({ key, at: -1 })
  const at = place.key === key ? place.at : -1
  const jump = (by: 1 | -1) => {
    if (count === 0) return
    setPlace({ key, at: at < 0 ? (by === 1 ? 0 : count - 1) : (at + by + count) % count })
    onJump()
  }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (event.key === 'n') jump(1)
      else if (event.key === 'p') jump(-1)
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  })
  return [at, jump]
}
