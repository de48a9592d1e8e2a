import { useEffect, useState } from 'react'
import { copyText } from '../browser/clipboard.ts'

interface Copying {
  /** What the button is called now: it says for a moment what came of it. */
  readonly words: string
  readonly isCopied: boolean
  readonly copy: () => void
}

/** Copies a text. `text` is called when it is copied, so that large texts are made only then. */
export const useCopying = (label: string, text: () => string): Copying => {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  useEffect(() => {
    if (state === 'idle') return undefined
    const timer = setTimeout(() => setState('idle'), 1500)
    return () => clearTimeout(timer)
  }, [state])
  const words = { idle: label, copied: 'Copied', refused: 'The browser refused the clipboard' }
  return {
    words: words[state],
    isCopied: state === 'copied',
    copy: () => {
      void copyText(text()).then((done) => setState(done ? 'copied' : 'refused'))
    },
  }
}
