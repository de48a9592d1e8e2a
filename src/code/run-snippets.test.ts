import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AgentTarget } from '../agent/agent.ts'
import { callOf } from '../agent/call-of.ts'
import { utf8 } from '../exchange/utf8.ts'
import type { Ms } from '../lib/brand.ts'
import type { JsonObject } from '../lib/json.ts'
import { comparable } from '../protocol/comparable.ts'
import { createReading } from '../protocol/create-reading.ts'
import { testWorkspace } from '../sample/test-workspace.ts'
import type { CodeRequest } from './code-request.ts'
import { naughtyTexts } from './naughty-texts.ts'
import { ways } from './snippets.ts'

/** Windows has no `sh`, and a small container perhaps no `curl`. */
const hasCurl = spawnSync('sh', ['-c', 'curl --version']).status === 0

/* What is written down is run, against the sample workspace, and must say what the playground's own request says. */

const run = promisify(execFile)
const ada = testWorkspace().signedIn('ada')
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snippets-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const foldOf = (text: string, contentType: string) => {
  const reading = createReading({ contentType, utf8, status: 200 })
  reading.push(new TextEncoder().encode(text), 0 as Ms)
  reading.end(1 as Ms, false)
  return comparable(reading.snapshot)
}

const runWay = async (id: string, request: CodeRequest): Promise<string> => {
  const snippet = ways.find((way) => way.id === id)?.write(request)
  if (snippet?.kind !== 'code') throw new Error(`${id}: ${snippet?.why ?? 'unknown'}`)
  const file = join(folder, snippet.fileName)
  await writeFile(file, snippet.text)
  const { stdout } = await run(id === 'curl' ? 'sh' : process.execPath, [file], {
    env: { ...process.env, DATABRICKS_TOKEN: ada.token, NODE_NO_WARNINGS: '1' },
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout
}

const targets = (): readonly AgentTarget[] => [
  ...['support-agent', 'research-crew', 'echo-agent'].map(
    (name) => ({ kind: 'app', name, url: `${ada.origin}/apps/${name}` }) as const,
  ),
  { kind: 'serving-endpoint', endpoint: 'sales-insights', task: 'agent/v1/responses' },
  { kind: 'serving-endpoint', endpoint: 'databricks-gpt-sample', task: 'llm/v1/chat' },
]

test.each([
  [true, undefined],
  [false, undefined],
  [true, { id: 5, text: 'It’s "quoted"' }],
  [false, { id: 5, text: 'It’s "quoted"' }],
])(
  'fetch and curl answer as the playground does (stream %s, custom_inputs %j)',
  async (stream, customInputs) => {
    const content = naughtyTexts.filter((text) => !text.includes('\uffff')).join(' | ')
    for (const target of targets()) {
      const call = callOf({ target }, ada.origin)
      const messages = [{ role: 'user', content }]
      const body: JsonObject = {
        ...(call.dialect === 'responses' ? { input: messages } : { messages }),
        ...(call.model === undefined ? {} : { model: call.model }),
        stream,
        ...(customInputs === undefined || target.kind === 'serving-endpoint' ? {} : { custom_inputs: customInputs }),
      }
      const request: CodeRequest = {
        target,
        origin: ada.origin,
        agentName: 'agent',
        url: call.url,
        headers: [],
        body,
      }
      const answer = await fetch(call.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ada.token}` },
        body: JSON.stringify(body),
      })
      const type = answer.headers.get('content-type') ?? ''
      const shown = foldOf(await answer.text(), type)
      expect(shown.items.length).toBeGreaterThan(0)
      if (hasCurl) expect(foldOf(await runWay('curl', request), type), `curl ${call.url}`).toEqual(shown)
      const lines = await runWay('typescript-fetch', request)
      const events = stream
        ? lines
            .trimEnd()
            .split('\n')
            .map((line) => `data: ${line}\n\n`)
            .join('') + 'data: [DONE]\n\n'
        : lines
      expect(foldOf(events, type), `fetch ${call.url}`).toEqual(shown)
    }
  },
  60_000,
)
