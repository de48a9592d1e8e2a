import type { ReactNode } from 'react'
import { cn } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { visibleControl } from '../../ui/wire-lines.ts'

interface TextBlockProps {
  readonly label: string
  readonly text: string
  readonly aside?: ReactNode
  readonly tone?: 'danger'
}

// What a terminal prints may hold the codes that colour it, or that would change what is read.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu

/** Text of a tool as it is: no markdown, nothing hidden. */
export const TextBlock = ({ label, text, aside, tone }: TextBlockProps) => (
  <div className="min-w-0">
    <div className="flex h-6 items-center gap-2 text-2xs font-medium text-text-subtle">
      {label}
      {aside}
      <span className="ms-auto" data-chrome>
        <CopyButton label={`Copy ${label}`} text={() => text} />
      </span>
    </div>
    <pre
      // A scroll container has to be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={cn(
        'max-h-80 overflow-auto rounded-md bg-surface-sunken px-2.5 py-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere',
        tone === 'danger' && 'text-danger',
      )}
    >
      {text === '' ? '(empty)' : text.replace(/\r\n/g, '\n').replace(controls, (mark) => `⟨${visibleControl(mark)}⟩`)}
    </pre>
  </div>
)
