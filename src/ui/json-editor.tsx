import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { parseJson } from '../lib/json.ts'
import { Button } from './button.tsx'
import { cn } from './class-names.ts'
import { count } from './figures.ts'
import type { JsonEditorView } from './json-editor-view.ts'

interface JsonEditorProps {
  /** Accessible name of the text box, also drawn above it. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  /** What is wrong with the value, in words. */
  readonly problem?: string | undefined
}

const formatted = (text: string): string | undefined => {
  const parsed = parseJson(text)
  return parsed.ok ? JSON.stringify(parsed.value, null, 2) : undefined
}

/** From this many characters on an editor that colours and checks every line would stop the page. */
const mostEdited = 200_000
const shownOfLarge = 20_000

/** What is too large to be edited here: its beginning, its size, and the way to something else. */
const LargeJson = ({ label, value, onChange }: Pick<JsonEditorProps, 'label' | 'value' | 'onChange'>) => (
  <div className="grid min-w-0 gap-1">
    <div className="flex h-6 items-center justify-between">
      <span aria-hidden className="font-mono text-xs font-medium">
        {label}
      </span>
      <Button variant="quiet" size="small" onClick={() => onChange('')}>
        Remove
      </Button>
    </div>
    <textarea
      aria-label={label}
      readOnly
      value={value.slice(0, shownOfLarge)}
      className="min-h-24 resize-none rounded-md border border-border bg-surface-sunken px-2.5 py-1.5 font-mono text-xs"
    />
    <p className="text-xs text-text-subtle">
      {count(value.length)} characters are too many to edit here. The first {count(shownOfLarge)} are shown; all of them
      are sent.
    </p>
  </div>
)

/** A JSON text to edit, as long as it is one that can be edited. */
export const JsonEditor = (props: JsonEditorProps) =>
  props.value.length > mostEdited ? (
    <LargeJson label={props.label} value={props.value} onChange={props.onChange} />
  ) : (
    <SmallJsonEditor {...props} />
  )

/**
 * An editor for a small JSON text. It is a plain text area until the real editor has arrived, and stays one where
 * that cannot be loaded; either way the value is the caller's. The real editor lives in an open shadow root.
 */
const SmallJsonEditor = ({ label, value, onChange, placeholder = '', problem }: JsonEditorProps) => {
  const host = useRef<HTMLDivElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const editor = useRef<JsonEditorView>(undefined)
  const latest = useRef({ value, onChange })
  const [loaded, setLoaded] = useState(false)
  useEffect(() => {
    latest.current = { value, onChange }
    editor.current?.setValue(value)
  }, [value, onChange])

  // Joins CodeMirror, which owns what is inside of the host.
  useEffect(() => {
    let gone = false
    const start = async () => {
      const { createJsonEditorView } = await import('./json-editor-view.ts')
      const element = host.current
      if (gone || element === null) return
      const caret = document.activeElement === area.current ? area.current?.selectionStart : undefined
      editor.current = createJsonEditorView({
        parent: element.shadowRoot ?? element.attachShadow({ mode: 'open' }),
        label,
        placeholder,
        value: latest.current.value,
        onChange: (next) => latest.current.onChange(next),
      })
      // An editor that is still hidden takes no focus, and what is typed meanwhile would go nowhere.
      flushSync(() => setLoaded(true))
      if (caret !== undefined) editor.current.focus(caret)
    }
    start().catch(() => setLoaded(false))
    return () => {
      gone = true
      editor.current?.destroy()
      editor.current = undefined
      setLoaded(false)
    }
  }, [label, placeholder])

  const pretty = formatted(value)
  const frame = problem === undefined ? 'border-border' : 'border-danger'
  return (
    <div className="grid min-w-0 gap-1">
      <div className="flex h-6 items-center justify-between">
        <span aria-hidden className="font-mono text-xs font-medium">
          {label}
        </span>
        <Button
          variant="quiet"
          size="small"
          disabled={pretty === undefined || pretty === value}
          onClick={() => pretty !== undefined && onChange(pretty)}
        >
          Format
        </Button>
      </div>
      <div
        ref={host}
        hidden={!loaded}
        className={cn('overflow-hidden rounded-md border focus-within:border-border-strong', frame)}
      />
      {!loaded && (
        <textarea
          ref={area}
          aria-label={label}
          value={value}
          placeholder={placeholder}
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
          className={cn(
            'min-h-24 resize-none rounded-md border bg-surface-raised px-5 py-1.5 font-mono text-xs placeholder:text-text-subtle',
            frame,
          )}
        />
      )}
      {problem !== undefined && (
        <p role="alert" className="text-xs text-danger">
          {problem}
        </p>
      )}
    </div>
  )
}
