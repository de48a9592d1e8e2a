import { Download, Search, X } from 'lucide-react'
import { useState } from 'react'
import { downloadFile, safeFileName } from '../browser/download.ts'
import { maskOrdinary } from '../exchange/mask-ordinary.ts'
import type { Recording } from '../exchange/recording.ts'
import type { Finding, Severity } from '../protocol/finding.ts'
import type { Reading } from '../protocol/reading.ts'
import { IconButton } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { count as figure } from '../ui/figures.ts'
import { DeliveryNotes } from './delivery-notes.tsx'
import { EmptyNote } from './empty-note.tsx'
import { severityLooks } from './finding-card.tsx'
import { FindingGroupCard } from './finding-group.tsx'
import {
  countsBySeverity,
  everyFinding,
  findingGroups,
  severityOrder,
  type FindingFilter,
  type FindingGroup,
} from './finding-groups.ts'
import { findingsMarkdown } from './findings-markdown.ts'

interface FindingsViewProps {
  readonly recording: Recording
  readonly reading: Reading
  readonly live: boolean
}

const toggled = (set: ReadonlySet<Severity>, severity: Severity): ReadonlySet<Severity> => {
  const next = new Set(set)
  if (!next.delete(severity)) next.add(severity)
  return next
}

const dots: Readonly<Record<Severity, string>> = {
  'breaks-clients': 'bg-danger',
  'loses-data': 'bg-notice',
  odd: 'bg-text-subtle',
}

interface FilterProps {
  readonly findings: readonly Finding[]
  readonly filter: FindingFilter
  readonly onFilter: (filter: FindingFilter) => void
}

const SeverityChips = ({ findings, filter, onFilter }: FilterProps) => {
  const counts = countsBySeverity(findings)
  return (
    <div role="group" aria-label="Show only" className="flex min-w-0 flex-wrap items-center gap-1">
      {severityOrder
        .filter((severity) => counts.has(severity))
        .map((severity) => (
          <button
            key={severity}
            type="button"
            aria-pressed={filter.severities.has(severity)}
            title={severityLooks[severity].meaning}
            onClick={() => onFilter({ ...filter, severities: toggled(filter.severities, severity) })}
            className={cn(
              'inline-flex h-6 shrink-0 items-center gap-1.5 rounded-md border px-1.5 text-2xs font-medium transition-colors motion-reduce:transition-none',
              filter.severities.has(severity)
                ? 'border-accent bg-accent-soft text-text'
                : 'border-border text-text-subtle hover:bg-surface-hover hover:text-text',
            )}
          >
            <span aria-hidden className={cn('size-1.5 rounded-full', dots[severity])} />
            {severityLooks[severity].words}
            <span className="tabular-nums">{figure(counts.get(severity) ?? 0)}</span>
          </button>
        ))}
    </div>
  )
}

const SearchWords = ({ filter, onFilter }: Omit<FilterProps, 'findings'>) => (
  <div className="flex h-7 min-w-32 flex-1 items-center gap-1.5 rounded-md border border-border bg-surface-raised ps-2 pe-0.5 focus-within:outline-2 focus-within:outline-accent">
    <Search size={13} aria-hidden className="shrink-0 text-text-subtle" />
    <input
      type="search"
      aria-label="Search findings"
      placeholder="Search findings"
      value={filter.words}
      spellCheck={false}
      onChange={(event) => onFilter({ ...filter, words: event.target.value })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || filter.words === '') return
        event.stopPropagation()
        onFilter({ ...filter, words: '' })
      }}
      className="h-full min-w-0 flex-1 bg-transparent text-2xs outline-none placeholder:text-text-subtle [&::-webkit-search-cancel-button]:hidden"
    />
    {filter.words !== '' && (
      <IconButton label="Clear the search" size="small" onClick={() => onFilter({ ...filter, words: '' })}>
        <X size={13} aria-hidden />
      </IconButton>
    )}
  </div>
)

const tally = (shown: number, all: number): string => {
  const words = all === 1 ? 'deviation from the protocol' : 'deviations from the protocol'
  return shown === all ? `${figure(all)} ${words}` : `${figure(shown)} of ${figure(all)} ${words}`
}

const NoFindings = ({ reading, live }: Pick<FindingsViewProps, 'reading' | 'live'>) => {
  const { count } = reading.events
  if (live) return <EmptyNote title="No deviations found so far">Every event is checked as it arrives.</EmptyNote>
  if (reading.form === 'opaque' || count === 0) {
    return <EmptyNote title="Nothing to check">What came is neither an event stream nor JSON.</EmptyNote>
  }
  return (
    <EmptyNote title="No deviations found">
      {figure(count)} {count === 1 ? 'event was' : 'events were'} checked.
    </EmptyNote>
  )
}

/** What is copied or saved goes into issues and chats, and a detail may quote what the agent said. */
const maskedGroups = (groups: readonly FindingGroup[]): readonly FindingGroup[] =>
  maskOrdinary((mask) =>
    groups.map((group) => ({
      ...group,
      findings: group.findings.map((finding) => ({ ...finding, detail: mask.text(finding.detail) })),
    })),
  ).value

/** Where the answer deviates from the protocol, and how it was delivered: what an agent's author wants to know first. */
export const FindingsView = ({ recording, reading, live }: FindingsViewProps) => {
  const [filter, setFilter] = useState(everyFinding)
  const { findings } = reading.snapshot
  const groups = findingGroups(findings, filter)
  const shown = groups.reduce((sum, group) => sum + group.findings.length, 0)
  const report = () => findingsMarkdown(recording, reading, maskedGroups(groups))
  return (
    <div className="@container grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)]">
      <div className="grid gap-1.5 border-b border-border px-3 py-2">
        <div className="flex items-center gap-1">
          <p role="status" className="min-w-0 flex-1 text-xs text-text-subtle tabular-nums">
            {findings.length === 0 ? 'No deviations from the protocol' : tally(shown, findings.length)}
          </p>
          <CopyButton label="Copy as Markdown" text={report} />
          <IconButton
            label="Download as Markdown"
            size="small"
            onClick={() => downloadFile(`findings-${safeFileName(recording.id)}.md`, 'text/markdown', report())}
          >
            <Download size={14} aria-hidden />
          </IconButton>
        </div>
        {findings.length > 0 && (
          <div className="flex flex-wrap items-center gap-2">
            <SeverityChips findings={findings} filter={filter} onFilter={setFilter} />
            <SearchWords filter={filter} onFilter={setFilter} />
          </div>
        )}
      </div>
      <div className="grid min-h-0 content-start gap-3 overflow-y-auto p-3">
        {recording.head !== undefined && <DeliveryNotes recording={recording} reading={reading} />}
        {groups.map((group) => (
          <FindingGroupCard key={group.code} group={group} recording={recording} reading={reading} />
        ))}
        {findings.length === 0 && <NoFindings reading={reading} live={live} />}
        {findings.length > 0 && groups.length === 0 && (
          <EmptyNote title="No finding fits">Choose another severity, or other words.</EmptyNote>
        )}
      </div>
    </div>
  )
}
