import { ArrowRightLeft, Code, RotateCcw, Share2 } from 'lucide-react'
import { Fragment, memo, useCallback, useMemo, useState } from 'react'
import type { Touch } from '../protocol/event-log.ts'
import type { ApprovalRequestItem, Item } from '../protocol/item.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { count } from '../ui/figures.ts'
import { AnswerFigures } from './answer-figures.tsx'
import { answerStateOf, answerTextOf, modeWords } from './answer-state.ts'
import { approvedToolOf } from './approvals.ts'
import { ApprovalBar } from './approval-bar.tsx'
import { clippedItems } from './clipped-items.ts'
import type { Decision, Run, RunId, TurnInput } from './conversation.ts'
import { BackgroundStatus, isFollowed, TakeoverMark } from './background-status.tsx'
import { ExportMenu } from './export-menu.tsx'
import { ItemView } from './items/item-view.tsx'
import { OutcomeNotice } from './outcome-notice.tsx'
import { pairItems } from './paired-items.ts'
import { isResumable } from './resumption.ts'
import { takeoversByItem } from './takeovers-by-item.ts'
import { BaselineFoot } from './baseline-foot.tsx'
import { OtherWayFoot } from './other-way-foot.tsx'
import { CompareMenu } from './compare-menu.tsx'
import { RunSwitcher } from './run-switcher.tsx'
import { sameList, type ThreadActions } from './thread-model.ts'
import { useApprovals } from './use-approvals.ts'
import { useDrawnFrom } from './use-drawn-from.ts'

const manyCalls = 3

const waitingWords = (run: Run): string => {
  if (run.phase.at === 'preparing') {
    return run.phase.waitingFor === undefined ? 'Preparing the request' : `Waiting for ${run.phase.waitingFor}`
  }
  if (run.figures.firstByte !== undefined) return 'Connected, nothing to show yet'
  return run.mode === 'whole' ? 'Waiting for the whole answer' : 'Waiting for the first byte'
}

const Waiting = ({ run }: { readonly run: Run }) => (
  <p className="flex h-6 items-center gap-2 text-text-subtle">
    <span aria-hidden className="size-2 animate-pulse rounded-full bg-accent motion-reduce:animate-none" />
    {waitingWords(run)}…
  </p>
)

const leftWords = (items: number, characters: number): string =>
  [
    ...(characters === 0 ? [] : [`${count(characters)} characters`]),
    ...(items === 0 ? [] : [items === 1 ? '1 item' : `${count(items)} items`]),
  ].join(' and ') + ' left'

interface AnswerItemsProps {
  readonly run: Run
  readonly input: TurnInput | undefined
  readonly next: TurnInput | undefined
  readonly touch: Touch | undefined
  readonly clipped: boolean
  readonly actions: ThreadActions
}

const AnswerItems = ({ run, input, next, touch, clipped, actions }: AnswerItemsProps) => {
  const { items, takeovers } = run.snapshot
  const drawn = useMemo(() => pairItems(items), [items])
  const [steps, setSteps] = useState(1)
  const { shown, hiddenItems, hiddenCharacters } = useMemo(
    () => (clipped ? clippedItems(drawn, steps) : { shown: drawn, hiddenItems: 0, hiddenCharacters: 0 }),
    [clipped, drawn, steps],
  )
  const marked = touch?.item
  const isMarked = (item: Item, output: Item | undefined) =>
    marked !== undefined && (marked === item.key || marked === output?.key)
  const { from, onMore } = useDrawnFrom(
    shown.length,
    run.phase.at !== 'over' && run.mode === 'streamed',
    shown.findIndex(({ item, output }) => isMarked(item, output)),
  )
  const marks = useMemo(() => takeoversByItem(takeovers, items, drawn), [takeovers, items, drawn])
  const folded = useMemo(
    () => items.filter(({ kind }) => kind === 'tool-call' || kind === 'other').length > manyCalls,
    [items],
  )
  const { id, turn, phase } = run
  const onShowEvents = useCallback((item: string) => actions.onShowEvents(id, item), [actions, id])
  const onDecide = useCallback((decisions: readonly Decision[]) => actions.onDecide(turn, decisions), [actions, turn])
  const onDecideInStream = useCallback(
    (request: ApprovalRequestItem, approve: boolean) => actions.onDecideInStream(id, request, approve),
    [actions, id],
  )
  const approvals = useApprovals(run, next, onDecide, onDecideInStream)
  return (
    <>
      {from > 0 && (
        <Button size="small" className="justify-self-center" onClick={onMore}>
          Show earlier items of this answer ({count(from)} not drawn)
        </Button>
      )}
      {shown.slice(from).map(({ item, output }) => (
        <Fragment key={item.key}>
          {marks.get(item.key)?.map((takeover, place) => (
            // An agent may give two attempts the same number.
            <TakeoverMark key={place} takeover={takeover} />
          ))}
          <ItemView
            item={item}
            output={output}
            folded={folded}
            live={phase.at !== 'over'}
            marked={isMarked(item, output)}
            approval={input === undefined ? undefined : approvals.desks[item.key]}
            approvedTool={
              item.kind === 'tool-output' && input !== undefined ? approvedToolOf(input, item.callId) : undefined
            }
            onShowEvents={onShowEvents}
            onLink={actions.onLink}
          />
        </Fragment>
      ))}
      {hiddenItems + hiddenCharacters > 0 && (
        <Button size="small" className="justify-self-start" onClick={() => setSteps(steps + 1)}>
          Show more of this answer ({leftWords(hiddenItems, hiddenCharacters)})
        </Button>
      )}
      {marks.get('')?.map((takeover, place) => (
        <TakeoverMark key={place} takeover={takeover} />
      ))}
      {input !== undefined && approvals.pending !== undefined && <ApprovalBar {...approvals.pending} />}
    </>
  )
}

interface AnswerProps {
  readonly run: Run
  /** Every run of the turn, this one among them. */
  readonly runs: readonly Run[]
  /** The pinned run of the turn. */
  readonly baseline?: RunId | null | undefined
  /** What it answers, where it stands in its conversation. Elsewhere nothing can be decided about what it asks. */
  readonly input?: TurnInput | undefined
  /** The input after this turn in the branch that is shown. */
  readonly next?: TurnInput | undefined
  /** What the selected event touched in this run. */
  readonly touch?: Touch | undefined
  /** It stands beside other answers: how they differ is told there, and a long one is drawn step by step. */
  readonly beside?: boolean
  readonly actions: ThreadActions
}

/** One run as the answer to its turn: its items in order, how it ended, its figures, and what to do with it. */
export const Answer = memo(
  ({ run, runs, baseline, input, next, touch, beside = false, actions }: AnswerProps) => {
    const state = answerStateOf(run.phase)
    const over = run.phase.at === 'over'
    const isForeign = actions.cannotRun !== undefined
    const onRunAgain = () => actions.onRunAgain(run.turn)
    const offersRunAgain = state === 'failed' || state === 'interrupted'
    return (
      <article
        aria-label={`Answer, ${modeWords(run)}, ${state}`}
        aria-busy={!over}
        data-run={run.id}
        className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3"
      >
        <AnswerItems run={run} input={input} next={next} touch={touch} clipped={beside} actions={actions} />
        {!over && run.snapshot.items.length === 0 && !isFollowed(run) && <Waiting run={run} />}
        <BackgroundStatus run={run} />
        {over && run.snapshot.items.length === 0 && state === 'completed' && (
          <p className="text-text-subtle">The agent answered without any output.</p>
        )}
        {run.phase.at === 'over' && (
          <OutcomeNotice
            outcome={run.phase.outcome}
            onRunAgain={isForeign ? undefined : onRunAgain}
            onReconnect={isResumable(run, run.phase.outcome) ? () => actions.onReconnect(run.id) : undefined}
            onLink={actions.onLink}
          />
        )}
        <AnswerFigures
          run={run}
          onShowFindings={() => actions.onShowFindings(run.id)}
          which={
            runs.length > 1 ? (
              <RunSwitcher runs={runs} shown={run.id} onShow={(next) => actions.onShowRun(run.turn, next)} />
            ) : (
              modeWords(run)
            )
          }
        >
          {run.snapshot.items.length > 0 && <CopyButton label="Copy answer" text={() => answerTextOf(run.snapshot)} />}
          {!offersRunAgain && (
            <Button
              variant="quiet"
              size="small"
              disabled={!over || isForeign}
              title={actions.cannotRun}
              onClick={onRunAgain}
            >
              <RotateCcw size={14} aria-hidden /> Run again
            </Button>
          )}
          <IconButton
            label="Run the other way"
            size="small"
            disabled={!over || isForeign}
            onClick={() => actions.onRunOtherWay(run.id)}
          >
            <ArrowRightLeft size={14} aria-hidden />
          </IconButton>
          <CompareMenu run={run} runs={runs} isBaseline={baseline === run.id} actions={actions} />
          <IconButton
            label="Code"
            size="small"
            disabled={run.exchanges.length === 0}
            onClick={() => actions.onCode(run.id)}
          >
            <Code size={14} aria-hidden />
          </IconButton>
          {actions.onShare !== undefined && (
            <IconButton label="Share" size="small" disabled={!over} onClick={() => actions.onShare?.(run.id)}>
              <Share2 size={14} aria-hidden />
            </IconButton>
          )}
          <ExportMenu run={run} onExport={actions.onExport} onReport={actions.onReport} />
        </AnswerFigures>
        {!beside && <OtherWayFoot run={run} runs={runs} actions={actions} />}
        <BaselineFoot run={run} actions={actions} />
      </article>
    )
  },
  (before, after) =>
    before.run === after.run &&
    before.baseline === after.baseline &&
    before.touch === after.touch &&
    before.input === after.input &&
    before.next === after.next &&
    before.beside === after.beside &&
    before.actions === after.actions &&
    sameList(before.runs, after.runs),
)
