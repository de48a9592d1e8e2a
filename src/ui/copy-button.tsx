import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { copyText } from '../browser/clipboard.ts'
import { IconButton } from './button.tsx'

interface CopyButtonProps {
  readonly label: string
  /** Called when pressed, so that large texts are made only then. */
  readonly text: () => string
  readonly size?: 'small' | 'medium'
}

export const CopyButton = ({ label, text, size = 'small' }: CopyButtonProps) => {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  useEffect(() => {
    if (state === 'idle') return undefined
    const timer = setTimeout(() => setState('idle'), 1500)
    return () => clearTimeout(timer)
  }, [state])
  const labels = { idle: label, copied: 'Copied', refused: 'The browser refused the clipboard' }
  return (
    <IconButton
      label={labels[state]}
      size={size}
      onClick={() => {
        void copyText(text()).then((done) => setState(done ? 'copied' : 'refused'))
      }}
    >
      {state === 'copied' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
    </IconButton>
  )
}
