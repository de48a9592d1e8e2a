import { Paperclip } from 'lucide-react'
import { useRef } from 'react'
import { IconButton } from '../ui/button.tsx'
import type { Attaching } from './use-attaching.ts'

/** Chooses files. Where the agent takes none, it says so and why. */
export const AttachButton = ({ attaching }: { readonly attaching: Attaching }) => {
  const input = useRef<HTMLInputElement>(null)
  const { taken, onFiles } = attaching
  const label = taken.kinds === 'none' ? `Attach files: ${taken.why}` : 'Attach files'
  return (
    <>
      <IconButton
        label={label}
        size="small"
        disabled={taken.kinds === 'none'}
        focusableWhenDisabled
        onClick={() => input.current?.click()}
      >
        <Paperclip size={14} aria-hidden />
      </IconButton>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        accept={taken.kinds === 'images' ? 'image/png,image/jpeg,image/gif,image/webp' : undefined}
        onChange={({ target }) => {
          onFiles({ files: [...(target.files ?? [])], folders: [] })
          // The same file can be chosen again after it was removed.
          target.value = ''
        }}
      />
    </>
  )
}
