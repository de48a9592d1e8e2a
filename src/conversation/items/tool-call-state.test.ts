import { expect, test } from 'vitest'
import type { Ms } from '../../lib/brand.ts'
import type { ToolCallItem, ToolOutputItem } from '../../protocol/item.ts'
import { signInAddressOf, toolCallStateOf, toolCallTime } from './tool-call-state.ts'

const ms = (value: number) => value as Ms
const call: ToolCallItem = {
  kind: 'tool-call',
  type: 'function_call',
  key: 'a',
  round: 0,
  state: 'done',
  startedAt: ms(100),
  endedAt: ms(300),
  name: 'lookup',
  arguments: '{}',
}
const output: ToolOutputItem = {
  kind: 'tool-output',
  type: 'function_call_output',
  key: 'b',
  round: 0,
  state: 'done',
  startedAt: ms(940),
  output: '7',
}

test.each([
  ['arguments still come', { ...call, state: 'open' as const }, undefined, true, 'preparing'],
  ['the tool works', call, undefined, true, 'running'],
  ['the output is there', call, output, true, 'done'],
  ['the run ended without it', call, undefined, false, 'no output'],
  [
    'the run was cut in the arguments',
    { ...call, type: 'mcp_call', state: 'open' as const },
    undefined,
    false,
    'no output',
  ],
  ['a hosted tool keeps its output to itself', { ...call, type: 'mcp_call' }, undefined, false, 'done'],
  ['an error is there', { ...call, error: 'denied' }, undefined, false, 'failed'],
  ['an empty error is none', { ...call, error: null, output: 'x' }, undefined, false, 'done'],
  ['its status says so', call, { ...output, status: 'failed' }, true, 'failed'],
] as const)('%s', (_name, item, result, live, state) => {
  expect(toolCallStateOf(item, result, live)).toBe(state)
})

test('the time of a call is the tool’s, not that of its arguments', () => {
  expect(toolCallTime(call, output)).toBe(640)
  expect(toolCallTime(call, undefined)).toBeUndefined()
  expect(toolCallTime({ ...call, output: 'x' }, undefined)).toBe(200)
})

test('a sign-in address is found in the words of a connection', () => {
  const words =
    "Credential for user identity('me') is not found. Please login first to the connection by visiting https://w.example/login?x=1 and retry"
  expect(signInAddressOf(words)).toBe('https://w.example/login?x=1')
  expect(signInAddressOf({ error: words })).toBe('https://w.example/login?x=1')
  expect(signInAddressOf('visit https://w.example')).toBeUndefined()
  expect(signInAddressOf(undefined)).toBeUndefined()
})
