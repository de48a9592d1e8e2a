import { expect, test } from 'vitest'
import { readSettings, standardSettings } from './library-settings.ts'

test('settings that were kept are read back', () => {
  const settings = { budget: 250_000_000, keepsHistory: false, clearsAtSignOut: true }
  expect(readSettings(settings)).toEqual(settings)
  expect(readSettings({ ...settings, budget: null })).toEqual({ ...settings, budget: null })
})

test.each([undefined, null, 3, 'x', [], {}, { budget: -1, keepsHistory: 'no', clearsAtSignOut: 0 }])(
  'from %j nothing odd is taken over',
  (kept) => expect(readSettings(kept)).toEqual(standardSettings),
)
