import { expect, it } from 'vitest'
import type { AgentTarget, Discovery } from './agent.ts'
import { filesTakenBy } from './files-taken.ts'

const endpoint = (task: string): AgentTarget => ({ kind: 'serving-endpoint', endpoint: 'e', task })
const app: AgentTarget = { kind: 'app', name: 'a', url: 'https://a' }
const served = (server: string): { discovery: Discovery } => ({
  discovery: { dialect: 'responses', path: '/responses', evidence: [], conclusive: true, server },
})

it.each([
  [
    'an agent on Model Serving',
    filesTakenBy({ target: endpoint('agent/v1/responses') }, 'responses'),
    'any',
    4_000_000,
  ],
  ['a custom model', filesTakenBy({ target: endpoint('custom') }, 'responses'), 'any', 16_000_000],
  ['a foundation model', filesTakenBy({ target: endpoint('llm/v1/chat') }, 'chat-completions'), 'images', 16_000_000],
  ['a ChatModel', filesTakenBy({ target: endpoint('agent/v1/chat') }, 'chat-completions'), 'none', undefined],
  ['a ChatAgent', filesTakenBy({ target: endpoint('agent/v2/chat') }, 'chat-agent'), 'none', undefined],
  ['an app', filesTakenBy({ target: app }, 'responses'), 'any', 16_000_000],
  ['AppKit asked for a whole answer', filesTakenBy({ target: app, ...served('AppKit') }, 'responses'), 'any', 64_000],
  ['AppKit’s chat', filesTakenBy({ target: app, ...served('AppKit') }, 'appkit-events'), 'none', undefined],
  [
    'LangChain in TypeScript',
    filesTakenBy({ target: app, ...served('agent-langchain-ts') }, 'responses'),
    'any',
    10_000_000,
  ],
  ['free JSON', filesTakenBy({ target: app }, 'free-json'), 'none', undefined],
])('%s', (_name, taken, kinds, most) => {
  expect(taken.kinds).toBe(kinds)
  expect('most' in taken ? taken.most : undefined).toBe(most)
})
