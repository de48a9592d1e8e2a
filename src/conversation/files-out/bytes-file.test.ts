import { describe, expect, it } from 'vitest'
import { recordedAnswers } from '../../sample/recorded-answers.ts'
import type { PortableConversation } from '../conversation-file.ts'
import { conversationWith } from '../test-conversations.ts'
import { bytesFile, bytesForm } from './bytes-file.ts'

/** The same turn with several exchanges in its run. */
const withExchanges = (...answers: readonly PortableConversation[]): PortableConversation => {
  const exchanges = answers.flatMap(({ turns }) => turns.flatMap(({ runs }) => runs.flatMap((run) => run.exchanges)))
  const [first] = answers
  if (first === undefined) throw new Error('At least one answer is needed.')
  return {
    ...first,
    turns: first.turns.map((turn) => ({ ...turn, runs: turn.runs.map((run) => ({ ...run, exchanges })) })),
  }
}

describe('the bytes as a file', () => {
  it('are those that were received, whatever they are', () => {
    for (const answer of recordedAnswers) {
      expect(Buffer.compare(bytesFile(conversationWith(answer)), answer.bytes), answer.name).toBe(0)
    }
  })

  it('stand one after the other where a run took several exchanges, each behind a comment with its length', () => {
    const [one, other] = recordedAnswers
    if (one === undefined || other === undefined) throw new Error('Two recordings are needed.')
    const text = new TextDecoder().decode(bytesFile(withExchanges(conversationWith(one), conversationWith(other))))
    const marks = text.split('\n').filter((line) => line.startsWith(': agent-playground body '))
    expect(marks.map((line) => JSON.parse(line.slice(24)).length)).toEqual([one.bytes.length, other.bytes.length])
  })

  it('are called by what they hold', () => {
    const form = (text: string, type: string) =>
      bytesForm(
        conversationWith({
          name: 'form',
          status: 200,
          headers: [['content-type', type]],
          bytes: new TextEncoder().encode(text),
          isCut: false,
        }),
      )
    expect(form('data: {}\n\n', 'text/plain')).toEqual({ ending: 'sse', mediaType: 'text/plain' })
    expect(form(' {"output":[]}', 'text/event-stream').ending).toBe('json')
    expect(form('<html>', 'text/html').ending).toBe('txt')
  })
})
