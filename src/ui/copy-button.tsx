import { Check, Copy } from 'lucide-react'
import { IconButton } from './button.tsx'
import { useCopying } from './use-copying.ts'

interface CopyButtonProps {
  readonly label: string
  /** Called when pressed, so that large texts are made only then. */
  readonly text: () => string
}

export const CopyButton = ({ label, text }: CopyButtonProps) => {
  const { words, isCopied, copy } = useCopying(label, text)
  return (
    <IconButton label={words} size="small" onClick={copy}>
      {isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
    </IconButton>
  )
}
