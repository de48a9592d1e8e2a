import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChunkLog } from '../exchange/chunk-log.ts'
import { recordingFromJson, recordingToJson } from '../exchange/recording-file.ts'
import type { RecordedExchange } from '../exchange/recording.ts'
import type { EpochMs, Ms } from '../lib/brand.ts'
import type { Json } from '../lib/json.ts'
import { conversationFromJson, conversationToJson } from './conversation-file.ts'
import { anyConversation, anyExchange } from './test-conversations.ts'

const overText = (json: Json): Json => JSON.parse(JSON.stringify(json)) as Json

const told = ({ chunks, ...rest }: RecordedExchange) => ({
  ...rest,
  chunks: Array.from({ length: chunks.count }, (_, index) => [chunks.at(index), [...chunks.chunk(index)]]),
})

describe('a recording file', () => {
  it('gives back request, head, bytes, moments and end of any exchange', () => {
    fc.assert(
      fc.property(anyExchange, (recorded) => {
        const json = recordingToJson(recorded)
        const back = recordingFromJson(overText(json))
        expect(back.ok && told(back.value).chunks).toEqual(told(recorded).chunks)
        // Reading is the inverse of writing: what was masked stays masked, what was not stays as it was.
        expect(back.ok && recordingToJson(back.value)).toEqual(json)
      }),
      { seed: 20_261_127, numRuns: 300 },
    )
  })

  it('gives back any conversation', () => {
    fc.assert(
      fc.property(anyConversation, (whole) => {
        const json = conversationToJson(whole)
        const back = conversationFromJson(overText(json))
        expect(back.ok && conversationToJson(back.value)).toEqual(json)
      }),
      { seed: 20_261_127, numRuns: 100 },
    )
  })

  it('masks credentials on the way out, also in what was imported', () => {
    const canary = 'canary-8c1f'
    const json = recordingToJson({
      startedAt: 0 as EpochMs,
      request: {
        method: 'POST',
        url: `https://user:${canary}@agent.example/invocations?access_token=${canary}&page=2#${canary}`,
        headers: [['Authorization', `Bearer ${canary}`]],
        body: '{}',
      },
      head: { at: 0 as Ms, status: 200, statusText: '', headers: [['Set-Cookie', `session=${canary}`]] },
      chunks: new ChunkLog(),
      end: undefined,
    })
    expect(JSON.stringify(json)).not.toContain(canary)
    expect(JSON.stringify(json)).toContain('page=2')
  })
})

const valid = (): Record<string, unknown> => ({
  format: 'agent-playground-recording',
  version: 1,
  title: 'A title',
  agentName: 'An agent',
  leaf: 0,
  turns: [
    {
      parent: null,
      createdAt: 0,
      chosen: 0,
      input: { text: 'Hello' },
      runs: [
        {
          mode: 'streamed',
          startedAt: 0,
          exchanges: [
            {
              startedAt: 0,
              request: { method: 'POST', url: 'https://a.example/', headers: [], body: '{}' },
              chunks: [{ at: 1, base64: 'YQ==' }],
            },
          ],
        },
      ],
    },
  ],
})

/** The valid document with one value replaced. */
const changed = (path: readonly (string | number)[], value: unknown): Json => {
  const copy = valid()
  let target: Record<string | number, unknown> = copy
  for (const step of path.slice(0, -1)) target = target[step] as Record<string | number, unknown>
  target[path.at(-1) ?? ''] = value
  return copy as Json
}

const firstRun = ['turns', 0, 'runs', 0]
const firstExchange = [...firstRun, 'exchanges', 0]

describe('a foreign document', () => {
  it('is read when it has all that is needed', () => {
    expect(conversationFromJson(valid() as Json).ok).toBe(true)
    const pinned = conversationFromJson(changed(['turns', 0, 'baseline'], 0))
    expect(pinned.ok && pinned.value.turns[0]?.baseline).toBe(0)
  })

  it.each<[words: string, json: Json]>([
    ['It does not say “format”', []],
    ['It does not say “format”', 'text'],
    ['It does not say “format”', { format: 'other' }],
    ['Its “version” is not a number', changed(['version'], 'one')],
    ['this playground reads version 1', changed(['version'], 2)],
    ['“title” should be text, but it is missing', changed(['title'], undefined)],
    ['“title” has 1,001 characters', changed(['title'], 'x'.repeat(1001))],
    ['“turns” should be a list, but it is an object', changed(['turns'], { length: 3 })],
    ['“turns[0].input” should be an object', changed(['turns', 0, 'input'], null)],
    ['“turns[0].parent” names entry 0', changed(['turns', 0, 'parent'], 0)],
    ['“turns[0].chosen” names entry 7', changed(['turns', 0, 'chosen'], 7)],
    ['“turns[0].baseline” names entry 1', changed(['turns', 0, 'baseline'], 1)],
    ['“leaf” names entry 1', changed(['leaf'], 1)],
    ['“leaf” should be a whole number', changed(['leaf'], 0.5)],
    ['“turns[0].runs[0].mode” should be one of streamed, whole', changed([...firstRun, 'mode'], 'both')],
    ['“turns[0].runs[0].exchanges[0].chunks[0].at” is -1', changed([...firstExchange, 'chunks', 0, 'at'], -1)],
    ['base64” is not base64', changed([...firstExchange, 'chunks', 0, 'base64'], '*')],
    ['before the last chunk', changed([...firstExchange, 'end'], { kind: 'stopped', at: 0 })],
    [
      'in time before the chunk ahead of it',
      changed(
        [...firstExchange, 'chunks'],
        [
          { at: 2, base64: '' },
          { at: 1, base64: '' },
        ],
      ),
    ],
    ['should be a name and a value', changed([...firstExchange, 'request', 'headers'], [['only-a-name']])],
    ['missing[0]” should be one of times', changed([...firstExchange, 'missing'], ['everything'])],
  ])('is refused in words: %s', (words, json) => {
    const read = conversationFromJson(json)
    expect(read.ok ? '' : read.problem.detail).toContain(words)
  })

  it('brings decisions back as words, never as approvals', () => {
    const read = conversationFromJson(
      changed(['turns', 0, 'input'], { text: '', decisions: [{ approve: true, tool: 'drop_table' }] }),
    )
    expect(read.ok && read.value.turns[0]?.input).toEqual({
      text: 'Approved: drop_table',
      customInputs: '',
      instructions: '',
    })
  })

  it('never lends its prototype', () => {
    const hostile = JSON.parse(
      `{"__proto__": ${JSON.stringify(valid())}, "format": "agent-playground-recording", "version": 1}`,
    ) as Json
    expect(conversationFromJson(hostile).ok).toBe(false)
    expect(Reflect.get({}, 'turns')).toBeUndefined()
  })
})
