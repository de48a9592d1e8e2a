import { ArrowUpRight, Download, Eraser, FolderOpen, Pin, PinOff, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import type { ConversationId, RunId } from '../conversation/conversation.ts'
import { maskSwitchLabel } from '../conversation/use-masking.ts'
import type { EpochMs } from '../lib/brand.ts'
import type { Problem } from '../lib/problem.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { count } from '../ui/figures.ts'
import { Switch } from '../ui/switch.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { DeleteAllDialog } from './delete-all-dialog.tsx'
import { HoldingsTable } from './holdings-table.tsx'
import { leavingFor, leavingOf, totalOf, type Holding, type Holdings, type Leaving } from './holdings.ts'
import { KeepingCard, type KeepingCardProps } from './keeping-card.tsx'
import { LeavingDialog } from './leaving-dialog.tsx'
import { UsageCard, type UsageCardProps } from './usage-card.tsx'

/** What can be done here with what is kept. */
export interface LibraryActions {
  readonly onOpen: (id: ConversationId) => void
  readonly onPin: (id: ConversationId, pinned: boolean) => void
  readonly onExport: (id: ConversationId) => void
  readonly onDelete: (id: ConversationId) => void
  readonly onLeave: (runs: readonly RunId[]) => void
  readonly onExportAll: () => void
  readonly onImport: () => void
  readonly onDeleteAll: () => void
  readonly onClose: () => void
}

interface SelectedActionsProps {
  readonly holding: Holding | undefined
  readonly mayLeave: boolean
  readonly actions: LibraryActions
  readonly onLetLeave: (id: ConversationId) => void
}

/** What can be done with the row that is selected; there without one, so that nothing moves when one is. */
const SelectedActions = ({ holding, mayLeave, actions, onLetLeave }: SelectedActionsProps) => {
  const isPinned = holding?.isPinned === true
  const withIt = (act: (id: ConversationId) => void) => () => {
    if (holding !== undefined) act(holding.id)
  }
  const buttons = [
    { name: 'Open', icon: ArrowUpRight, onClick: withIt(actions.onOpen) },
    {
      name: isPinned ? 'Unpin' : 'Pin',
      icon: isPinned ? PinOff : Pin,
      onClick: withIt((id) => actions.onPin(id, !isPinned)),
    },
    { name: 'Export', icon: Download, onClick: withIt(actions.onExport) },
    { name: 'Let recordings leave', icon: Eraser, onClick: withIt(onLetLeave), disabled: !mayLeave },
    { name: 'Delete', icon: Trash2, onClick: withIt(actions.onDelete) },
  ]
  return (
    <div role="toolbar" aria-label="Selected conversation" className="flex flex-wrap items-center gap-1">
      {buttons.map(({ name, icon: Icon, onClick, disabled = false }) => (
        <Button key={name} variant="quiet" size="small" disabled={holding === undefined || disabled} onClick={onClick}>
          <Icon size={14} aria-hidden /> {name}
        </Button>
      ))}
    </div>
  )
}

const contentWords = ({ conversations }: Holdings): string => {
  const runs = conversations.reduce((sum, holding) => sum + holding.runs, 0)
  return `${count(conversations.length)} ${conversations.length === 1 ? 'conversation' : 'conversations'}, ${count(runs)} ${runs === 1 ? 'answer' : 'answers'}`
}

interface LibraryPageProps extends KeepingCardProps, Omit<UsageCardProps, 'budget' | 'children'> {
  readonly now: EpochMs
  /** Why the last thing that was asked for did not happen. */
  readonly problem: Problem | undefined
  /** How the last thing that was asked for ended, or how far it is. */
  readonly status: string
  /** Whether something goes on that must not be done twice. */
  readonly isBusy: boolean
  /** Whether texts are masked in what is exported. */
  readonly isMasked: boolean
  readonly onMasked: (isMasked: boolean) => void
  readonly actions: LibraryActions
}

/** Everything that this browser keeps of conversations: how much, for how long, and what to do about it. */
export const LibraryPage = (props: LibraryPageProps) => {
  const { holdings, now, problem, status, isBusy, isMasked, onMasked, actions, settings } = props
  const [selected, setSelected] = useState<ConversationId>()
  const [leaving, setLeaving] = useState<{ readonly leaving: Leaving; readonly budget?: number }>()
  const [deleting, setDeleting] = useState(false)
  const holding = holdings?.conversations.find(({ id }) => id === selected)
  const { budget } = settings
  const isOver = holdings !== null && budget !== null && totalOf(holdings) > budget
  return (
    <section aria-label="Library" className="@container flex h-full min-h-0 flex-col overflow-y-auto bg-surface">
      <title>Library – Agent Playground</title>
      <header className="sticky top-0 z-20 flex h-9 shrink-0 items-center gap-2 border-b border-border bg-surface ps-4 pe-2">
        <h1 className="text-sm font-semibold">Library</h1>
        <p className="min-w-0 flex-1 truncate text-xs text-text-subtle">
          What this browser keeps of your conversations
        </p>
        <IconButton label="Close the library" size="small" onClick={actions.onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      <div className="grid shrink-0 grid-cols-[minmax(0,1fr)] gap-3 p-4 @3xl:grid-cols-2">
        <UsageCard {...props} budget={budget}>
          {isOver && (
            <Button
              size="small"
              className="justify-self-start"
              onClick={() => setLeaving({ leaving: leavingFor(holdings, budget), budget })}
            >
              Make room…
            </Button>
          )}
        </UsageCard>
        <KeepingCard {...props} />
      </div>
      {problem !== undefined && (
        <div className="px-4 pb-3">
          <ProblemNotice problem={problem} />
        </div>
      )}
      <div className="flex shrink-0 flex-wrap items-center gap-1.5 px-4 pb-1">
        <p role="status" className="min-w-40 flex-1 text-xs text-text-subtle tabular-nums">
          {status !== '' ? status : holdings === null ? 'Counting…' : contentWords(holdings)}
        </p>
        <Switch label={maskSwitchLabel} checked={isMasked} onChange={onMasked} />
        <Button size="small" disabled={isBusy || holdings === null} onClick={actions.onExportAll}>
          <Download size={14} aria-hidden /> Export all
        </Button>
        <Button size="small" disabled={isBusy} onClick={actions.onImport}>
          <FolderOpen size={14} aria-hidden /> Import
        </Button>
        <Button
          variant="danger"
          size="small"
          disabled={isBusy || holdings === null || holdings.conversations.length === 0}
          onClick={() => setDeleting(true)}
        >
          <Trash2 size={14} aria-hidden /> Delete all…
        </Button>
      </div>
      <div className="shrink-0 px-2.5 pb-1">
        <SelectedActions
          holding={holding}
          mayLeave={holdings?.mayLeave.some(({ conversation }) => conversation === selected) === true}
          actions={actions}
          onLetLeave={(id) => {
            if (holdings !== null) setLeaving({ leaving: leavingOf(holdings, id) })
          }}
        />
      </div>
      <div className="min-h-72 flex-1 border-t border-border">
        {holdings !== null && holdings.conversations.length === 0 ? (
          <p className="p-4 text-text-subtle">Nothing is kept. Conversations stand here after the first message.</p>
        ) : (
          <HoldingsTable
            holdings={holdings?.conversations ?? []}
            now={now}
            selected={selected}
            onSelect={setSelected}
            onOpen={actions.onOpen}
          />
        )}
      </div>
      {leaving !== undefined && (
        <LeavingDialog
          {...leaving}
          onLeave={() => {
            setLeaving(undefined)
            actions.onLeave(leaving.leaving.runs.map(({ id }) => id))
          }}
          onClose={() => setLeaving(undefined)}
        />
      )}
      {deleting && holdings !== null && (
        <DeleteAllDialog
          holdings={holdings}
          onDelete={() => {
            setDeleting(false)
            actions.onDeleteAll()
          }}
          onClose={() => setDeleting(false)}
        />
      )}
    </section>
  )
}
