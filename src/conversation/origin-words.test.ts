import { expect, test } from 'vitest'
import type { EpochMs } from '../lib/brand.ts'
import { originWords } from './origin-words.ts'

const importedAt = 0 as EpochMs

test('says the source, and names all that it did not hold', () => {
  expect(originWords({ kind: 'file', name: 'a.recording.json', importedAt, missing: [] })).toBe(
    'Imported from a.recording.json',
  )
  expect(originWords({ kind: 'link', name: '', importedAt, missing: ['times', 'head'] })).toBe(
    'Opened from a link. Not in it: the moments of arrival and status and header fields',
  )
  expect(originWords({ kind: 'warehouse', name: 'Night jobs', importedAt, missing: ['bytes'] })).toBe(
    'From the SQL warehouse Night jobs; no wire recording',
  )
})
