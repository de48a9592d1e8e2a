import { Trash2 } from 'lucide-react'
import type { ConversationId } from '../conversation/conversation.ts'
import type { EpochMs } from '../lib/brand.ts'
import { IconButton } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { count } from '../ui/figures.ts'
import { relativeTime } from '../ui/relative-time.ts'
import { endWords, wayWords } from './batch-words.ts'
import type { Batch } from './batch.ts'

interface BatchHistoryProps {
  readonly batches: readonly Batch[]
  readonly live: ConversationId | null
  readonly now: EpochMs
  readonly onOpen: (id: ConversationId) => void
  readonly onDelete: (id: ConversationId) => void
}

const toneOf = ({ ended, completed, total }: Batch): string => {
  if (ended?.kind === 'done' && completed === total) return 'text-success'
  return ended?.kind === 'stopped' ? 'text-danger' : 'text-notice'
}

/** The batches of this browser, to open again. */
export const BatchHistory = ({ batches, live, now, onOpen, onDelete }: BatchHistoryProps) => (
  <section aria-label="Earlier batches" className="grid min-w-0 gap-1.5">
    <h2 className="text-2xs font-semibold text-text-subtle uppercase">Batches</h2>
    {batches.length === 0 ? (
      <p className="text-xs text-text-subtle">Batches that you start appear here. They stay in this browser.</p>
    ) : (
      <ul aria-label="Batches" className="grid min-w-0 divide-y divide-border border-y border-border">
        {batches.map((batch) => (
          <li key={batch.id} className="flex min-w-0 items-center gap-1">
            <button
              type="button"
              onClick={() => onOpen(batch.id)}
              className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] gap-x-3 rounded-md px-2 py-1.5 text-start outline-offset-[-2px] hover:bg-surface-hover"
            >
              <span className="truncate text-sm font-medium">{batch.agentName}</span>
              <span className={cn('text-xs', batch.id === live ? 'text-accent' : toneOf(batch))}>
                {endWords(batch, batch.id === live)}
              </span>
              <span className="truncate text-2xs text-text-subtle">
                {count(batch.total)} {batch.total === 1 ? 'question' : 'questions'} {wayWords(batch.way)}
              </span>
              <span className="text-end text-2xs text-text-subtle">{relativeTime(batch.createdAt, now)}</span>
            </button>
            <IconButton
              label={`Delete the batch of ${batch.agentName}`}
              size="small"
              disabled={batch.id === live}
              onClick={() => onDelete(batch.id)}
            >
              <Trash2 size={14} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    )}
  </section>
)
