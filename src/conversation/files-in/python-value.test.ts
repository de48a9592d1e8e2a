import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../lib/json.ts'
import { createPythonReader } from './python-value.ts'

const read = (text: string): Json | undefined => {
  const found = createPythonReader(text).valueAt(0)
  return found?.end === text.length ? found.value : undefined
}

/** What Python prints for a string: double quotes where it holds single ones alone. */
const stringRepr = (text: string): string => {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const inner = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (character === '\\' || character === quote) return `\\${character}`
    if (character === '\n') return '\\n'
    if (character === '\r') return '\\r'
    if (character === '\t') return '\\t'
    if (code < 32 || code === 127) return `\\x${code.toString(16).padStart(2, '0')}`
    if (code >= 0xd800 && code <= 0xdfff) return `\\u${code.toString(16)}`
    return character
  })
  return `${quote}${inner.join('')}${quote}`
}

const repr = (value: Json): string => {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return stringRepr(value)
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`
  return `{${Object.entries(value)
    .map(([name, field]) => `${stringRepr(name)}: ${repr(field)}`)
    .join(', ')}}`
}

describe('what Python prints for a value', () => {
  it.each<[string, Json]>([
    ["{'a': 1, 'b': [True, None, -2.5e-3]}", { a: 1, b: [true, null, -0.0025] }],
    ['"it\'s"', "it's"],
    ["'caf\\xe9 \\u20ac \\U0001f9ed \\\\ \\' \\n'", "café € 🧭 \\ ' \n"],
    ["r'\\d'", '\\d'],
    ["b'data: \\xc3\\xa9'", 'data: é'],
    ["'''two\nlines'''", 'two\nlines'],
    ["('abc '\n 'def')", 'abc def'],
    ['(1,)', [1]],
    ['()', []],
    ['{1, 2}', [1, 2]],
    ['{}', {}],
    ['1_000', 1000],
    ["Delta(content='Hi', role=None, tool_calls=[])", { content: 'Hi', tool_calls: [] }],
    ["ParsedResponse[NoneType](id='r', output=[ParsedMessage[Foo](id='m')])", { id: 'r', output: [{ id: 'm' }] }],
    ["type='response.output_text.delta' delta='a b' item=None", { type: 'response.output_text.delta', delta: 'a b' }],
    ["UUID('1234')", '1234'],
    ['datetime.datetime(2026, 1, 2)', 'datetime.datetime(2026, 1, 2)'],
    ["<Role.user: 'user'>", 'user'],
    ['[<object object at 0x7f00>]', ['<object object at 0x7f00>']],
    ['Empty()', {}],
    ['{"type": "x", "ok": true, "none": null}', { type: 'x', ok: true, none: null }],
  ])('%s', (text, value) => {
    expect(read(text)).toEqual(value)
  })

  it.each([
    '{',
    "{'a': }",
    "'never closed",
    'print',
    'a b',
    "'\\x4'",
    '[1 2]',
    '1 2',
    '<',
    'f(',
    '[[[',
    '{"a" 1}',
    '\\',
  ])('is no value: %s', (text) => {
    expect(read(text)).toBeUndefined()
  })

  it('is read back, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json
        expect(read(repr(json))).toEqual(json)
      }),
      { seed: 20_261_127, numRuns: 1000 },
    )
  })

  it('costs a bounded time, and lends no prototype', () => {
    const { valueAt } = createPythonReader('[('.repeat(200_000))
    for (let at = 0; at < 2000; at += 1) expect(valueAt(at)).toBeUndefined()
    const hostile = read("{'__proto__': {'polluted': True}, 'constructor': 1}")
    expect(Object.keys(hostile ?? {})).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
