import type { Finding, Severity } from '../protocol/finding.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { findingCatalogue } from './finding-catalogue.ts'

interface SeverityLook {
  readonly tone: Tone
  readonly words: string
  readonly meaning: string
}

export const severityLooks: Readonly<Record<Severity, SeverityLook>> = {
  'breaks-clients': { tone: 'danger', words: 'breaks clients', meaning: 'Common clients fail on this.' },
  'loses-data': {
    tone: 'notice',
    words: 'loses data',
    meaning: 'Something that was sent does not reach every reader.',
  },
  odd: { tone: 'neutral', words: 'odd', meaning: 'Not as the protocol says, but harmless where clients are lenient.' },
}

export const SeverityBadge = ({ severity }: { readonly severity: Severity }) => {
  const { tone, words, meaning } = severityLooks[severity]
  return (
    <span title={meaning} className="inline-flex">
      <Badge tone={tone}>{words}</Badge>
    </span>
  )
}

/** A finding in words. */
export const FindingCard = ({ finding }: { readonly finding: Finding }) => (
  <span className="min-w-0 wrap-anywhere" title={findingCatalogue[finding.code].why}>
    <SeverityBadge severity={finding.severity} /> <code className="font-mono text-text-subtle">{finding.code}</code>{' '}
    {finding.detail}
  </span>
)
