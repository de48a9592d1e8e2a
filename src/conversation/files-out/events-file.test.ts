import { describe, expect, it } from 'vitest'
import { conversationWith } from '../test-conversations.ts'
import { eventsFile } from './events-file.ts'

describe('the events as a file', () => {
  it('are one line each, with moment, place and meaning', () => {
    const body = ': hello\n\ndata: {"type":"response.created","response":{"id":"r"}}\n\ndata: [DONE]\n\n'
    const bytes = new TextEncoder().encode(body)
    const headers = [['content-type', 'text/event-stream']] as const
    const file = eventsFile(conversationWith({ name: 'three', status: 200, headers, bytes, isCut: false }))
    const place = { turn: 0, run: 0, exchange: 0 }
    const ms = expect.any(Number)
    expect(file.endsWith('\n')).toBe(true)
    expect(
      file
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { ...place, index: 0, ms, offset: 0, length: 9, type: '(comment)', event: '' },
      {
        ...place,
        index: 1,
        ms,
        offset: 9,
        length: 57,
        type: 'response.created',
        event: { type: 'response.created', response: { id: 'r' } },
      },
      { ...place, index: 2, ms, offset: 66, length: 14, type: '[DONE]', event: '[DONE]' },
    ])
  })
})
