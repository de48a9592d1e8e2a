import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../lib/json.ts'
import { sqlString } from '../lib/sql-string.ts'
import { escapeUnseen, hasLoneSurrogate } from '../lib/unseen.ts'
import { javascriptLiteral } from './javascript-literal.ts'
import { naughtyTexts } from './naughty-texts.ts'
import { asciiJson, powershellString } from './powershell-literal.ts'
import { pythonLiteral } from './python-literal.ts'
import { shellString } from './shell-literal.ts'

const seeded = { seed: 20_261_127, numRuns: 300 }
/** Any sequence of UTF-16 units, halves of pairs among them. */
const units = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((list) => String.fromCharCode(...list))
const texts = fc.oneof(units, fc.string({ unit: 'binary' }), fc.constantFrom(...naughtyTexts))
/** Parsed and written once, so that -0 and the like are what JSON can say. */
const json = fc.jsonValue({ stringUnit: 'binary' }).map((value) => JSON.parse(JSON.stringify(value)) as Json)

/** What a program says of texts, as JSON: the real reader of each language is the judge. */
const ask = (command: string, parameters: readonly string[], input: string): unknown =>
  JSON.parse(execFileSync(command, parameters, { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }))

/** The product needs neither of them, so a computer without one tests the rest; the contract needs both. */
const canRun = (command: string, ...parameters: readonly string[]): boolean => {
  try {
    execFileSync(command, parameters, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Databricks SQL's own rules of a string literal (`UNESCAPED` off), written down a second time. */
const readSql = (literal: string): string => {
  expect(literal).toMatch(/^'(?:[^'\\]|\\[\s\S])*'$/)
  return literal
    .slice(1, -1)
    .replaceAll(/\\(?:u([\da-f]{4})|([\s\S]))/g, (_, code?: string, character?: string) =>
      code === undefined
        ? ({ n: '\n', r: '\r', t: '\t' }[character ?? ''] ?? character ?? '')
        : String.fromCharCode(Number.parseInt(code, 16)),
    )
}

describe('a literal says what was meant', () => {
  test('JavaScript', () => {
    fc.assert(
      fc.property(json, (value) => {
        // The engine itself is the reader; its input is what is under test.
        // oxlint-disable-next-line no-eval
        expect((0, eval)(`(${javascriptLiteral(value)})`)).toEqual(value)
      }),
      seeded,
    )
    // oxlint-disable-next-line no-eval
    expect(Object.keys((0, eval)(`(${javascriptLiteral(JSON.parse('{"__proto__":1}') as Json)})`) as object)).toEqual([
      '__proto__',
    ])
  })

  test.runIf(canRun('python3', '--version'))('Python, read by Python', () => {
    const values = [
      ...naughtyTexts,
      ...fc.sample(texts, { seed: seeded.seed, numRuns: 300 }),
      ...fc.sample(json, { seed: seeded.seed, numRuns: 100 }),
    ]
    const program = `import json, sys\nprint(json.dumps(${pythonLiteral(values)}))`
    expect(ask('python3', ['-c', 'import sys; exec(sys.stdin.buffer.read().decode("utf-8"))'], program)).toEqual(values)
  })

  test.runIf(canRun('sh', '-c', 'exit'))('sh, read by sh', () => {
    // A word of a shell holds no NUL, and UTF-8 no half of a pair: a JSON body never hands it either.
    const words = [...naughtyTexts, ...fc.sample(texts, { seed: seeded.seed, numRuns: 300 })].filter(
      (text) => !text.includes('\0') && !hasLoneSurrogate(text),
    )
    const program = `${JSON.stringify(process.execPath)} -e 'console.log(JSON.stringify(process.argv.slice(1)))' -- ${words.map(shellString).join(' ')}`
    expect(ask('sh', [], program)).toEqual(words)
  })

  test('PowerShell: every quote is doubled, and a body is ASCII without a line that could end it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const literal = powershellString(text)
        expect(literal.slice(1, -1).replaceAll(/(['\u2018-\u201b])\1/g, '')).not.toMatch(/['\u2018-\u201b]/)
        expect(literal.slice(1, -1).replaceAll(/(['\u2018-\u201b])\1/g, '$1')).toBe(text)
        const body = asciiJson(JSON.stringify({ text }, null, 2))
        expect(body).toMatch(/^[\n -~]*$/)
        expect(body).not.toMatch(/^'/m)
        expect(JSON.parse(body)).toEqual({ text })
      }),
      seeded,
    )
  })

  test('SQL', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const literal = sqlString(text)
        expect(literal).not.toMatch(/\$\{|\{\{/)
        expect(readSql(literal)).toBe(text)
      }),
      seeded,
    )
  })
})

test('there are a hundred naughty texts', () => {
  expect(new Set(naughtyTexts).size).toBeGreaterThanOrEqual(100)
})

test('what cannot be seen is written as an escape, and emoji stay', () => {
  expect(escapeUnseen('a\u202eb\u2028c\ud800d')).toBe('a\\u202eb\\u2028c\\ud800d')
  expect(escapeUnseen('👩‍👩‍👧 é')).toBe('👩‍👩‍👧 é')
})
