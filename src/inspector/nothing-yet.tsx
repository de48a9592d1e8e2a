import type { Recording } from '../exchange/recording.ts'
import { byteSize } from '../ui/figures.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { EmptyNote } from './empty-note.tsx'

/** What stands in place of events or chunks while there are none, or because there will be none. */
export const NothingYet = ({ recording, live }: { readonly recording: Recording; readonly live: boolean }) => {
  const { end, head, request, chunks } = recording
  const arrived = `${byteSize(chunks.byteLength)} arrived; the Raw tab shows them.`
  if (end?.kind === 'broken') {
    return (
      <div className="grid gap-3 overflow-y-auto p-3">
        <ProblemNotice problem={end.problem} />
        <p className="text-xs text-text-subtle">
          {head === undefined && 'The exchange failed before an answer began.'}
          {head !== undefined && (chunks.count === 0 ? 'The answer broke off before its first byte.' : arrived)}
        </p>
      </div>
    )
  }
  if (chunks.count > 0) {
    return (
      <EmptyNote title={end === undefined ? 'An answer in one piece is arriving' : 'No event could be read'}>
        {end === undefined ? `It is read when it has ended. So far, ${arrived}` : arrived}
      </EmptyNote>
    )
  }
  if (end?.kind === 'stopped') {
    return (
      <EmptyNote title="Stopped before the first byte">You stopped this run before anything had arrived.</EmptyNote>
    )
  }
  if (end?.kind === 'abandoned') {
    return <EmptyNote title="Nothing was recorded">The page was closed before anything had arrived.</EmptyNote>
  }
  if (end !== undefined || !live) {
    return (
      <EmptyNote title="The answer has no body">
        {head === undefined ? 'No answer was recorded.' : `Status ${head.status}, and not one byte after the head.`}
      </EmptyNote>
    )
  }
  return (
    <EmptyNote title={head === undefined ? 'Waiting for the answer' : 'Waiting for the first byte'}>
      <span className="wrap-anywhere">
        {head === undefined
          ? `${request.method} ${request.url} was sent. Every event will appear here as it arrives.`
          : `The head arrived with status ${head.status}. Every event will appear here as it arrives.`}
      </span>
    </EmptyNote>
  )
}
