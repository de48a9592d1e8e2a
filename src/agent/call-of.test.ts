import { expect, it } from 'vitest'
import { callOf, speaksOf } from './call-of.ts'
import type { AgentTarget } from './agent.ts'

const origin = 'https://dbc-1.cloud.databricks.com'
const endpoint = (task?: string): AgentTarget => ({
  kind: 'serving-endpoint',
  endpoint: 'sales',
  ...(task === undefined ? {} : { task }),
})

it.each([
  [
    { kind: 'app', name: 'a', url: 'https://a-1.aws.databricksapps.com' } as const,
    'https://a-1.aws.databricksapps.com/responses',
    undefined,
    'responses',
  ],
  [
    { kind: 'app', name: 'a', url: 'https://a-1.aws.databricksapps.com/' } as const,
    'https://a-1.aws.databricksapps.com/responses',
    undefined,
    'responses',
  ],
  [{ kind: 'local', url: 'http://localhost:8000' } as const, 'http://localhost:8000/responses', undefined, 'responses'],
  [
    { kind: 'local', url: 'http://localhost:8000/invocations' } as const,
    'http://localhost:8000/invocations',
    undefined,
    'responses',
  ],
  [endpoint('agent/v1/responses'), `${origin}/serving-endpoints/responses`, 'sales', 'responses'],
  [endpoint('agent/v2/responses'), `${origin}/serving-endpoints/responses`, 'sales', 'responses'],
  [endpoint(), `${origin}/serving-endpoints/responses`, 'sales', 'responses'],
  [endpoint('agent/v1/supervisor'), `${origin}/serving-endpoints/responses`, 'sales', 'responses'],
  [endpoint('agent/v2/chat'), `${origin}/serving-endpoints/sales/invocations`, undefined, 'chat'],
  [endpoint('agent/v1/chat'), `${origin}/serving-endpoints/sales/invocations`, undefined, 'chat'],
  [endpoint('llm/v1/chat'), `${origin}/serving-endpoints/sales/invocations`, undefined, 'chat'],
])('%j', (target, url, model, form) => {
  expect(callOf(target, origin)).toEqual({
    url,
    form,
    takesInstructions: true,
    ...(model === undefined ? {} : { model }),
  })
})

it.each([
  ['agent/v1/responses', 'Responses'],
  ['agent/v2/chat', 'Chat agent'],
  ['agent/v1/chat', 'Chat completions'],
  ['llm/v1/chat', 'Chat completions'],
  [undefined, 'Responses'],
])('%s is spoken as %s', (task, words) => expect(speaksOf(task)).toBe(words))
