import { describe, expect, it } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import { fieldOf, type JsonObject } from '../lib/json.ts'
import { emptyFold, type Fold } from './fold.ts'
import { callProgressed, callSteps } from './response-calls.ts'

const at = { at: 0 as Ms, event: 0 }
const steps = new Map(callSteps)
const told = (fold: Fold, type: string, event: JsonObject): Fold =>
  steps.get(type)?.(fold, event, at) ?? callProgressed(fold, type, event, at) ?? fold
const tell = (...events: readonly (readonly [type: string, event: JsonObject])[]): Fold =>
  events.reduce((fold, [type, event]) => told(fold, `response.${type}`, event), emptyFold)

const jsonOf = (fold: Fold): JsonObject => {
  const [item] = fold.snapshot.items
  return item?.kind === 'other' ? item.json : {}
}

describe('progress of a call', () => {
  it('begins an item that nobody declared', () => {
    const { snapshot } = tell(['web_search_call.searching', { item_id: 'w', output_index: 0 }])
    expect(snapshot.items).toMatchObject([{ kind: 'other', type: 'web_search_call', id: 'w', status: 'searching' }])
    expect(tell(['mcp_call.in_progress', { item_id: 'm' }]).snapshot.items).toMatchObject([{ kind: 'tool-call' }])
  })

  it('does not begin one by its last word', () => {
    expect(tell(['mcp_list_tools.failed', { item_id: 'm' }]).snapshot.items).toEqual([])
  })

  it('leaves what is closed alone', () => {
    const fold = tell(['web_search_call.searching', { item_id: 'w' }])
    const [item] = fold.snapshot.items
    if (item === undefined) throw new Error('There is an item.')
    const closed: Fold = {
      ...fold,
      snapshot: { ...fold.snapshot, items: [{ ...item, state: 'done', status: 'completed' }] },
    }
    expect(callProgressed(closed, 'response.web_search_call.searching', { item_id: 'w' }, at)).toBe(closed)
  })

  it('is no other event', () => expect(callProgressed(emptyFold, 'response.created', {}, at)).toBeUndefined())
})

describe('what grows', () => {
  it('is a command at its index; a wrong index costs nothing and loses nothing', () => {
    const fold = tell(
      ['shell_call_command.delta', { item_id: 's', command_index: 0, delta: 'l' }],
      ['shell_call_command.delta', { item_id: 's', command_index: 0, delta: 's' }],
      ['shell_call_command.delta', { item_id: 's', command_index: 4_000_000_000, delta: 'pwd' }],
      ['shell_call_command.done', { item_id: 's', command_index: 0, command: 'ls -l' }],
    )
    expect(fieldOf(jsonOf(fold), 'action')).toEqual({ commands: ['ls -l', 'pwd'] })
  })

  it('is what a command prints, in two streams', () => {
    const fold = tell(
      ['shell_call_output_content.delta', { item_id: 'o', command_index: 0, delta: { stdout: 'a' } }],
      ['shell_call_output_content.delta', { item_id: 'o', command_index: 0, delta: { stdout: 'b', stderr: 'c' } }],
    )
    expect(fold.snapshot.items).toMatchObject([{ kind: 'tool-output', output: [{ stdout: 'ab', stderr: 'c' }] }])
    const whole = [{ stdout: 'x', stderr: '', outcome: { type: 'exit', exit_code: 0 } }]
    expect(
      told(fold, 'response.shell_call_output_content.done', { item_id: 'o', output: whole }).snapshot.items,
    ).toMatchObject([{ output: whole }])
  })

  it('is a patch', () => {
    const fold = tell(
      ['apply_patch_call_operation_diff.delta', { item_id: 'p', delta: '+a' }],
      ['apply_patch_call_operation_diff.delta', { item_id: 'p', delta: '\n+b' }],
    )
    expect(jsonOf(fold)).toMatchObject({ operation: { diff: '+a\n+b' } })
  })

  it.each([...steps.keys()])('%s without its content is told as invalid', (type) => {
    const fold = told(emptyFold, type, { item_id: 'x' })
    expect(fold.snapshot.findings.map(({ code }) => code)).toEqual(['invalid-event'])
  })
})
