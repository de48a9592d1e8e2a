import { expect, it } from 'vitest'
import type { JsonObject } from '../lib/json.ts'
import { createDeclarationChecks } from './declaration-checks.ts'
import { emptySnapshot } from './snapshot.ts'

type Sent = JsonObject & { readonly type: string }

const codesOf = (...events: readonly Sent[]): string[] => {
  const codes: string[] = []
  const checks = createDeclarationChecks((code) => codes.push(code))
  checks.began({ id: 'resp_1' })
  for (const event of events) checks.taken(event.type, event)
  return codes
}

const place = { item_id: 'm', output_index: 0 }
const added: Sent = { type: 'response.output_item.added', output_index: 0, item: { type: 'message', id: 'm' } }
const part: Sent = { type: 'response.content_part.added', ...place, content_index: 0 }
const delta: Sent = { type: 'response.output_text.delta', ...place, content_index: 0, delta: 'x' }
const textDone: Sent = { type: 'response.output_text.done', ...place, content_index: 0, text: 'x' }
const done: Sent = { type: 'response.output_item.done', output_index: 0, item: { type: 'message', id: 'm' } }
const whole = [added, part, delta, textDone, done]

it.each<[name: string, events: readonly Sent[], codes: readonly string[]]>([
  ['the full order', whole, []],
  ['a part that came with its item', [{ ...added, item: { id: 'm', content: [{}] } }, delta, textDone, done], []],
  ['a part that was not declared, told once', [added, delta, delta, textDone, done], ['undeclared-part']],
  ['an item that was not declared, which is told elsewhere', [delta], []],
  ['a text that was not closed', [added, part, delta, done], ['missing-text-done']],
  ['an empty last delta', [added, part, delta, textDone, { ...delta, delta: '' }, done], []],
  ['an index that is used twice', [...whole, { ...added, item: { id: 'n' } }], ['shared-index']],
  ['an item that is declared twice', [added, added], []],
  ['a delta without a place', [added, part, { ...delta, content_index: null }], ['missing-index']],
  [
    'arguments, which have no content_index',
    [
      { type: 'response.output_item.added', output_index: 1, item: { type: 'function_call', id: 'f' } },
      { type: 'response.function_call_arguments.delta', item_id: 'f', output_index: 1, delta: '{}' },
      { type: 'response.function_call_arguments.done', item_id: 'f', output_index: 1, arguments: '{}' },
      { type: 'response.output_item.done', output_index: 1, item: { type: 'function_call', id: 'f' } },
    ],
    [],
  ],
])('%s', (_name, events, codes) => expect(codesOf(...events)).toEqual(codes))

it('begins anew with each response', () => {
  const codes: string[] = []
  const checks = createDeclarationChecks((code) => codes.push(code))
  for (const id of ['resp_1', 'resp_2']) {
    checks.began({ id })
    for (const event of whole) checks.taken(event.type, event)
    checks.ended('response.completed', { id }, emptySnapshot)
  }
  expect(codes).toEqual([])
  checks.ended('response.completed', { id: 'resp_3' }, emptySnapshot)
  expect(codes).toEqual(['renamed-response'])
})
