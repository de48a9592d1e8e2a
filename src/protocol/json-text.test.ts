import { describe, expect, it } from 'vitest'
import { type Json, parseJson } from '../lib/json.ts'
import { canonicalJson, jsonText } from './json-text.ts'

describe('JSON as text', () => {
  const deep = parseJson(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)

  it('does not overflow the stack', () => {
    expect(deep.ok).toBe(true)
    const value: Json = deep.ok ? deep.value : null
    expect(jsonText(value)).toContain('too deeply')
    expect(jsonText(canonicalJson(value)).length).toBeLessThan(1000)
  })

  it('orders fields at every depth, and only fields', () => {
    expect(jsonText(canonicalJson({ b: [2, { d: 1, c: null }], a: 'x' }))).toBe('{"a":"x","b":[2,{"c":null,"d":1}]}')
  })
})
