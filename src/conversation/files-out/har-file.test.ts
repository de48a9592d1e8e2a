import Ajv from 'ajv'
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' }
import fc from 'fast-check'
import harSchemas from 'har-schema'
import { describe, expect, it } from 'vitest'
import { parseJson, type Json } from '../../lib/json.ts'
import { recordedAnswers } from '../../sample/recorded-answers.ts'
import { anyConversation, conversationWith } from '../test-conversations.ts'
import { harFile } from './har-file.ts'

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
ajv.addMetaSchema(draft6)
ajv.addSchema(Object.values(harSchemas))
const isHar = ajv.getSchema('har.json#')

const complaintsOf = (text: string): unknown => {
  if (isHar === undefined) throw new Error('The schema of HAR 1.2 was not found.')
  isHar(JSON.parse(text))
  return isHar.errors
}

describe('an HTTP archive', () => {
  it('is HAR 1.2 by its JSON schema, for every recorded answer', () => {
    for (const answer of recordedAnswers)
      expect(complaintsOf(harFile(conversationWith(answer))), answer.name).toBeNull()
  })

  it('is HAR 1.2 by its JSON schema, for any conversation that can be written', () => {
    fc.assert(
      fc.property(anyConversation, (conversation) => {
        expect(complaintsOf(harFile(conversation))).toBeNull()
      }),
      { seed: 20_261_127, numRuns: 200 },
    )
  })

  it('is refused by the same check where a field is wrong, so that the check can fail', () => {
    const har = JSON.parse(harFile(conversationWith(recordedAnswers[0] ?? expect.fail())))
    har.log.entries[0].request.headers[0].name = 7
    delete har.log.entries[0].timings
    expect(complaintsOf(JSON.stringify(har))).toHaveLength(2)
  })

  it('keeps a body that is not UTF-8 as base64, and times as HAR counts them', () => {
    const bytes = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])
    const answer = { name: 'torn', status: 200, headers: [['content-type', 'application/json']] as const, bytes }
    const parsed = parseJson(harFile(conversationWith({ ...answer, isCut: false })))
    expect(parsed.ok && (parsed.value as Json)).toMatchObject({
      log: {
        entries: [
          {
            startedDateTime: '2026-11-18T11:06:40.000Z',
            time: expect.any(Number),
            response: { content: { size: 4, text: 'e//+fQ==', encoding: 'base64' } },
            timings: { send: 0, wait: 10, receive: expect.any(Number) },
          },
        ],
      },
    })
  })
})
