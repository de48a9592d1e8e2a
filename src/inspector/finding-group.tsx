import { useState } from 'react'
import type { Recording } from '../exchange/recording.ts'
import type { Finding } from '../protocol/finding.ts'
import type { Reading } from '../protocol/reading.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { count as figure } from '../ui/figures.ts'
import { EventLink } from './event-link.tsx'
import { SeverityBadge } from './finding-card.tsx'
import { findingCatalogue, frameworkNames, type FindingWords, type Framework } from './finding-catalogue.ts'
import type { FindingGroup } from './finding-groups.ts'
import { groupMarkdown } from './findings-markdown.ts'

interface FindingPlaceProps {
  readonly recording: Recording
  readonly reading: Reading
}

const shownEvents = 8
const shownFindings = 12

/** The events that show it: the first few as links, the others as a number. */
const Events = ({ finding, recording, reading }: { readonly finding: Finding } & FindingPlaceProps) => {
  const shown = finding.events.slice(0, shownEvents)
  const more = finding.times - shown.length
  return (
    <span className="flex flex-wrap items-baseline gap-x-2 text-2xs text-text-subtle tabular-nums">
      {finding.times === 1 ? 'at' : `${figure(finding.times)} times, at`}
      {shown.map((event) => (
        <EventLink key={event} event={event} recording={recording} reading={reading} />
      ))}
      {more > 0 && <span>and {figure(more)} more</span>}
    </span>
  )
}

const Fixes = ({ words }: { readonly words: FindingWords }) => {
  const [open, setOpen] = useState(false)
  const special = Object.entries(words.fixes) as [Framework, string][]
  return (
    <Disclosure
      open={open}
      onToggle={setOpen}
      summary={<span className="text-xs font-medium text-text-subtle">How to fix it</span>}
    >
      <div className="grid gap-2 ps-7 pe-2 pt-0.5 pb-2 text-xs">
        <p className="wrap-anywhere">{words.fix}</p>
        {special.length > 0 && (
          <dl className="grid gap-x-3 gap-y-2 @md:grid-cols-[minmax(7rem,auto)_minmax(0,1fr)]">
            {special.map(([framework, advice]) => (
              <div key={framework} className="grid gap-x-3 @md:col-span-2 @md:grid-cols-subgrid">
                <dt className="font-medium text-text-subtle">{frameworkNames[framework]}</dt>
                <dd className="min-w-0 wrap-anywhere">{advice}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </Disclosure>
  )
}

/** One habit of the agent: what it did and where, why that matters, and what to change. */
export const FindingGroupCard = ({
  group,
  recording,
  reading,
}: { readonly group: FindingGroup } & FindingPlaceProps) => {
  const words = findingCatalogue[group.code]
  const hidden = group.findings.length - shownFindings
  return (
    <section aria-label={words.title} className="rounded-lg border border-border bg-surface-raised">
      <header className="flex items-start gap-2 border-b border-border py-1.5 ps-3 pe-1.5">
        <div className="grid min-w-0 flex-1 gap-1 py-0.5">
          <h3 className="text-sm font-medium wrap-anywhere">{words.title}</h3>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <SeverityBadge severity={group.severity} />
            <code className="min-w-0 font-mono text-2xs wrap-anywhere text-text-subtle">{group.code}</code>
          </p>
        </div>
        <CopyButton label={`Copy as Markdown: ${words.title}`} text={() => groupMarkdown(group)} />
      </header>
      <ul className="divide-y divide-border">
        {group.findings.slice(0, shownFindings).map((finding) => (
          <li key={finding.detail} className="grid gap-0.5 px-3 py-1.5">
            <span className="min-w-0 text-xs wrap-anywhere">{finding.detail}</span>
            <Events finding={finding} recording={recording} reading={reading} />
          </li>
        ))}
        {hidden > 0 && <li className="px-3 py-1.5 text-2xs text-text-subtle">and {figure(hidden)} more like these</li>}
      </ul>
      <div className="grid gap-1 border-t border-border px-1.5 py-1.5">
        <p className="px-1.5 text-xs wrap-anywhere text-text-subtle">{words.why}</p>
        <Fixes words={words} />
      </div>
    </section>
  )
}
