import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxTree,
  syntaxHighlighting,
} from '@codemirror/language'
import { linter, lintKeymap, type Diagnostic } from '@codemirror/lint'
import { Annotation, EditorState } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { parseJson } from '../lib/json.ts'

/** The heavy half of the JSON editor: CodeMirror, loaded when an editor is first shown. */
export interface JsonEditorView {
  /** Replaces the text, unless it is the same already. */
  setValue(value: string): void
  /** Takes the focus, with the caret before the character `at`. */
  focus(at: number): void
  destroy(): void
}

interface JsonEditorOptions {
  /** A shadow root: there CodeMirror keeps its styles in `adoptedStyleSheets`, which a strict CSP allows. */
  readonly parent: ShadowRoot
  readonly label: string
  readonly value: string
  readonly placeholder: string
  readonly onChange: (value: string) => void
}

const theme = EditorView.theme({
  '&': {
    fontSize: '0.75rem',
    color: 'var(--color-text)',
    backgroundColor: 'var(--color-surface-raised)',
    maxHeight: '14rem',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.25rem', overflow: 'auto' },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--color-text)', minHeight: '5rem' },
  '.cm-line': { padding: '0 10px 0 2px' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--color-text-subtle)' },
  '.cm-foldGutter .cm-gutterElement': { padding: '0 3px', cursor: 'pointer' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--color-surface-hover)',
    border: 'none',
    color: 'var(--color-text-subtle)',
    padding: '0 4px',
  },
  '.cm-cursor': { borderLeftColor: 'var(--color-text)' },
  '.cm-placeholder': { color: 'var(--color-text-subtle)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--color-accent-soft)', outline: 'none' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--color-danger-soft)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--color-surface-raised)',
    color: 'var(--color-text)',
    border: '1px solid var(--color-border)',
    borderRadius: '6px',
    fontFamily: 'var(--font-sans)',
  },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--color-danger)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--color-danger)' },
})

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--color-kind-text)' },
  { tag: tags.string, color: 'var(--color-kind-tool)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--color-kind-reasoning)' },
  { tag: tags.punctuation, color: 'var(--color-text-subtle)' },
])

const fromOutside = Annotation.define<boolean>()

/**
 * Where the text stops being JSON, by the editor's own grammar: not every browser's `JSON.parse` tells a position.
 * Empty text means "none", which is no mistake.
 */
const mistakesOf = (state: EditorState): Diagnostic[] => {
  const text = state.doc.toString()
  const parsed = text.trim() === '' ? undefined : parseJson(text)
  if (parsed === undefined || parsed.ok) return []
  let at = text.trimEnd().length
  syntaxTree(state).iterate({
    enter: (node) => {
      if (node.type.isError) at = Math.min(at, node.from)
    },
  })
  const line = state.doc.lineAt(at)
  const from = at === line.to && at > line.from ? at - 1 : at
  const to = Math.min(state.doc.length, from + 1)
  return [{ from, to, severity: 'error', message: `Line ${line.number}: ${parsed.detail}` }]
}

/**
 * What is selected in the shadow tree now: the editor may not have heard yet of a selection made a moment ago, and
 * `getTargetRanges` of an event there is empty.
 */
const replacedRange = (view: EditorView): StaticRange | undefined => {
  if (!(view.root instanceof ShadowRoot)) return undefined
  return document.getSelection()?.getComposedRanges?.({ shadowRoots: [view.root] })[0]
}

/**
 * Replaces a selection by typing without the browser's own editing, which carries the look of the replaced text over
 * as a `style` attribute: a CSP without inline styles blocks that and reports it.
 */
const typeOverSelection = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const text = event.inputType === 'insertText' && !event.isComposing ? event.data : null
    const range = text === null ? undefined : replacedRange(view)
    if (text === null || range === undefined || range.collapsed) return false
    event.preventDefault()
    const from = view.posAtDOM(range.startContainer, range.startOffset)
    const to = view.posAtDOM(range.endContainer, range.endOffset)
    view.dispatch({
      changes: { from, to, insert: text },
      selection: { anchor: from + text.length },
      userEvent: 'input.type',
      scrollIntoView: true,
    })
    return true
  },
})

export const createJsonEditorView = (options: JsonEditorOptions): JsonEditorView => {
  const view = new EditorView({
    parent: options.parent,
    root: options.parent,
    state: EditorState.create({
      doc: options.value,
      extensions: [
        history(),
        json(),
        linter((view) => mistakesOf(view.state), { delay: 250 }),
        codeFolding(),
        foldGutter(),
        bracketMatching(),
        indentOnInput(),
        indentUnit.of('  '),
        EditorState.tabSize.of(2),
        EditorView.lineWrapping,
        placeholder(options.placeholder),
        syntaxHighlighting(colours),
        theme,
        typeOverSelection,
        // Tab has no binding here, so it leaves the editor as it leaves any field.
        keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': options.label }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || update.transactions.some((change) => change.annotation(fromOutside))) return
          options.onChange(update.state.doc.toString())
        }),
      ],
    }),
  })
  return {
    setValue: (value) => {
      const current = view.state.doc.toString()
      if (current === value) return
      view.dispatch({
        changes: { from: 0, to: current.length, insert: value },
        annotations: fromOutside.of(true),
      })
    },
    focus: (at) => {
      view.dispatch({ selection: { anchor: Math.min(at, view.state.doc.length) } })
      view.focus()
    },
    destroy: () => view.destroy(),
  }
}
