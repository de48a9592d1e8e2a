import { Flag } from 'lucide-react'
import type { Recording } from '../exchange/recording.ts'
import type { Finding } from '../protocol/finding.ts'
import type { Reading } from '../protocol/reading.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { count as figure } from '../ui/figures.ts'
import { EmptyNote } from './empty-note.tsx'
import { SeverityBadge, severityOrder } from './finding-card.tsx'
import { selectEvent, selectTab } from './use-selection.ts'

interface FindingsViewProps {
  readonly recording: Recording
  readonly reading: Reading
  readonly live: boolean
}

/** Findings with the same code come from one habit of the agent, so they stand together. */
interface FindingGroup {
  readonly code: string
  readonly severity: Finding['severity']
  readonly findings: readonly Finding[]
}

const groupsOf = (findings: readonly Finding[]): FindingGroup[] => {
  const groups = new Map<string, FindingGroup & { readonly findings: Finding[] }>()
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.code}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { code: finding.code, severity: finding.severity, findings: [finding] })
    else group.findings.push(finding)
  }
  return [...groups.values()].sort(
    (one, other) => severityOrder.indexOf(one.severity) - severityOrder.indexOf(other.severity),
  )
}

const shownAtFirst = 20

const Group = ({ group, recording, reading }: { readonly group: FindingGroup } & Omit<FindingsViewProps, 'live'>) => {
  const hidden = group.findings.length - shownAtFirst
  const open = (event: number) => {
    selectEvent(recording.id, reading.events, event)
    selectTab('events')
  }
  return (
    <section aria-label={group.code} className="rounded-lg border border-border bg-surface-raised">
      <h3 className="flex items-center gap-2 border-b border-border px-3 py-2">
        <SeverityBadge severity={group.severity} />
        <code className="min-w-0 flex-1 truncate font-mono text-xs font-medium">{group.code}</code>
        <span className="text-2xs text-text-subtle tabular-nums">
          {group.findings.length === 1 ? 'once' : `${figure(group.findings.length)} times`}
        </span>
      </h3>
      <ul className="divide-y divide-border">
        {group.findings.slice(0, shownAtFirst).map((finding) => (
          <li key={`${finding.event} ${finding.detail}`} className="flex items-baseline gap-3 px-3 py-1.5">
            <span className="min-w-0 flex-1 text-xs wrap-anywhere">{finding.detail}</span>
            {finding.event >= 0 && finding.event < reading.events.count && (
              <button
                type="button"
                onClick={() => open(finding.event)}
                className="shrink-0 text-2xs text-accent tabular-nums underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
              >
                event {figure(finding.event + 1)}
              </button>
            )}
          </li>
        ))}
        {hidden > 0 && (
          <li className="px-3 py-1.5 text-2xs text-text-subtle">and {figure(hidden)} more of the same code</li>
        )}
      </ul>
    </section>
  )
}

/** Where the answer deviates from the protocol: what an agent's author wants to know first. */
export const FindingsView = ({ recording, reading, live }: FindingsViewProps) => {
  const { findings } = reading.snapshot
  if (findings.length === 0) {
    return (
      <EmptyNote title={live ? 'No deviations found so far' : 'No deviations found'}>
        {live
          ? 'Every event is checked as it arrives.'
          : `${figure(reading.events.count)} ${reading.events.count === 1 ? 'event was' : 'events were'} checked.`}
      </EmptyNote>
    )
  }
  return (
    <div className="h-full overflow-y-auto p-3">
      <div className="mb-2 flex items-center gap-2">
        <Flag size={14} aria-hidden className="text-notice" />
        <p className="flex-1 text-xs text-text-subtle">
          {figure(findings.length)} {findings.length === 1 ? 'deviation' : 'deviations'} from the protocol. The answer
          is shown as well as it can be nevertheless.
        </p>
        <CopyButton
          label="Copy all findings"
          text={() =>
            findings
              .map(({ severity, code, detail, event }) => `- [${severity}] ${code}, event ${event + 1}: ${detail}`)
              .join('\n')
          }
        />
      </div>
      <div className="grid gap-3">
        {groupsOf(findings).map((group) => (
          <Group key={`${group.severity} ${group.code}`} group={group} recording={recording} reading={reading} />
        ))}
      </div>
    </div>
  )
}
