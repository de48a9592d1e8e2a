import { jsonText } from '../protocol/json-text.ts'
import type { Json } from '../lib/json.ts'
import { SideMark, WordChanges } from './change-marks.tsx'
import type { ComparedField } from './compare-answers.ts'
import type { JsonChange } from './json-changes.ts'

const longest = 600
const shown = (json: Json | undefined): string => {
  if (json === undefined) return '–'
  const text = jsonText(json)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

const JsonChanges = ({ changes }: { readonly changes: readonly JsonChange[] }) => (
  <div className="overflow-x-auto rounded-md bg-surface-sunken">
    <table className="w-full min-w-100 table-fixed text-start font-mono text-2xs">
      <thead>
        <tr className="text-text-subtle">
          {['path', 'A', 'B'].map((name) => (
            <th key={name} scope="col" className="px-2.5 py-1 text-start font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map(({ aPath, bPath, a, b }) => (
          <tr key={`${aPath} ${bPath}`} className="border-t border-border align-top">
            <th scope="row" className="px-2.5 py-1 text-start font-normal wrap-anywhere">
              {aPath === bPath ? aPath : `${aPath} → ${bPath}`}
            </th>
            <td className="px-2.5 py-1 wrap-anywhere text-danger">{shown(a)}</td>
            <td className="px-2.5 py-1 wrap-anywhere text-success">{shown(b)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

/** What was found out about one field, and how its two tellings differ. */
export const ComparedFieldView = ({ field }: { readonly field: ComparedField }) => {
  const { name, side, same, expected, content } = field
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <p className="flex flex-wrap items-center gap-2 text-xs">
        <span className="font-mono text-text-subtle">{name}</span>
        <SideMark side={side} same={same} expected={expected !== undefined} />
        {expected !== undefined && <span className="text-text-subtle">expected: {expected}</span>}
      </p>
      {content.form === 'text' && <WordChanges stretches={content.stretches} />}
      {content.form === 'json' && <JsonChanges changes={content.changes} />}
      {content.form === 'preview' && !same && (
        <p className="max-h-48 overflow-y-auto rounded-md bg-surface-sunken px-2.5 py-1.5 font-mono text-2xs wrap-anywhere whitespace-pre-wrap">
          {content.text}
        </p>
      )}
    </div>
  )
}
