import { File, FileText, X } from 'lucide-react'
import { IconButton } from '../ui/button.tsx'
import { byteSize } from '../ui/figures.ts'
import type { Attachment } from './conversation.ts'
import { useThumbnail } from './use-attaching.ts'

interface AttachmentChipProps {
  readonly attachment: Attachment
  /** Absent where it was sent. */
  readonly onRemove?: () => void
}

/** A file that goes or went with a message: its picture where it is one, its name, its size. */
export const AttachmentChip = ({ attachment, onRemove }: AttachmentChipProps) => {
  const { name, mediaType, size } = attachment
  const thumbnail = useThumbnail(attachment)
  const Icon = mediaType === 'application/pdf' || mediaType.startsWith('text/') ? FileText : File
  return (
    <span
      title={`${name}, ${mediaType}, ${byteSize(size)}`}
      className="flex h-11 max-w-64 min-w-0 items-center gap-2 rounded-lg border border-border bg-surface-raised ps-1 pe-1"
    >
      {typeof thumbnail === 'string' ? (
        <img src={thumbnail} alt="" className="size-9 shrink-0 rounded-md border border-border object-cover" />
      ) : (
        <span className="flex size-9 shrink-0 items-center justify-center rounded-md bg-surface-sunken text-text-subtle">
          <Icon size={16} aria-hidden />
        </span>
      )}
      <span className="grid min-w-0 pe-1 text-start">
        <bdi className="truncate text-xs font-medium">{name}</bdi>
        <span className="truncate text-2xs text-text-subtle tabular-nums">
          {thumbnail === null
            ? 'not in this browser'
            : `${byteSize(size)} · ${mediaType.split('/').at(-1) ?? mediaType}`}
        </span>
      </span>
      {onRemove !== undefined && (
        <IconButton label={`Remove ${name}`} size="small" onClick={onRemove}>
          <X size={14} aria-hidden />
        </IconButton>
      )}
    </span>
  )
}
