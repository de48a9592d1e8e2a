import { fieldOf, isObject, stringOf, type Json } from '../../lib/json.ts'
import type { Opened, Source } from './found.ts'
import { createPythonReader } from './python-value.ts'
import { isEventStream, readEventStream } from './read-event-stream.ts'
import { readObjects } from './read-json-lines.ts'

/** Where a value may begin behind words of the program that printed it, such as `event 3: Response…(`. */
const opening = /[A-Za-z_][\w.]*(?:\[[^\]\n]*\])?\(|\{|\[/

/** Events of the OpenAI Agents SDK that wrap what came over the wire; its own events never did. */
const unwrapped = (value: Json): Json => {
  const data = fieldOf(value, 'data')
  return stringOf(value, 'type') === 'raw_response_event' && isObject(data) ? data : value
}

const mostWords = 20_000

/** Printed values, and how many lines hold none. */
const printedValues = (text: string): { readonly values: readonly Json[]; readonly others: number } => {
  const { valueAt, isSpent } = createPythonReader(text)
  const values: Json[] = []
  let others = 0
  const endOfLine = (at: number) => {
    const end = text.indexOf('\n', at)
    return end < 0 ? text.length : end
  }
  const isRest = (at: number) => text.slice(at, endOfLine(at)).trim() === ''

  const inLine = (from: number, to: number) => {
    const whole = valueAt(from)
    if (whole !== undefined && isRest(whole.end)) return whole
    // Within the line alone: to look further from each line would cost the square of the text.
    const at = text.slice(from, to).search(opening)
    if (at <= 0) return undefined
    const inner = valueAt(from + at)
    return inner !== undefined && isRest(inner.end) ? inner : undefined
  }

  for (let at = 0; at < text.length && !isSpent();) {
    // What begins with so much else is no output of a stream.
    if (values.length === 0 && others > mostWords) break
    const to = endOfLine(at)
    const from = at + (/^\s*/.exec(text.slice(at, to))?.[0].length ?? 0)
    if (from >= to) {
      at = to + 1
      continue
    }
    const found = inLine(from, to)
    if (found === undefined) others += 1
    else values.push(found.value)
    at = Math.max(to, endOfLine(found?.end ?? to)) + 1
  }
  return { values, others }
}

/** What a Python program printed of an answer, one value after the other; undefined where there is no event in it. */
export const readPythonOutput = (source: Source): Opened | undefined => {
  const { values, others } = printedValues(source.text)
  const lines = values.filter((value) => typeof value === 'string')
  // `for line in response.iter_lines(): print(line)` prints the lines of the stream as bytes.
  if (lines.length > 0 && lines.length === values.length) {
    const text = lines.join('\n')
    return isEventStream({ text })
      ? readEventStream({ ...source, text, bytes: new TextEncoder().encode(text) })
      : undefined
  }
  const opened = readObjects(values.map(unwrapped), source)
  if (opened === undefined || others === 0) return opened
  const noun = others === 1 ? 'line is' : 'lines are'
  return { ...opened, notes: [...opened.notes, `${others} ${noun} no printed value, and left out.`] }
}
