import { useCallback, useMemo, type ReactNode } from 'react'
import type { Agent } from '../agent/agent.ts'
import { filesTakenBy, type FilesTaken } from '../agent/files-taken.ts'
import { sizeProblemOf } from '../conversation/attachment.ts'
import type { CodeRequest } from '../code/code-request.ts'
import { Composer, type Readiness } from '../conversation/composer.tsx'
import {
  siblingsOf,
  type Conversation,
  type ConversationId,
  type Mode,
  type Run,
  type RunId,
  type TurnInput,
} from '../conversation/conversation.ts'
import { useAttaching } from '../conversation/use-attaching.ts'
import { readCustomInputs } from '../conversation/custom-inputs.ts'
import { canDrop } from '../conversation/resumption.ts'
import { shownRunOf, type ThreadMark, type ThreadTurn } from '../conversation/thread-model.ts'
import { Thread } from '../conversation/thread.tsx'
import { useBranch, useConversationOpened, useDraft, useRunsOf, useTalk } from '../conversation/use-conversation.ts'
import { useAnySelection } from '../inspector/use-selection.ts'
import type { Dialect } from '../protocol/dialect.ts'
import { navigate, usePreferences } from './use-app.ts'
import { useMannerNote } from './use-manner-note.tsx'
import { useThreadActions } from './use-thread-actions.ts'

const noAgent: FilesTaken = { kinds: 'none', why: 'Choose an agent first.' }

interface ChatPaneProps {
  /** Undefined when the registry no longer knows the agent of an old conversation. */
  readonly agent: Agent | undefined
  readonly conversation: Conversation | undefined
  readonly readiness: Readiness
  readonly takesInstructions: boolean
  /** What is spoken to the agent. */
  readonly dialect: Dialect | undefined
  /** The request for this input as it would be sent now. */
  readonly preview: (input: TurnInput) => string
  readonly onRequestChanged: (agent: Agent, change: Pick<TurnInput, 'customInputs' | 'instructions'>) => void
  /** Whether runs of the agent go on without the connection; undefined where it cannot be asked to. */
  readonly background: boolean | undefined
  readonly onBackground: (background: boolean) => void
  readonly onLink: (url: string) => void
  readonly onCode: (request: CodeRequest) => void
  /** Shows the draft as programs. */
  readonly onDraftCode: (input: TurnInput, mode: Mode) => void
  /** Shows the inspector where it is hidden. */
  readonly onInspect: () => void
  readonly empty: ReactNode
}

/** The mark of whatever event is selected, when it belongs to one of these runs. */
const useThreadMark = (runs: Readonly<Record<string, Run>>): ThreadMark | undefined => {
  const selection = useAnySelection()
  return useMemo(() => {
    if (selection === null || selection.touch === null) return undefined
    const run = Object.values(runs).find(({ exchanges }) => exchanges.includes(selection.exchange))
    if (run === undefined) return undefined
    return { run: run.id, touch: selection.touch, reveal: selection.origin === 'list' }
  }, [selection, runs])
}

export const ChatPane = ({
  agent,
  conversation,
  readiness,
  takesInstructions,
  dialect,
  preview,
  background,
  onBackground,
  onRequestChanged,
  onLink,
  onCode,
  onDraftCode,
  onInspect,
  empty,
}: ChatPaneProps) => {
  const talk = useTalk()
  const [{ stream }, changePreferences] = usePreferences()
  const branch = useBranch(conversation)
  const runs = useRunsOf(branch)
  const mark = useThreadMark(runs)
  const opened = useConversationOpened(conversation?.id ?? null)
  const place = conversation?.id ?? `new:${agent?.id ?? ''}`
  const [text, setText] = useDraft(place)
  const taken = useMemo(
    () => (agent === undefined || dialect === undefined ? noAgent : filesTakenBy(agent, dialect)),
    [agent, dialect],
  )
  const attaching = useAttaching(place, taken)
  const mode: Mode = stream ? 'streamed' : 'whole'
  const id: ConversationId | null = conversation?.id ?? null

  const turns = useMemo<readonly ThreadTurn[]>(
    () =>
      conversation === undefined
        ? []
        : branch.map((turn) => ({
            turn,
            siblings: siblingsOf(conversation, turn).map((sibling) => sibling.id),
            runs: turn.runs.flatMap((run) => runs[run] ?? []),
          })),
    [conversation, branch, runs],
  )

  const onShow = useCallback(
    (run: RunId | undefined) => {
      if (id === null) return
      navigate({ at: 'conversation', conversation: id, ...(run === undefined ? {} : { run }) }, 'replace')
    },
    [id],
  )
  const actions = useThreadActions({ agent, conversation: id, mode, onShow, onInspect, onLink, onCode })
  const draft: TurnInput = {
    text,
    customInputs: agent?.customInputs ?? '',
    instructions: agent?.instructions ?? '',
    ...(attaching.files.length === 0 ? {} : { attachments: attaching.files }),
  }
  const { customInputs, instructions } = draft
  const lastTurn = turns.at(-1)
  const lastRun = lastTurn === undefined ? undefined : shownRunOf(lastTurn)
  const running = Object.values(runs).find((run) => run.phase.at !== 'over')
  const droppable = running !== undefined && canDrop(running) ? running.id : undefined
  const mannerNote = useMannerNote(agent, running === undefined ? lastRun : undefined, (run) => {
    if (agent !== undefined && id !== null) onShow(talk.runAgain(agent, id, run.turn, run.mode))
  })
  // The body of such a request is JSON, and can be written where JSON is written.
  const takesJson = dialect === 'free-json'
  const inputs = readCustomInputs(draft.customInputs)

  const filesProblem = useMemo(() => {
    const earlier = branch.flatMap(({ input }) => input.attachments ?? [])
    return sizeProblemOf(attaching.files, earlier, text.length + customInputs.length + instructions.length, taken)
  }, [branch, attaching.files, text, customInputs, instructions, taken])

  const send = () => {
    const written = text.trim() === '' && takesJson && inputs.kind === 'object' ? draft.customInputs : text
    const saysNothing = written.trim() === '' && attaching.files.length === 0
    if (agent === undefined || saysNothing || filesProblem !== undefined || inputs.kind === 'invalid') return
    const next = talk.sendTurn(agent, id, { ...draft, text: written }, mode)
    setText('')
    attaching.onSent()
    navigate({ at: 'conversation', conversation: next }, id === next ? 'replace' : 'push')
  }

  return (
    <div className="grid h-full min-h-0 grid-rows-[minmax(0,1fr)_auto]">
      <Thread
        key={id ?? 'new'}
        turns={turns}
        actions={actions}
        mark={mark}
        empty={conversation === undefined ? empty : opened ? null : <p className="text-text-subtle">Opening…</p>}
      />
      <Composer
        draft={draft}
        mode={mode}
        readiness={readiness.kind === 'ready' ? (mannerNote ?? readiness) : readiness}
        takesJson={takesJson}
        running={running !== undefined}
        previous={lastTurn?.turn.input}
        takesInstructions={takesInstructions}
        attaching={attaching}
        filesProblem={filesProblem}
        background={background}
        preview={() => preview(draft)}
        actions={{
          onDraft: (next) => {
            if (next.text !== text) setText(next.text)
            if (agent !== undefined) onRequestChanged(agent, next)
          },
          onMode: (next) => changePreferences({ stream: next === 'streamed' }),
          onCode: () => onDraftCode(draft, mode),
          onBackground,
          onDrop: droppable === undefined ? undefined : () => talk.dropConnection(droppable),
          onSend: send,
          onStop: () => talk.stopRun((running ?? lastRun)?.id ?? ('' as Run['id'])),
        }}
      />
    </div>
  )
}
