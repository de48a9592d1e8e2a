import type { Finding } from '../protocol/finding.ts'
import { Badge, type Tone } from '../ui/badge.tsx'

const severities: Readonly<
  Record<Finding['severity'], { readonly tone: Tone; readonly words: string; readonly meaning: string }>
> = {
  'breaks-clients': { tone: 'danger', words: 'breaks clients', meaning: 'Common clients fail on this.' },
  'loses-data': { tone: 'notice', words: 'loses data', meaning: 'Something that was sent would not reach the reader.' },
  odd: { tone: 'neutral', words: 'odd', meaning: 'Not as the protocol says, but harmless here.' },
}

export const severityOrder: readonly Finding['severity'][] = ['breaks-clients', 'loses-data', 'odd']

export const SeverityBadge = ({ severity }: { readonly severity: Finding['severity'] }) => {
  const { tone, words, meaning } = severities[severity]
  return (
    <span title={meaning}>
      <Badge tone={tone}>{words}</Badge>
    </span>
  )
}

/** A finding in words. */
export const FindingCard = ({ finding }: { readonly finding: Finding }) => (
  <span className="min-w-0 wrap-anywhere">
    <SeverityBadge severity={finding.severity} /> <code className="font-mono text-text-subtle">{finding.code}</code>{' '}
    {finding.detail}
  </span>
)
