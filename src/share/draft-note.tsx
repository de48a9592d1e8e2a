import { Link } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import type { DraftLink } from './draft-link.ts'

const filled = ({ input, customInputs, mode }: DraftLink): string => {
  const parts = [
    input === undefined ? [] : ['the message'],
    customInputs === undefined ? [] : ['custom_inputs'],
    mode === undefined ? [] : [mode === 'streamed' ? 'streaming' : 'a whole answer'],
  ].flat()
  return parts.length === 0 ? '' : `The link filled in ${parts.join(', ').replace(/, ([^,]*)$/, ' and $1')}. `
}

interface DraftNoteProps {
  readonly link: DraftLink
  /** What was written here before the link came, where that is something else. */
  readonly hidden: string
  readonly onBringBack: () => void
}

/** Says what a link has put into the composer, and what could not be used. */
export const DraftNote = ({ link, hidden, onBringBack }: DraftNoteProps) => (
  <div role="status" className="mx-auto w-full max-w-[48rem] px-3 pb-2 md:px-8">
    <div className="grid gap-1 rounded-lg border border-border bg-surface-raised px-3 py-2 text-xs">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link size={14} aria-hidden className="shrink-0 text-text-subtle" />
        <span className="min-w-0 flex-1">{filled(link)}Nothing has been sent.</span>
        {hidden !== '' && (
          <Button size="small" onClick={onBringBack}>
            Bring back my own text
          </Button>
        )}
      </p>
      {link.notes.map((note) => (
        <p key={note} className="text-notice wrap-anywhere">
          {note}
        </p>
      ))}
    </div>
  </div>
)
