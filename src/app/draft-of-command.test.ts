import { describe, expect, it } from 'vitest'
import type { Agent } from '../agent/agent.ts'
import { localAgent } from '../agent/registered-agent.ts'
import { curlForPowershell, curlForShell } from '../code/curl.ts'
import type { CodeRequest } from '../code/code-request.ts'
import { naughtyTexts } from '../code/naughty-texts.ts'
import { readCurlCommand } from '../conversation/files-in/curl-command.ts'
import type { EpochMs } from '../lib/brand.ts'
import { createWorkspace } from '../workspace/known-workspace.ts'
import { draftOfCommand } from './draft-of-command.ts'

const workspace = createWorkspace('https://ws.cloud.databricks.com')
const app: Agent = {
  ...localAgent('http://localhost', '', 0 as EpochMs),
  workspace: workspace.id,
  ref: 'apps/sales-agent',
  target: { kind: 'app', name: 'sales-agent', url: 'https://sales-agent-1.aws.databricksapps.com' },
}

const draftOf = (text: string) => {
  const read = readCurlCommand(text)
  if (!read.ok) throw new Error(read.problem.detail)
  return draftOfCommand(read.value, [app], [workspace])
}

describe('a command as a draft', () => {
  it.each([
    [
      'http://localhost:8000/responses',
      '{"input":"Hi"}',
      { agent: 'http://localhost:8000/responses', input: 'Hi', mode: 'whole' },
    ],
    [
      'http://localhost:8000/invocations',
      '{"input":[{"role":"user","content":"Hi"}],"stream":true}',
      { agent: 'http://localhost:8000/invocations', mode: 'streamed' },
    ],
    [
      `${workspace.origin}/serving-endpoints/a-b/invocations`,
      '{"messages":[{"role":"user","content":"Hi"}]}',
      { workspace: workspace.origin, agent: 'endpoints/a-b', input: 'Hi' },
    ],
    [
      `${workspace.origin}/serving-endpoints/responses`,
      '{"model":"apps/x","input":"Hi"}',
      { workspace: workspace.origin, agent: 'apps/x' },
    ],
    [
      'https://sales-agent-1.aws.databricksapps.com/responses',
      '{"input":"Hi","custom_inputs":{"a":1}}',
      { agent: 'apps/sales-agent', custom_inputs: '{"a":1}' },
    ],
    ['https://evil.example/x', '{"input":"Hi"}', { agent: 'https://evil.example/x', input: 'Hi' }],
  ])('%s', (url, body, route) => {
    expect(draftOf(`curl ${url} --json '${body}'`).route).toMatchObject({ at: 'new', ...route })
  })

  it('says what the message box does not hold', () => {
    const body = JSON.stringify({
      instructions: 'Be brief',
      temperature: 0,
      input: [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
        { role: 'user', content: 'c' },
      ],
    })
    const { route, notes } = draftOf(`curl http://localhost:8000/responses --json '${body}'`)
    expect(route.input).toBe('c')
    expect(notes).toEqual(['The message box does not hold: 2 earlier messages, the instructions, temperature.'])
  })

  it('takes the commands that the playground itself writes, whatever they say', () => {
    for (const text of naughtyTexts) {
      const request: CodeRequest = {
        target: { kind: 'local', url: 'http://localhost:8000' },
        origin: null,
        agentName: 'Agent',
        url: 'http://localhost:8000/responses',
        headers: [],
        body: { input: [{ role: 'user', content: text }], stream: true },
      }
      for (const write of [curlForShell, curlForPowershell]) {
        const snippet = write(request)
        if (snippet.kind !== 'code') throw new Error(snippet.why)
        expect(draftOf(snippet.text).route.input ?? '', snippet.text).toBe(text)
      }
    }
  })
})
