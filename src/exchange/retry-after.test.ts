import { expect, it } from 'vitest'
import type { EpochMs } from '../lib/brand.ts'
import { waitInWords, waitOf } from './retry-after.ts'

const now = Date.parse('2026-11-27T10:00:00Z') as EpochMs

it.each<[headers: Record<string, string>, wait: number | undefined]>([
  [{}, undefined],
  [{ 'Retry-After': '5' }, 5000],
  [{ 'retry-after': ' 30 ' }, 30_000],
  [{ 'retry-after': '0' }, undefined],
  [{ 'retry-after': '-3' }, undefined],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '999999999' }, undefined],
  [{ 'retry-after-ms': '1500', 'retry-after': '2' }, 1500],
  [{ 'retry-after-ms': 'x', 'retry-after': '2' }, 2000],
  [{ 'retry-after': 'Fri, 27 Nov 2026 10:00:20 GMT' }, 20_000],
  [{ 'retry-after': 'Fri, 27 Nov 2026 09:00:00 GMT' }, undefined],
  // The other side's clock is an hour ahead: only the difference counts.
  [{ date: 'Fri, 27 Nov 2026 11:00:00 GMT', 'retry-after': 'Fri, 27 Nov 2026 11:00:07 GMT' }, 7000],
])('%j', (headers, wait) => expect(waitOf(Object.entries(headers), now)).toBe(wait))

it.each([
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min 00 s'],
  [307, '5 min 07 s'],
  [50_000, '13 h 53 min'],
])('%d seconds are %s', (seconds, words) => expect(waitInWords(seconds)).toBe(words))
