import type { Citation } from './citations.ts'

const Source = ({ citation, onLink }: { readonly citation: Citation; readonly onLink: (url: string) => void }) => {
  const { number, title, origin, url } = citation
  const words = (
    <>
      <span className="flex size-4 shrink-0 items-center justify-center rounded bg-accent-soft text-2xs font-semibold text-accent tabular-nums">
        {number}
      </span>
      <span className="truncate font-medium">{title}</span>
      {title !== origin && <span className="max-w-40 shrink-0 truncate text-text-subtle">{origin}</span>}
    </>
  )
  const look = 'flex h-7 min-w-0 max-w-full items-center gap-1.5 rounded-md border border-border ps-1.5 pe-2 text-xs'
  if (url === undefined) return <span className={look}>{words}</span>
  const ask = (event: { readonly button: number; preventDefault: () => void }) => {
    // The context menu belongs to the browser; every other button asks first.
    if (event.button === 2) return
    event.preventDefault()
    onLink(url)
  }
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      title={url}
      onClick={ask}
      onAuxClick={ask}
      className={`${look} hover:border-border-strong hover:bg-surface-hover`}
    >
      {words}
    </a>
  )
}

interface CitationListProps {
  readonly citations: readonly Citation[]
  readonly onLink: (url: string) => void
}

/** The sources under a message. */
export const CitationList = ({ citations, onLink }: CitationListProps) => (
  <ul aria-label="Sources" className="mt-3 flex flex-wrap gap-1.5">
    {citations.map((citation) => (
      <li key={citation.number} className="min-w-0">
        <Source citation={citation} onLink={onLink} />
      </li>
    ))}
  </ul>
)
