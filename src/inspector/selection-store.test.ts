import { beforeEach, expect, test } from 'vitest'
import type { ExchangeId } from '../exchange/recording.ts'
import { scriptedExchange, toolAnswer } from './scripted-exchange.ts'
import {
  clearSelection,
  markOf,
  selectChunk,
  selectEvent,
  selectionStore,
  selectTab,
  selectText,
} from './selection-store.ts'

const { recording, reading } = scriptedExchange(toolAnswer)
const { id } = recording
const { events } = reading
const other = 'exchange-2' as ExchangeId
const message = reading.snapshot.items.find(({ kind }) => kind === 'message')?.key ?? ''

beforeEach(() => {
  clearSelection(id)
  clearSelection(other)
  selectTab('events')
})

test('an event selected in the list marks what it did to the answer', () => {
  selectEvent(id, events, 9)
  expect(selectionStore.getState().selection).toMatchObject({ exchange: id, event: 9, chunk: null, origin: 'list' })
  expect(markOf(id)).toMatchObject({ item: message, from: 6, to: 10 })
  expect(markOf(other)).toBeNull()
})

test('text selected in the chat selects its first event and marks all', () => {
  selectTab('raw')
  expect(selectText(id, events, message, 0, 4, 8)).toBe(true)
  expect(selectionStore.getState()).toMatchObject({ tab: 'events', selection: { event: 8, origin: 'chat' } })
  expect(selectionStore.getState().selection?.marked).toEqual([8, 9])
  selectEvent(id, events, 9)
  expect(selectionStore.getState().selection?.marked).toEqual([8, 9])
  selectEvent(id, events, 0)
  expect(selectionStore.getState().selection?.marked).toEqual([])
})

test('text that no event brought selects nothing', () => {
  expect(selectText(id, events, 'no such item')).toBe(false)
  expect(selectionStore.getState().selection).toBeNull()
})

test('a chunk is shown beside the event that is selected', () => {
  selectEvent(id, events, 8)
  selectChunk(id, 3)
  expect(selectionStore.getState()).toMatchObject({ tab: 'raw', selection: { event: 8, chunk: 3 } })
  selectChunk(other, 0)
  expect(selectionStore.getState().selection).toMatchObject({ exchange: other, event: null, chunk: 0 })
})

test('an event that does not exist clears, and only this exchange', () => {
  selectEvent(id, events, 3)
  selectEvent(other, events, 99)
  expect(selectionStore.getState().selection?.event).toBe(3)
  selectEvent(id, events, 99)
  expect(selectionStore.getState().selection).toBeNull()
})
