import type { ReactNode } from 'react'
import { useWallClock } from '../browser/use-wall-clock.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { byteSize, count, duration } from '../ui/figures.ts'
import { answerStateOf, tokensPerSecond, type AnswerState } from './answer-state.ts'
import type { Run } from './conversation.ts'

const tones: Record<AnswerState, Tone> = {
  answering: 'accent',
  completed: 'success',
  incomplete: 'notice',
  stopped: 'neutral',
  interrupted: 'notice',
  failed: 'danger',
}

const Figure = ({ value, name }: { readonly value: string; readonly name?: string }) => (
  <span className="whitespace-nowrap">
    <span className="font-medium text-text tabular-nums">{value}</span> {name}
  </span>
)

/** Time since the run began, for as long as nobody knows the whole. */
const Elapsed = ({ since }: { readonly since: number }) => {
  const now = useWallClock(100)
  return <Figure value={`${(Math.max(0, now - since) / 1000).toFixed(1)} s`} name="so far" />
}

const StateBadge = ({ run }: { readonly run: Run }) => {
  const state = answerStateOf(run.phase)
  const { total } = run.figures
  if (run.replayedAt !== undefined) return <Badge tone="accent">replay at {duration(run.replayedAt)}</Badge>
  return (
    <Badge tone={tones[state]}>
      {state === 'answering' && (
        <span aria-hidden className="size-1.5 animate-pulse rounded-full bg-accent motion-reduce:animate-none" />
      )}
      {state === 'stopped' && total !== undefined ? `stopped by you at ${duration(total)}` : state}
    </Badge>
  )
}

const Tokens = ({ run }: { readonly run: Run }) => {
  const { inputTokens, outputTokens } = run.snapshot.usage ?? {}
  const speed = tokensPerSecond(run.mode, run.figures, run.snapshot)
  return (
    <>
      {inputTokens !== undefined && <Figure value={count(inputTokens)} name="tokens in" />}
      {outputTokens !== undefined && <Figure value={count(outputTokens)} name="out" />}
      {speed !== undefined && <Figure value={`about ${speed.toFixed(speed < 10 ? 1 : 0)}`} name="tok/s" />}
    </>
  )
}

interface AnswerFiguresProps {
  readonly run: Run
  readonly onShowFindings: () => void
  /** Which of the runs this is. */
  readonly which: ReactNode
  /** What can be done with the answer. */
  readonly children: ReactNode
}

/** The foot of an answer: how it stands, its measured figures, what to do. Its lines are there from the start. */
export const AnswerFigures = ({ run, onShowFindings, which, children }: AnswerFiguresProps) => {
  const state = answerStateOf(run.phase)
  const { firstByte, firstText, total, events, bytes } = run.figures
  const findings = run.snapshot.findings.length
  return (
    <footer className="@container grid grid-cols-[minmax(0,1fr)] gap-0.5 border-t border-border pt-2 text-xs text-text-subtle">
      <div className="flex min-h-7 flex-wrap items-center gap-x-2.5 gap-y-0.5 @max-md:min-h-9.5">
        <StateBadge run={run} />
        {firstByte !== undefined && <Figure value={duration(firstByte)} name="first byte" />}
        {firstText !== undefined && <Figure value={duration(firstText)} name="first text" />}
        {total !== undefined && state !== 'stopped' && state !== 'answering' && (
          <Figure value={duration(total)} name="total" />
        )}
        {state === 'answering' && run.replayedAt === undefined && <Elapsed since={run.startedAt} />}
        {run.origin?.kind !== 'warehouse' && <Figure value={count(events)} name={events === 1 ? 'event' : 'events'} />}
        <Figure value={byteSize(bytes)} />
      </div>
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-0.5">
        <span>{which}</span>
        <Tokens run={run} />
        {findings > 0 && (
          <button
            type="button"
            onClick={onShowFindings}
            className="rounded bg-notice-soft px-1.5 py-px text-2xs font-medium text-notice hover:underline"
          >
            {count(findings)} {findings === 1 ? 'finding' : 'findings'}
          </button>
        )}
        <span className="ms-auto -me-1.5 flex items-center gap-0.5">{children}</span>
      </div>
    </footer>
  )
}
