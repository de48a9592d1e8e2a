import { useMemo } from 'react'
import { answerStateOf, modeWords } from '../conversation/answer-state.ts'
import { AnswerFigures } from '../conversation/answer-figures.tsx'
import { branchOf, type Run, type RunId, type TurnInput } from '../conversation/conversation.ts'
import { ItemView } from '../conversation/items/item-view.tsx'
import type { Unpacked } from '../conversation/import-conversation.ts'
import { OutcomeNotice } from '../conversation/outcome-notice.tsx'
import { pairItems } from '../conversation/paired-items.ts'
import { Button } from '../ui/button.tsx'
import { plainly } from './unseen-characters.ts'

interface SharedAnswerProps {
  readonly run: Run
  readonly isShown: boolean
  readonly onInspect: ((run: RunId) => void) | undefined
  readonly onShowFindings: (run: RunId) => void
  readonly onLink: (url: string) => void
}

const nothing = () => undefined

const longestShown = 20_000

const SharedAnswer = ({ run, isShown, onInspect, onShowFindings, onLink }: SharedAnswerProps) => {
  const drawn = useMemo(() => pairItems(run.snapshot.items), [run.snapshot.items])
  const state = answerStateOf(run.phase)
  return (
    <article
      aria-label={`Answer, ${modeWords(run)}, ${state}`}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3"
    >
      {drawn.map(({ item, output }) => (
        <ItemView
          key={item.key}
          item={item}
          output={output}
          folded
          live={run.phase.at !== 'over'}
          marked={false}
          onShowEvents={nothing}
          onLink={onLink}
        />
      ))}
      {run.phase.at === 'over' && <OutcomeNotice outcome={run.phase.outcome} onRunAgain={undefined} onLink={onLink} />}
      <AnswerFigures run={run} onShowFindings={() => onShowFindings(run.id)} which={modeWords(run)}>
        {onInspect !== undefined && run.exchanges.length > 0 && (
          <Button variant="quiet" size="small" aria-pressed={isShown} onClick={() => onInspect(run.id)}>
            {isShown ? 'Shown in the inspector' : 'Inspect'}
          </Button>
        )}
      </AnswerFigures>
    </article>
  )
}

const SentWith = ({ name, text }: { readonly name: string; readonly text: string }) => (
  <div className="grid min-w-0 gap-0.5 text-2xs">
    <span className="text-text-subtle">{name}</span>
    <pre className="max-h-40 min-w-0 overflow-y-auto rounded-md bg-surface-sunken px-2 py-1 font-mono whitespace-pre-wrap wrap-anywhere">
      {plainly(text, longestShown)}
    </pre>
  </div>
)

/** The message with all that went with it: nothing of a link stays out of sight. */
const Asked = ({ input: { text, customInputs, instructions } }: { readonly input: TurnInput }) => (
  <div className="ms-auto grid max-w-[92%] min-w-0 justify-items-end gap-1.5">
    <div className="min-w-0 rounded-2xl rounded-ee-md bg-surface-hover px-3.5 py-2 text-base wrap-anywhere whitespace-pre-wrap">
      <span className="sr-only">Asked: </span>
      {text}
    </div>
    {customInputs.trim() !== '' && <SentWith name="custom_inputs" text={customInputs} />}
    {instructions.trim() !== '' && <SentWith name="instructions" text={instructions} />}
  </div>
)

interface SharedThreadProps {
  readonly unpacked: Unpacked
  readonly shown?: RunId | undefined
  /** Absent in a preview. */
  readonly onInspect?: (run: RunId) => void
  readonly onShowFindings: (run: RunId) => void
  readonly onLink: (url: string) => void
}

/** A conversation from elsewhere, to look at: nothing in it sends anything. */
export const SharedThread = ({ unpacked, shown, onInspect, onShowFindings, onLink }: SharedThreadProps) => {
  const { conversation, runs } = unpacked
  const byId = new Map(runs.map(({ run }) => [run.id, run]))
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-8">
      {branchOf(conversation).map(({ id, input, chosen, runs: own }) => {
        const run = byId.get(chosen ?? own.at(-1) ?? ('' as RunId))
        return (
          <div key={id} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
            <Asked input={input} />
            {run !== undefined && (
              <SharedAnswer
                run={run}
                isShown={run.id === shown}
                onInspect={onInspect}
                onShowFindings={onShowFindings}
                onLink={onLink}
              />
            )}
          </div>
        )
      })}
    </div>
  )
}
