import { FileInput } from 'lucide-react'
import type { Origin } from './conversation.ts'
import { missingPhrase, sourceWords } from './origin-words.ts'

/** Where an imported conversation came from, and what its source did not hold: said once, above everything else. */
export const SourceNote = ({ origin }: { readonly origin: Origin }) => {
  const missing = missingPhrase(origin)
  return (
    <aside
      aria-label="Source"
      className="flex items-start gap-2 border-b border-border bg-surface-sunken px-4 py-1.5 text-2xs text-text-subtle"
    >
      <FileInput size={13} aria-hidden className="mt-px shrink-0" />
      <p className="max-h-20 min-w-0 flex-1 overflow-y-auto wrap-anywhere">
        <span className="font-medium text-text">{sourceWords(origin)}.</span>
        {missing !== '' && ` Not in it: ${missing}.`} {origin.notes?.join(' ')}
      </p>
    </aside>
  )
}
