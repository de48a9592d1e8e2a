import type { ReactNode } from 'react'
import { parseJson, type Json } from '../../lib/json.ts'
import { CopyButton } from '../../ui/copy-button.tsx'

interface JsonBlockProps {
  readonly label: string
  /** A string is shown as the JSON it holds, or as plain text. */
  readonly value: Json
  readonly aside?: ReactNode
}

const asText = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2))

/** What a string stands for: tools hand JSON over as text. */
const meaningOf = (value: Json): Json => {
  if (typeof value !== 'string') return value
  const parsed = parseJson(value)
  return parsed.ok && typeof parsed.value === 'object' && parsed.value !== null ? parsed.value : value
}

/** A labelled piece of data with its copy button. */
export const JsonBlock = ({ label, value, aside }: JsonBlockProps) => {
  const meaning = meaningOf(value)
  return (
    <div className="min-w-0">
      <div className="flex h-6 items-center gap-2 text-2xs font-medium text-text-subtle">
        {label}
        {aside}
        <span className="ms-auto">
          <CopyButton label={`Copy ${label}`} text={() => asText(value)} />
        </span>
      </div>
      <pre className="max-h-80 overflow-auto rounded-md bg-surface-sunken px-2.5 py-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
        {asText(meaning)}
      </pre>
    </div>
  )
}
