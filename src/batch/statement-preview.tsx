import { useMemo, useState } from 'react'
import { CopyButton } from '../ui/copy-button.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { count } from '../ui/figures.ts'
import { divideQuestions } from './statement.ts'
import { sqlWords, type SqlWord } from './sql-words.ts'

const tones: Readonly<Record<SqlWord['kind'], string>> = {
  keyword: 'text-accent font-medium',
  name: 'text-text',
  text: 'text-success',
  parameter: 'text-notice font-medium',
  other: 'text-text-subtle',
}

interface StatementPreviewProps {
  readonly statement: string
  readonly questions: readonly string[]
  /** In one statement. */
  readonly atMost: number
}

const shownQuestions = 3
const shownCharacters = 60

const shortened = (question: string): string =>
  question.length > shownCharacters ? `${question.slice(0, shownCharacters)}…` : question

const asItems = (questions: readonly string[]) => questions.map((text) => ({ text }))

/** What will be sent to the warehouse, before it is. */
export const StatementPreview = ({ statement, questions, atMost }: StatementPreviewProps) => {
  const [open, setOpen] = useState(true)
  const words = useMemo(() => sqlWords(statement), [statement])
  const parts = useMemo(() => divideQuestions(asItems(questions), atMost), [questions, atMost])
  const [first = []] = parts
  const more = first.length - shownQuestions
  const list = first.slice(0, shownQuestions).map(({ text }) => JSON.stringify(shortened(text)))
  return (
    <Disclosure
      open={open}
      onToggle={setOpen}
      summary={
        <span className="text-xs font-medium">
          Statement{parts.length > 1 ? `, sent ${count(parts.length)} times with other questions` : ''}
        </span>
      }
    >
      <div className="relative mt-1 overflow-hidden rounded-md border border-border bg-surface-raised">
        <pre aria-label="Statement" className="overflow-x-auto px-3 py-2 font-mono text-2xs leading-relaxed">
          {words.map(({ kind, text }, index) => (
            <span key={index} className={tones[kind]}>
              {text}
            </span>
          ))}
        </pre>
        <span className="absolute end-1 top-1">
          <CopyButton label="Copy the statement" text={() => statement} />
        </span>
        <p className="border-t border-border px-3 py-1.5 font-mono text-2xs text-text-subtle wrap-anywhere">
          <span className="font-medium text-notice">:questions</span> = [{list.join(', ')}
          {more > 0 ? `, … ${count(more)} more` : ''}]
        </p>
      </div>
    </Disclosure>
  )
}
