import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { nodeListener } from '../relay/node-http.ts'
import { eventStream } from './answers.ts'
import { beat, bodyOf, type Beat } from './beat.ts'
import { faults } from './fault-lab.ts'
import { callAgent, spokenText, user } from './test-answers.ts'
import { testWorkspace } from './test-workspace.ts'

const ben = testWorkspace().signedIn('ben')

const path = '/apps/fault-lab/responses'
const provoke = (fault: string, stream: boolean, more: Record<string, number> = {}) =>
  callAgent(ben, path, { input: [user('go')], stream, custom_inputs: { fault, ...more } })

/** Outcome of the streamed answer as the playground judges it. Faults that are not here end as completed. */
const outcomes: Readonly<Record<string, string>> = {
  'clean-end-no-terminal': 'interrupted',
  'cut-after': 'interrupted',
  'cut-mid-event': 'interrupted',
  'cut-mid-character': 'interrupted',
  'error-frame': 'failed',
  'nested-error-frame': 'failed',
  'error-event': 'failed',
  'response-failed': 'failed',
  'response-incomplete': 'incomplete',
}
const endless = ['never-ending']
const streamed = faults.filter((fault) => fault.kind === 'stream' && !endless.includes(fault.name))

test('there are many faults, each with a name of its own', () => {
  expect(faults.length).toBeGreaterThanOrEqual(40)
  expect(new Set(faults.map((fault) => fault.name)).size).toBe(faults.length)
})

test.each([undefined, 'no-such-fault'])('lists the faults as a table when asked for %s', async (fault) => {
  const input = [user('hi')]
  const body = { input, stream: true, custom_inputs: fault === undefined ? {} : { fault } }
  const text = spokenText((await callAgent(ben, path, body)).snapshot)
  for (const { name } of faults) expect(text).toContain(`| \`${name}\` |`)
})

describe.each(streamed.map((fault) => fault.name))('%s', (name) => {
  test('streamed: explains itself and ends as it says', async () => {
    const answer = await provoke(name, true)
    expect(answer.status).toBe(200)
    expect(answer.outcome.kind).toBe(outcomes[name] ?? 'completed')
    expect(spokenText(answer.snapshot)).toContain(`**${name}**`)
    expect(answer.broken).toBe(name.startsWith('cut-'))
  })

  test('whole: answers something', async () => {
    const answer = await provoke(name, false)
    expect(answer.text).not.toBe('')
  })
})

test.each(faults.filter((fault) => fault.kind === 'response').map((fault) => fault.name))(
  '%s answers alike, streamed or not',
  async (name) => {
    const first = await provoke(name, true)
    const second = await provoke(name, false)
    expect(second.status).toBe(first.status)
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'))
    const status = /^http-(\d+)/.exec(name)?.[1]
    if (status !== undefined) expect(first.status).toBe(Number(status))
  },
)

test('the bytes are damaged as announced', async () => {
  expect((await provoke('no-done', true)).text).not.toContain('data: [DONE]')
  expect((await provoke('crlf-frames', true)).text).not.toMatch(/[^\r]\n/)
  expect((await provoke('cr-frames', true)).text).not.toContain('\n')
  expect((await provoke('invalid-utf8', true)).text).toContain('\uFFFD')
  expect((await provoke('bom', true)).text.startsWith('\uFEFFdata: ')).toBe(true)
  expect((await provoke('duplicated-done', true)).text.match(/data: \[DONE\]/g)).toHaveLength(2)
  expect((await provoke('http-429-retry-after', true)).headers.get('retry-after')).toBe('5')
  expect((await provoke('redirect-login', true)).headers.get('location')).toContain(
    encodeURIComponent('/.auth/callback'),
  )
})

test('calls whose ends share an id stay two calls, each with its own arguments', async () => {
  const { items } = (await provoke('parallel-calls-renamed', true)).snapshot
  const calls = items.filter((item) => item.kind === 'tool-call' && item.name.endsWith('_tool'))
  expect(calls.map((item) => 'arguments' in item && [item.name, item.arguments])).toEqual([
    ['first_tool', '{"which":"first"}'],
    ['second_tool', '{"which":"second"}'],
  ])
})

test('sizes can be asked for, within limits', async () => {
  expect((await provoke('many-events', true, { count: 300 })).text.match(/"delta":"\d+ "/g)).toHaveLength(300)
  const small = await provoke('huge-event', true, { kilobytes: 1 })
  expect(small.text.length).toBeLessThan(20_000)
  const deep = await provoke('deep-json', true, { depth: 1e12 })
  expect(deep.text.length).toBeLessThan(100_000)
})

test('a client that leaves the never-ending fault leaves the others unharmed', async () => {
  const leaving = new AbortController()
  const answer = await fetch(ben.origin + path, {
    method: 'POST',
    signal: leaving.signal,
    headers: { authorization: `Bearer ${ben.token}` },
    body: JSON.stringify({ input: [], stream: true, custom_inputs: { fault: 'never-ending' } }),
  })
  const reader = answer.body?.getReader()
  await reader?.read()
  await reader?.read()
  leaving.abort()
  await expect(reader?.read()).rejects.toThrow()
  expect((await provoke('no-done', true)).outcome.kind).toBe('completed')
})

test('the generator behind a stream stops when the client leaves', async () => {
  let stopped: () => void = () => undefined
  const over = new Promise<void>((resolve) => (stopped = resolve))
  function* endlessly(): Generator<Beat> {
    try {
      for (;;) yield beat(1, ': still here\n\n')
    } finally {
      stopped()
    }
  }
  const server = createServer(nodeListener(async () => eventStream(bodyOf(endlessly(), 1))))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const leaving = new AbortController()
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: leaving.signal })
  await answer.body?.getReader().read()
  leaving.abort()
  await over
  server.close()
  server.closeAllConnections()
})

test('a wait is cut short when the client leaves', async () => {
  let stopped = false
  function* slowly(): Generator<Beat> {
    try {
      yield beat(0, 'a')
      yield beat(600_000, 'b')
    } finally {
      stopped = true
    }
  }
  const reader = bodyOf(slowly(), 1).getReader()
  await reader.read()
  const pending = reader.read()
  await reader.cancel()
  expect((await pending).done).toBe(true)
  expect(stopped).toBe(true)
})

test('nothing is taken from the generator before somebody reads', async () => {
  let taken = 0
  function* counted(): Generator<Beat> {
    for (;;) {
      taken++
      yield beat(0, 'x')
    }
  }
  const reader = bodyOf(counted(), 0).getReader()
  expect(taken).toBe(0)
  await reader.read()
  await reader.read()
  expect(taken).toBe(2)
  await reader.cancel()
})
