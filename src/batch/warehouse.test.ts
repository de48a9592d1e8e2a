import { expect, test } from 'vitest'
import { noneWords, stateWords, usableWarehouses, warehousesPage } from './warehouse.ts'

const page = warehousesPage({
  warehouses: [
    { id: '1', name: 'Nights', state: 'STOPPED', warehouse_type: 'PRO', enable_serverless_compute: true },
    { id: '2', name: 'Days', state: 'RUNNING', warehouse_type: 'PRO', enable_serverless_compute: false },
    { id: '3', name: 'Old', state: 'RUNNING', warehouse_type: 'CLASSIC' },
    { id: '4', name: 'Gone', state: 'DELETED', warehouse_type: 'PRO' },
    { id: '5', state: 'DREAMING' },
    { name: 'without an id' },
    'no warehouse at all',
  ],
  next_page_token: 'more',
})

test('reads what it knows, and offers what can ask agents, the running ones first', () => {
  expect(page.nextPageToken).toBe('more')
  expect(page.warehouses.map(({ kind }) => kind)).toEqual(['serverless', 'pro', 'classic', 'pro', 'unknown'])
  expect(usableWarehouses(page.warehouses).map(({ name }) => name)).toEqual(['Days', 'Nights', '5'])
})

test('says what a state means for a statement, and why none can be chosen', () => {
  expect(page.warehouses.map(stateWords)).toEqual([
    expect.stringContaining('some seconds'),
    'It is running.',
    'It is running.',
    expect.stringContaining('DELETED'),
    expect.stringContaining('DREAMING'),
  ])
  expect(noneWords([])).toContain('CAN USE')
  expect(noneWords(page.warehouses.slice(2, 4))).toContain('classic or deleted')
})
