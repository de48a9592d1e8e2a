import { FolderOpen } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import type { GivenFiles } from '../browser/files.ts'
import { useDrop } from '../conversation/use-drop.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { byteSize, count } from '../ui/figures.ts'
import { mostCharacters, questionForms, tooMuch, type Questions, type ReadingWish } from './questions.ts'

const choiceClass = 'h-7 max-w-48 min-w-0 rounded-md border border-border bg-surface-raised px-1.5 text-xs'

interface ReadAsProps {
  readonly read: Questions
  readonly onWish: (wish: ReadingWish) => void
}

/** How the text is taken apart: found out, and the person's to change. */
const ReadAs = ({ read, onWish }: ReadAsProps) => (
  <>
    <select
      aria-label="Read as"
      value={read.form}
      onChange={(event) => onWish({ form: questionForms.find((form) => form === event.target.value) })}
      className={choiceClass}
    >
      {questionForms.map((form) => (
        <option key={form} value={form}>
          {form === 'lines' ? 'one question a line' : form}
        </option>
      ))}
    </select>
    {read.columns.length > 0 && (
      <select
        aria-label={read.form === 'CSV' ? 'Column' : 'Field'}
        value={read.column}
        onChange={(event) => onWish({ form: read.form, column: event.target.value })}
        className={choiceClass}
      >
        {read.columns.map((column, index) => (
          <option key={index} value={column}>
            {column}
          </option>
        ))}
      </select>
    )}
  </>
)

const problemWords = ([first = '', ...more]: readonly string[]): string =>
  `${first}${more.length === 0 ? ' It is' : ` And ${count(more.length)} more: they are`} left out.`

interface QuestionsFieldProps {
  readonly text: string
  readonly read: Questions
  readonly onText: (text: string) => void
  readonly onWish: (wish: ReadingWish) => void
}

/** Questions to write, paste, drop or open. */
export const QuestionsField = ({ text, read, onText, onWish }: QuestionsFieldProps) => {
  const id = useId()
  const chooser = useRef<HTMLInputElement>(null)
  const [refused, setRefused] = useState<string>()
  const change = (next: string) => {
    setRefused(undefined)
    onText(next)
  }
  const open = (file: File | undefined) => {
    if (file === undefined) return
    if (file.size > mostCharacters * 4) {
      setRefused(`“${file.name}” has ${byteSize(file.size)}: too much for one batch. Divide it.`)
      return
    }
    void file.text().then(
      (content) => change(content),
      () => setRefused(`“${file.name}” cannot be read.`),
    )
  }
  const { over, handlers } = useDrop(({ files }: GivenFiles) => {
    open(files[0])
    return files.length > 0
  })
  const much = tooMuch(read.list)
  return (
    <div className="grid min-w-0 gap-1.5">
      <div className="flex min-h-7 flex-wrap items-center gap-2">
        <label htmlFor={id} className="me-auto text-xs font-medium">
          Questions
        </label>
        {text !== '' && <ReadAs read={read} onWish={onWish} />}
        <Button size="small" variant="quiet" onClick={() => chooser.current?.click()}>
          <FolderOpen size={14} aria-hidden /> Open a file
        </Button>
        <input
          ref={chooser}
          type="file"
          accept=".txt,.csv,.jsonl,.ndjson,text/plain,text/csv"
          hidden
          onChange={(event) => {
            open(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </div>
      <textarea
        id={id}
        value={text}
        rows={10}
        spellCheck={false}
        aria-describedby={`${id}-read`}
        placeholder={'One question a line, or CSV with a column “question”, or JSONL. Drop a file here.'}
        onChange={(event) => change(event.target.value)}
        {...handlers}
        className={cn(
          'resize-y rounded-md border bg-surface-raised px-3 py-2 font-mono text-xs placeholder:font-sans placeholder:text-text-subtle',
          over ? 'border-accent' : 'border-border',
        )}
      />
      <p id={`${id}-read`} role="status" className="min-h-4 text-xs text-text-subtle wrap-anywhere">
        {read.list.length > 0 && `${count(read.list.length)} ${read.list.length === 1 ? 'question' : 'questions'}. `}
        {read.problems.length > 0 && <span className="text-danger">{problemWords(read.problems)} </span>}
        {(refused ?? much) !== undefined && <span className="text-danger">{refused ?? much}</span>}
      </p>
    </div>
  )
}
