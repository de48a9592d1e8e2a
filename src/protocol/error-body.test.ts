import { describe, expect, it } from 'vitest'
import { errorTextOf } from './error-body.ts'

const json = JSON.stringify

describe('the text of an error body', () => {
  it.each([
    ['FastAPI', json({ detail: 'No stream function registered' }), { message: 'No stream function registered' }],
    [
      'FastAPI validation',
      json({ detail: [{ loc: ['query', 'starting_after'], msg: 'must be positive', type: 'value_error' }] }),
      { message: 'query.starting_after: must be positive' },
    ],
    [
      'Express',
      json({ error: 'Invalid request', details: [{ path: ['input'], message: 'Required' }] }),
      { message: 'Invalid request', details: 'input: Required' },
    ],
    [
      'Express with a message',
      json({ error: 'Internal server error', message: 'boom' }),
      { message: 'boom', code: 'Internal server error' },
    ],
    [
      'Databricks REST',
      json({
        error_code: 'REQUEST_LIMIT_EXCEEDED',
        message: 'Too many',
        details: [{ '@type': 'RequestInfo', request_id: 'r-1' }],
      }),
      {
        message: 'Too many',
        code: 'REQUEST_LIMIT_EXCEEDED',
        requestId: 'r-1',
      },
    ],
    ['Databricks legacy', json({ error: 'Unknown cluster' }), { message: 'Unknown cluster' }],
    ['SCIM', json({ detail: 'Not allowed', status: '403', scimType: 'x' }), { message: 'Not allowed' }],
    [
      'OAuth',
      json({ error: 'invalid_grant', error_description: 'Expired' }),
      { message: 'Expired', code: 'invalid_grant' },
    ],
    [
      'OpenAI',
      json({
        error: { message: 'No such model', type: 'invalid_request_error', code: 'model_not_found', param: null },
      }),
      { message: 'No such model', code: 'model_not_found' },
    ],
    [
      'OpenAI without a code',
      json({ error: { message: 'Down', type: 'server_error', code: null } }),
      { message: 'Down', code: 'server_error' },
    ],
    ['an error object in no known form', json({ error: { why: 1 } }), { message: '{"why":1}' }],
    [
      'an external model',
      json({ external_model_provider: 'openai', external_model_error: { error: { message: 'Quota', code: 'quota' } } }),
      { message: 'Quota', code: 'quota' },
    ],
    [
      'JSON inside the message',
      json({ error_code: 'BAD_REQUEST', message: json({ error: { message: 'Too long', code: 'context_length' } }) }),
      { message: 'Too long', code: 'BAD_REQUEST' },
    ],
    [
      'code and text',
      'PERMISSION_DENIED: You may not query it',
      { message: 'You may not query it', code: 'PERMISSION_DENIED' },
    ],
    ['plain text', 'upstream request timeout', { message: 'upstream request timeout' }],
    ['a JSON string', '"nope"', { message: 'nope' }],
    ['an object in no known form', '{"a":1}', { message: '{"a":1}' }],
    [
      'HTML with a title',
      '<!DOCTYPE html><html><head><title>Sign in &amp; go</title></head></html>',
      { message: 'Sign in & go' },
    ],
    [
      'HTML with pre',
      '<html><title>Error</title><body><pre>Cannot <b>GET</b> /x</pre></body></html>',
      { message: 'Cannot GET /x', details: 'Error' },
    ],
    [
      'HTML with text only',
      '<html><body><script>alert(1)</script><h1>Bad gateway</h1></body></html>',
      { message: 'Bad gateway' },
    ],
    ['nothing', '', { message: '' }],
  ])('%s', (_, body, expected) => {
    expect(errorTextOf(body)).toEqual(expected)
  })

  it('cuts what is too long', () => {
    expect(errorTextOf('x'.repeat(100_000)).message.length).toBeLessThan(2100)
    expect(errorTextOf(json({ detail: 'y'.repeat(100_000) })).message.length).toBeLessThan(2100)
  })

  it('survives hostile bodies', () => {
    let nested: unknown = 'x'
    for (let depth = 0; depth < 500; depth += 1) nested = { error: nested }
    expect(errorTextOf(json(nested)).message).not.toBe('')
    expect(errorTextOf(`{"error":${'['.repeat(100_000)}${']'.repeat(100_000)}}`).message).toContain('too deeply')
    expect(errorTextOf('{"__proto__":{"message":"no"}}').message).toBe('{"__proto__":{"message":"no"}}')
    expect(errorTextOf('<script'.repeat(20_000), 'text/html').message.length).toBeLessThan(2100)
  })
})
