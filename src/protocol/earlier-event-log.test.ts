import { expect, it } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import { createEarlierEventLog } from './earlier-event-log.ts'
import { createEventLog, type EventLog } from './event-log.ts'

const entries = Array.from({ length: 20 }, (_, index) => ({
  at: index as Ms,
  end: 10 * (index + 1),
  type: index % 3 === 0 ? 'delta' : `other ${index % 5}`,
  touch: { item: `item-${index % 2}`, part: 0, from: index, to: index + 1 },
  findings: index % 4,
}))

const told = (log: EventLog) => ({
  count: log.count,
  types: log.types,
  rows: Array.from({ length: log.count }, (_, index) => log.row(index)),
  byBytes: Array.from({ length: 210 }, (_, offset) => log.indexAtByte(offset)),
  first: ['item-0', 'item-1', 'item-2'].map((item) => log.firstEventOf(item)),
  ofItem: log.eventsOf('item-1', 0, 3, 17),
})

it('tells from a checkpoint on what the log told then', () => {
  const whole = createEventLog()
  for (const entry of entries) whole.append(entry)
  whole.addFindings(7)
  for (let start = 1; start <= entries.length; start += 1) {
    const asItWas = createEventLog()
    for (const entry of entries.slice(0, start)) asItWas.append(entry)
    const place = { boundary: 10 * start, lastEventId: '', afterReturn: false }
    const { types } = asItWas
    const findings = asItWas.row(start - 1).findings
    const earlier = createEarlierEventLog(whole, { events: start, types, findings, place })
    expect(told(earlier)).toEqual(told(asItWas))
    for (const log of [asItWas, earlier]) {
      for (const entry of entries.slice(start)) log.append(entry)
      log.extend(205)
      log.addFindings(1)
    }
    expect(told(earlier)).toEqual(told(asItWas))
  }
})
