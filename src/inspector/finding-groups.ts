import { grouped } from '../lib/grouped.ts'
import type { Finding, FindingCode, Severity } from '../protocol/finding.ts'
import { findingCatalogue } from './finding-catalogue.ts'

/** Findings with the same code come from one habit of the agent, so they stand together. */
export interface FindingGroup {
  readonly code: FindingCode
  readonly severity: Severity
  readonly findings: readonly Finding[]
  readonly times: number
}

export const severityOrder: readonly Severity[] = ['breaks-clients', 'loses-data', 'odd']

/** What is wanted: no severity chosen means all of them. */
export interface FindingFilter {
  readonly severities: ReadonlySet<Severity>
  readonly words: string
}

export const everyFinding: FindingFilter = { severities: new Set(), words: '' }

const isWanted = (finding: Finding, { severities, words }: FindingFilter): boolean => {
  if (severities.size > 0 && !severities.has(finding.severity)) return false
  const { title, why, fix } = findingCatalogue[finding.code]
  const text = `${finding.code} ${finding.detail} ${title} ${why} ${fix}`.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** The wanted findings by code, the worst first, otherwise in order of appearance. */
export const findingGroups = (findings: readonly Finding[], filter = everyFinding): readonly FindingGroup[] => {
  const wanted = findings.filter((finding) => isWanted(finding, filter))
  return [...grouped(wanted, ({ code }) => code)]
    .map(([code, list]) => ({
      code,
      severity: list[0]?.severity ?? 'odd',
      findings: list,
      times: list.reduce((sum, { times }) => sum + times, 0),
    }))
    .sort((one, other) => severityOrder.indexOf(one.severity) - severityOrder.indexOf(other.severity))
}

export const countsBySeverity = (findings: readonly Finding[]): ReadonlyMap<Severity, number> => {
  const counts = new Map<Severity, number>()
  for (const { severity } of findings) counts.set(severity, (counts.get(severity) ?? 0) + 1)
  return counts
}
