import { describe, expect, it } from 'vitest'
import { agentErrorOf, usageOf, withError, withExtras, withResponse, withUsage } from './response-fields.ts'
import { emptySnapshot } from './snapshot.ts'

describe('the fields of a response', () => {
  it('reads usage in both spellings', () => {
    const details = { input_tokens_details: { cached_tokens: 1 }, output_tokens_details: { reasoning_tokens: 2 } }
    expect(usageOf({ input_tokens: 3, output_tokens: 4, total_tokens: 7, ...details })).toEqual({
      inputTokens: 3,
      outputTokens: 4,
      totalTokens: 7,
      cachedTokens: 1,
      reasoningTokens: 2,
    })
    expect(usageOf({ prompt_tokens: 3, completion_tokens: 4 })).toEqual({ inputTokens: 3, outputTokens: 4 })
    expect(usageOf(null)).toBeUndefined()
  })

  it('sums usage over rounds', () => {
    const once = withUsage(emptySnapshot, { input_tokens: 1 })
    expect(withUsage(once, { input_tokens: 2, output_tokens: 3 }).usage).toEqual({ inputTokens: 3, outputTokens: 3 })
    expect(withUsage(once, null).usage).toEqual({ inputTokens: 1 })
  })

  it('takes what a later response leaves out from the earlier', () => {
    const first = withResponse(emptySnapshot, { id: 'r', model: 'm', status: 'in_progress', metadata: {} })
    expect(withResponse(first, { status: null, metadata: { trace_id: 'tr' } })).toMatchObject({
      responseId: 'r',
      model: 'm',
      status: 'in_progress',
      traceId: 'tr',
      metadata: { trace_id: 'tr' },
    })
  })

  it('takes custom outputs and the record of Model Serving from anywhere', () => {
    const snapshot = withExtras(emptySnapshot, {
      custom_outputs: [1],
      databricks_output: { a: 1, trace: { info: { trace_id: 'tr' } } },
    })
    expect(snapshot).toMatchObject({ customOutputs: [1], traceId: 'tr', databricksOutput: { a: 1 } })
    expect(withExtras(snapshot, { databricks_output: { b: 2, trace: null } })).toMatchObject({
      traceId: 'tr',
      databricksOutput: { a: 1, b: 2 },
    })
    expect(withExtras(emptySnapshot, { databricks_output: { error: 'x' } })).toMatchObject({
      terminal: 'error',
      error: { message: 'x' },
    })
    expect(withExtras(emptySnapshot, { delta: 'x' })).toBe(emptySnapshot)
  })

  it.each([
    [{ error: 'x' }, { message: 'x' }],
    [{ error: { message: 'x', code: 'c' } }, { message: 'x', code: 'c' }],
    [
      { message: 'x', code: 'c', param: null },
      { message: 'x', code: 'c' },
    ],
    [
      { type: 'error', error: { type: 't', code: null, message: 'x' } },
      { message: 'x', code: 't' },
    ],
    [{ type: 'error' }, undefined],
  ])('finds the error in %j', (json, expected) => {
    expect(agentErrorOf(json)).toEqual(expected)
  })

  it('keeps the first error, and always has one', () => {
    const first = withError(emptySnapshot, 'error', { message: 'first' })
    expect(withError(first, 'failed', { message: 'second' })).toMatchObject({
      terminal: 'failed',
      error: { message: 'first' },
    })
    expect(withError(emptySnapshot, 'failed', undefined).error?.message).toContain('without saying why')
  })
})
