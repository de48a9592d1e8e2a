import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EpochMs } from '../../lib/brand.ts'
import type { Json } from '../../lib/json.ts'
import { comparable } from '../../protocol/comparable.ts'
import type { Snapshot } from '../../protocol/snapshot.ts'
import { recordedAnswers } from '../../sample/recorded-answers.ts'
import { conversationToJson, type PortableConversation, type PortableExchange } from '../conversation-file.ts'
import { fileOf } from '../files-out/file-of.ts'
import { foldsOf } from '../files-out/opened-run.ts'
import { anyConversation, conversationWith } from '../test-conversations.ts'
import type { FileForm } from '../thread-model.ts'
import { readText } from './read-text.ts'

const openedAt = 1_795_000_000_000 as EpochMs

/** Saved and opened again. */
const back = (conversation: PortableConversation, form: FileForm): PortableConversation => {
  const { content } = fileOf(form, conversation)
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const read = readText({ bytes, text: new TextDecoder().decode(bytes), name: 'file', openedAt })
  if (!read.ok) throw new Error(read.problem.detail)
  if (read.value.kind !== 'opened') throw new Error('It was taken for a command.')
  return read.value.conversation
}

const exchangesOf = ({ turns }: PortableConversation): readonly PortableExchange[] =>
  turns.flatMap(({ runs }) => runs.flatMap(({ exchanges }) => exchanges))

const bytesOf = ({ chunks }: PortableExchange): readonly number[] => [...chunks.bytes()]

const snapshotOf = ({ turns }: PortableConversation): Snapshot | undefined => {
  const run = turns[0]?.runs[0]
  return run === undefined ? undefined : foldsOf(run).at(-1)?.snapshot
}

const overText = (json: Json): Json => JSON.parse(JSON.stringify(json)) as Json

/** What masking on the way out changes is changed in both. */
const written = (conversation: PortableConversation) => overText(conversationToJson(conversation))

/** Several exchanges under several runs and turns. */
const longConversation = (): PortableConversation => {
  const some = recordedAnswers
    .filter((_, index) => index % 9 === 0)
    .map((answer, index) => conversationWith(answer, index))
  const turns = some.flatMap(({ turns: [turn] }, position) => {
    const next = some[(position + 1) % some.length]?.turns[0]?.runs ?? []
    if (turn === undefined) return []
    const runs = position % 3 === 0 ? [...turn.runs, ...next] : turn.runs
    return [{ ...turn, runs, chosen: runs.length - 1, parent: position === 0 ? null : position - 1 }]
  })
  return { title: 'Long', agentName: 'Recorded agent', turns, leaf: turns.length - 1 }
}

/** Bodies that, without their head, nothing tells from any other text. */
const isUnlikeAnAnswer = new Set(['free-form-json', 'sign-in-page', 'sql-second-chunk', 'whole-truncated'])

describe('saved and opened again', () => {
  it('a recording and a HAR are the same, for any conversation: bytes, moments, heads, ends, what was asked', () => {
    fc.assert(
      fc.property(anyConversation, (conversation) => {
        const json = written(conversation)
        expect(written(back(conversation, 'recording'))).toEqual(json)
        expect(written(back(conversation, 'har'))).toEqual(json)
      }),
      { seed: 20_261_127, numRuns: 200 },
    )
  })

  it.each(recordedAnswers.map((answer) => [answer.name, answer] as const))('%s, as each kind of file', (_, answer) => {
    const conversation = conversationWith(answer, 7)
    const snapshot = snapshotOf(conversation)
    for (const form of ['recording', 'har'] as const)
      expect(snapshotOf(back(conversation, form)), form).toEqual(snapshot)

    if (isUnlikeAnAnswer.has(answer.name)) expect(() => back(conversation, 'bytes')).toThrow()
    else {
      const fromBytes = exchangesOf(back(conversation, 'bytes'))
      expect(fromBytes.map(bytesOf)).toEqual([[...answer.bytes]])
      expect(fromBytes[0]?.missing).toEqual(expect.arrayContaining(['times', 'chunks', 'head', 'request']))
    }

    const fromEvents = back(conversation, 'events')
    const said = snapshotOf(fromEvents)
    expect(comparable(said ?? expect.fail())).toEqual(comparable(snapshot ?? expect.fail()))
    expect(said?.terminal).toBe(snapshot?.terminal)
    expect(said?.items.map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual(
      snapshot?.items.map(({ startedAt, endedAt }) => [startedAt, endedAt]),
    )
    expect(exchangesOf(fromEvents)[0]?.missing).not.toContain('times')
  })

  it('what was opened without times, heads and request stays without them, in a recording and in a HAR', () => {
    const text = 'data: {"type":"response.created","response":{"id":"r"}}\n\n'
    const read = readText({ bytes: new TextEncoder().encode(text), text, name: 'a.sse', openedAt })
    if (!read.ok || read.value.kind !== 'opened') throw new Error('It could not be opened.')
    const { conversation } = read.value
    expect(written(back(conversation, 'recording'))).toEqual(written(conversation))
    expect(written(back(conversation, 'har'))).toEqual(written(conversation))
  })

  it('a conversation of many runs keeps its turns and runs in every kind of file', () => {
    const conversation = longConversation()
    const shape = conversation.turns.map(({ runs }) => runs.length)
    for (const form of ['recording', 'har', 'bytes'] as const) {
      const again = back(conversation, form)
      expect(
        again.turns.map(({ runs }) => runs.length),
        form,
      ).toEqual(shape)
      expect(exchangesOf(again).map(bytesOf), form).toEqual(exchangesOf(conversation).map(bytesOf))
    }
    expect(back(conversation, 'events').turns.map(({ runs }) => runs.length)).toEqual(shape)
  })
})
