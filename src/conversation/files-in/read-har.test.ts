import { describe, expect, it } from 'vitest'
import type { EpochMs } from '../../lib/brand.ts'
import type { PortableExchange } from '../conversation-file.ts'
import type { Opened } from './found.ts'
import { readText } from './read-text.ts'

const openedAt = 1_795_000_000_000 as EpochMs

const openedOf = (entries: readonly unknown[]): Opened => {
  const text = JSON.stringify({ log: { version: '1.2', creator: { name: 'DevTools', version: '1' }, entries } })
  const read = readText({ text, bytes: new TextEncoder().encode(text), name: 'a.har', openedAt })
  if (!read.ok || read.value.kind !== 'opened') throw new Error(read.ok ? 'It is a draft.' : read.problem.detail)
  return read.value
}

const exchangesOf = ({ conversation }: Opened): readonly PortableExchange[] =>
  conversation.turns.flatMap(({ runs }) => runs.flatMap(({ exchanges }) => exchanges))

const textOf = ({ chunks }: PortableExchange): string => new TextDecoder().decode(chunks.bytes())

const body = 'data: {"type":"a"}\n\ndata: {"type":"b"}\n\n'

const entry = (content: unknown, more: object = {}) => ({
  startedDateTime: '2026-11-27T08:00:00.000Z',
  request: {
    method: 'POST',
    url: 'https://ws.example/serving-endpoints/my-agent/invocations',
    headers: [
      { name: ':authority', value: 'ws.example' },
      { name: 'Authorization', value: 'Bearer secret-of-mine' },
    ],
    postData: { text: '{"messages":[{"role":"user","content":"Hi"}],"stream":true}' },
  },
  response: { status: 200, statusText: '', headers: [{ name: 'content-type', value: 'text/event-stream' }], content },
  timings: { blocked: 5, dns: -1, connect: -1, send: 5, wait: 90, receive: 300 },
  ...more,
})

const page = {
  ...entry({ mimeType: 'text/html', text: '<html>' }),
  request: { method: 'GET', url: 'https://ws.example/', headers: [] },
}

describe('a HAR of developer tools', () => {
  it.each([
    ['as text', { mimeType: 'text/event-stream', text: body }],
    ['as base64', { mimeType: 'text/event-stream', text: Buffer.from(body).toString('base64'), encoding: 'base64' }],
  ])('has a body %s, a head, and no moments of its parts', (_, content) => {
    const opened = openedOf([page, entry(content), page])
    const [exchange] = exchangesOf(opened)
    expect(exchange === undefined ? '' : textOf(exchange)).toBe(body)
    expect(exchange).toMatchObject({
      head: { at: 100, status: 200 },
      end: { kind: 'whole-body', at: 400 },
      missing: ['times', 'chunks'],
    })
    expect(exchange?.request.headers).toEqual([['Authorization', 'Bearer •••••• (14 characters)']])
    expect(opened.conversation).toMatchObject({ title: 'Hi', agentName: 'my-agent' })
    expect(opened.notes[0]).toBe('2 other entries are no answer of an agent, and left out.')
  })

  it('tells the moment of each message where Chromium kept them', () => {
    const message = (time: number, data: string) => ({
      time: 1_795_766_400 + time,
      eventName: 'message',
      eventId: '',
      data,
    })
    const _eventSourceMessages = [message(0.25, '{"type":"a"}'), message(0.75, '{"type":"b"}')]
    const startedDateTime = new Date(1_795_766_400_000).toISOString()
    for (const text of [body, '']) {
      const [exchange] = exchangesOf(
        openedOf([entry({ mimeType: 'text/event-stream', text }, { _eventSourceMessages, startedDateTime })]),
      )
      expect(exchange?.missing).not.toContain('times')
      expect(exchange === undefined ? '' : textOf(exchange)).toBe(body)
      expect([exchange?.chunks.at(0), exchange?.chunks.at(1)].map((at) => Math.round(at ?? 0))).toEqual([250, 750])
    }
  })

  it('makes a turn of each answer, and says which came without a body', () => {
    const opened = openedOf([
      entry({ mimeType: 'text/event-stream', text: body }),
      entry({ mimeType: 'text/event-stream' }),
    ])
    expect(opened.conversation.turns).toHaveLength(2)
    expect(opened.notes).toContain(
      '1 of the answers came without a body: the browser did not keep it, or the file was saved without content.',
    )
  })

  it('tells what the browser said of a connection that broke', () => {
    const broken = entry(
      { mimeType: 'x-unknown' },
      { response: { status: 0, headers: [], content: {}, _error: 'net::ERR_CONNECTION_RESET' } },
    )
    expect(exchangesOf(openedOf([broken]))[0]).toMatchObject({ head: undefined, end: { kind: 'broken' } })
  })

  it('names the agent behind the relay of a playground', () => {
    const relayed = entry({ mimeType: 'text/event-stream', text: body })
    relayed.request.url = 'http://localhost:8020/relay/http/localhost%3A8000/responses'
    expect(exchangesOf(openedOf([relayed]))[0]?.request.url).toBe('http://localhost:8000/responses')
  })
})
