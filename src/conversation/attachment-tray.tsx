import { CircleAlert, X } from 'lucide-react'
import { IconButton } from '../ui/button.tsx'
import { AttachmentChip } from './attachment-chip.tsx'
import type { Attaching } from './use-attaching.ts'

interface AttachmentTrayProps {
  readonly attaching: Attaching
  /** Why the message cannot go with these files. */
  readonly problem: string | undefined
}

/** The files of the message that is being written, and what was wrong with some. */
export const AttachmentTray = ({ attaching, problem }: AttachmentTrayProps) => {
  const { files, refused, onRemove, onRefusedSeen } = attaching
  if (files.length === 0 && refused.length === 0) return undefined
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2 px-3 pt-3">
      {files.length > 0 && (
        <ul aria-label="Attached files" className="flex max-h-40 flex-wrap gap-1.5 overflow-y-auto">
          {files.map((file) => (
            <li key={file.id} className="min-w-0">
              <AttachmentChip attachment={file} onRemove={() => onRemove(file.id)} />
            </li>
          ))}
        </ul>
      )}
      {problem !== undefined && (
        <p role="alert" className="flex gap-2 rounded-md bg-danger-soft px-2.5 py-2 text-xs text-danger">
          <CircleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
          <span className="min-w-0 wrap-anywhere">{problem}</span>
        </p>
      )}
      {refused.length > 0 && (
        <div
          role="alert"
          className="flex items-start gap-2 rounded-md bg-notice-soft px-2.5 py-1.5 text-xs text-notice"
        >
          <CircleAlert size={14} aria-hidden className="mt-1 shrink-0" />
          <ul className="min-w-0 flex-1 py-0.5 wrap-anywhere">
            {refused.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          <IconButton label="Dismiss" size="small" onClick={onRefusedSeen}>
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      )}
    </div>
  )
}
