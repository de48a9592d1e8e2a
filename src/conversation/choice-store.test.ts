import { expect, it } from 'vitest'
import { createChoiceStore } from './choice-store.ts'
import type { RunId } from './conversation.ts'

const [run, other] = ['run' as RunId, 'other' as RunId]

it('keeps what was chosen for each run until it is sent', () => {
  const store = createChoiceStore()
  store.chose(run, 'a', { approve: true, reason: '' })
  store.chose(run, 'b', { approve: false, reason: 'no' })
  store.chose(run, 'a', { approve: false, reason: '' })
  store.chose(other, 'a', { approve: true, reason: '' })
  expect(store.chosenIn(run)).toEqual({ a: { approve: false, reason: '' }, b: { approve: false, reason: 'no' } })
  store.sent(run)
  expect(store.chosenIn(run)).toEqual({})
  expect(store.chosenIn(other)).toEqual({ a: { approve: true, reason: '' } })
})

it('keeps a reason that is written, until the decisions of its run are sent', () => {
  const store = createChoiceStore()
  store.wroteReason(run, 'a', 'not to')
  store.wroteReason(run, 'a', 'not today')
  store.wroteReason(other, 'a', 'gladly')
  expect([store.reasonFor(run, 'a'), store.reasonFor(run, 'b')]).toEqual(['not today', ''])
  store.sent(run)
  expect([store.reasonFor(run, 'a'), store.reasonFor(other, 'a')]).toEqual(['', 'gladly'])
})

it('an id that is a word of JavaScript is an id like any other', () => {
  const store = createChoiceStore()
  expect(store.chosenIn('constructor' as RunId)).toEqual({})
  store.told(run, 'item-1', { approve: true })
  store.told(run, 'item-1', { approve: true, problem: 'gone' })
  expect(store.toldIn(run)).toEqual({ 'item-1': { approve: true, problem: 'gone' } })
})
