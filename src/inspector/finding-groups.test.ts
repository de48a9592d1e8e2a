import { describe, expect, it } from 'vitest'
import { findingCodes, firstFinding } from '../protocol/finding.ts'
import { findingCatalogue } from './finding-catalogue.ts'
import { countsBySeverity, everyFinding, findingGroups } from './finding-groups.ts'
import { findingsMarkdown, groupMarkdown } from './findings-markdown.ts'
import { scriptedExchange } from './scripted-exchange.ts'

const findings = [
  firstFinding('unknown-event', '"a" is no event', 1),
  firstFinding('invalid-frame', 'The data are not JSON.', 2),
  firstFinding('unknown-event', '"b" is no event', 3),
  firstFinding('emptied-item', 'The final form of "m" is empty', 4),
]

describe('findings', () => {
  it('are grouped by code, the worst first', () => {
    expect(findingGroups(findings).map(({ code, times }) => [code, times])).toEqual([
      ['invalid-frame', 1],
      ['emptied-item', 1],
      ['unknown-event', 2],
    ])
    expect([...countsBySeverity(findings)]).toEqual([
      ['odd', 2],
      ['breaks-clients', 1],
      ['loses-data', 1],
    ])
  })

  it.each<[severities: ('odd' | 'loses-data')[], words: string, codes: string[]]>([
    [['odd'], '', ['unknown-event']],
    [['odd', 'loses-data'], '', ['emptied-item', 'unknown-event']],
    [[], ' EMPTY  final', ['emptied-item']],
    [[], 'nothing like it', []],
    [['odd'], 'emptied', []],
  ])('with %j and "%s"', (severities, words, codes) => {
    const found = findingGroups(findings, { ...everyFinding, severities: new Set(severities), words })
    expect(found.map(({ code }) => code)).toEqual(codes)
  })

  it('become a report in which the words of the agent mean nothing', () => {
    const hostile = firstFinding('unknown-event', '"<img src=x>`[a](javascript:1)`" is no event', 0)
    const [group] = findingGroups([hostile])
    const text = group === undefined ? '' : groupMarkdown(group)
    expect(text).toContain(String.raw`- "\<img src=x\>\`\[a\](javascript:1)\`" is no event (event 1)`)
  })

  it('are reported with the request, the answer and its delivery', () => {
    const { recording, reading } = scriptedExchange([[16_000, 'data: x\n\n', 'data: y\n\n']])
    const report = findingsMarkdown(recording, reading, findingGroups(reading.snapshot.findings))
    expect(report).toContain('`POST https://agent.example/responses`')
    expect(report).toContain('status 200, `text/event-stream`')
    expect(report).toContain('## Delivery\n\n- **The first byte came ')
    expect(report).toContain('- The data are not JSON. (events 1, 2)')
    expect(report).toContain('- MLflow ResponsesAgent: ')
  })
})

describe('the catalogue', () => {
  it.each(findingCodes)('%s is in whole sentences', (code) => {
    const { title, why, fix, fixes } = findingCatalogue[code]
    expect(title).not.toMatch(/\.$/)
    for (const words of [why, fix, ...Object.values(fixes)]) expect(words).toMatch(/^[A-Z[].*[.]$/s)
  })
})
