import { useState } from 'react'
import type { Problem } from '../lib/problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import type { OpenedSources } from './open-sources.ts'

interface PasteDialogProps {
  readonly onOpen: (text: string) => Promise<OpenedSources>
  readonly onClose: () => void
}

const examples: readonly (readonly [what: string, becomes: string])[] = [
  ['a curl command', 'a draft: its agent, message and custom_inputs'],
  ['what “curl -N -i” printed', 'the answer, with its head'],
  ['an event stream, or JSON lines of events', 'the answer'],
  ['what a Python loop printed of a stream', 'the answer'],
  ['a HAR or a recording', 'the conversation'],
]

/** Takes a text that was copied somewhere, and finds out what it is. */
export const PasteDialog = ({ onOpen, onClose }: PasteDialogProps) => {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const [isOpening, setIsOpening] = useState(false)
  const open = async () => {
    setIsOpening(true)
    const { problems } = await onOpen(text)
    setIsOpening(false)
    setProblem(problems[0])
    if (problems.length === 0) onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Paste text"
      description="It is read in this browser. Nothing is sent, and nothing is run."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={text.trim() === '' || isOpening} onClick={() => void open()}>
            Open
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <textarea
          aria-label="Text to open"
          value={text}
          rows={10}
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value)
            setProblem(undefined)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '') void open()
          }}
          className="w-full resize-y rounded-md border border-border-strong bg-surface px-2.5 py-2 font-mono text-xs"
        />
        {problem === undefined ? (
          <dl className="grid gap-x-4 gap-y-1 text-xs sm:grid-cols-[auto_minmax(0,1fr)]">
            {examples.map(([what, becomes]) => (
              <div key={what} className="contents">
                <dt>{what}</dt>
                <dd className="text-text-subtle max-sm:mb-1">becomes {becomes}</dd>
              </div>
            ))}
          </dl>
        ) : (
          <ProblemNotice problem={problem} />
        )}
      </div>
    </Dialog>
  )
}
