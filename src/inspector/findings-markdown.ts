import { contentTypeOf } from '../exchange/header-field.ts'
import type { Recording } from '../exchange/recording.ts'
import type { Finding } from '../protocol/finding.ts'
import type { Reading } from '../protocol/reading.ts'
import { byteSize, count as figure } from '../ui/figures.ts'
import { deliveryOf, deliverySummary } from './delivery.ts'
import { findingCatalogue, frameworkNames, type Framework } from './finding-catalogue.ts'
import type { FindingGroup } from './finding-groups.ts'

/** Findings as Markdown for a bug report. Words of the agent are escaped: a report never becomes a page of theirs. */
const escaped = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>#|~!&@]/g, '\\$&').replaceAll(/\s+/g, ' ')

const code = (text: string): string => `\`${text.replaceAll(/[`\s]+/g, ' ')}\``

const severityWords = { 'breaks-clients': 'breaks clients', 'loses-data': 'loses data', odd: 'odd' } as const

const shownEvents = 10

const eventsOf = ({ events, times }: Finding): string => {
  const shown = events.slice(0, shownEvents).map((event) => figure(event + 1))
  const more = times - shown.length
  return `${times === 1 ? 'event' : 'events'} ${shown.join(', ')}${more > 0 ? ` and ${figure(more)} more` : ''}`
}

/** One habit of the agent: what, where, why it matters and how to cure it. */
export const groupMarkdown = (group: FindingGroup): string => {
  const { title, why, fix, fixes } = findingCatalogue[group.code]
  const special = (Object.entries(fixes) as [Framework, string][]).map(
    ([framework, words]) => `- ${frameworkNames[framework]}: ${escaped(words)}`,
  )
  return [
    `### ${escaped(title)} (${code(group.code)}, ${severityWords[group.severity]})`,
    '',
    ...group.findings.map((finding) => `- ${escaped(finding.detail)} (${eventsOf(finding)})`),
    '',
    `**Why it matters.** ${escaped(why)}`,
    '',
    `**How to fix it.** ${escaped(fix)}`,
    ...(special.length === 0 ? [] : ['', ...special]),
  ].join('\n')
}

/** The whole report. The query and fragment of the address stay out, as they may hold what is nobody's business. */
export const findingsMarkdown = (recording: Recording, reading: Reading, groups: readonly FindingGroup[]): string => {
  const { request, head, chunks, startedAt } = recording
  const contentType = contentTypeOf(recording)
  const delivery = deliveryOf(recording, reading)
  const address = request.url.replace(/[?#].*$/s, '')
  return [
    '# Findings about an answer',
    '',
    `- Request: ${code(`${request.method} ${address}`)} at ${new Date(startedAt).toISOString()}`,
    `- Answer: ${head === undefined ? 'none' : `status ${head.status}`}${contentType === undefined ? '' : `, ${code(contentType)}`}`,
    `- Body: ${byteSize(chunks.byteLength)}, ${deliverySummary(recording, reading)}`,
    '',
    ...(delivery.length === 0 ? [] : ['## Delivery', '']),
    ...delivery.map(({ title, detail, advice }) => `- **${escaped(title)}.** ${escaped(detail)} ${escaped(advice)}`),
    ...(delivery.length === 0 ? [] : ['']),
    '## Protocol',
    '',
    groups.length === 0 ? 'No deviations.' : groups.map(groupMarkdown).join('\n\n'),
    '',
  ].join('\n')
}
