import { useCallback, useDeferredValue, useMemo, type ReactNode } from 'react'
import type { Agent } from '../agent/agent.ts'
import { filesTakenBy, type FilesTaken } from '../agent/files-taken.ts'
import { sizeProblemOf } from '../conversation/attachment.ts'
import type { CodeRequest } from '../code/code-request.ts'
import { copyText } from '../browser/clipboard.ts'
import { ownOrigin } from '../browser/location.ts'
import { Composer, type Readiness } from '../conversation/composer.tsx'
import {
  otherMode,
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
import {
  useBranch,
  useConversationOpened,
  useDraft,
  useRunsOf,
  useConversationServices,
} from '../conversation/use-conversation.ts'
import { draftFields, fillsIn, maskedDraft, readDraftLink, type DraftFields } from '../share/draft-link.ts'
import { DraftNote } from '../share/draft-note.tsx'
import { SourceNote } from '../conversation/source-note.tsx'
import { Button } from '../ui/button.tsx'
import { useAnySelection } from '../inspector/use-selection.ts'
import type { Dialect } from '../protocol/dialect.ts'
import { replayedRun } from '../replay/replayed-run.ts'
import { useAnyReplayed } from '../replay/use-replay.ts'
import { useWorkspaces } from '../workspace/use-workspace.ts'
import { routeToAgent } from './agent-of-route.ts'
import { writeRoute } from './route.ts'
import { navigate, usePreferences } from './use-app.ts'
import { useMannerNote } from './use-manner-note.tsx'
import { useImport } from './use-import.ts'
import { useThreadActions } from './use-thread-actions.ts'

/** A command in the message box is meant as a request more often than as a question. */
const isCommand = (text: string): boolean =>
  /^\s*(?:[$>%]\s+)?curl(?:\.exe)?\s(?=[\s\S]*(?:https?:\/\/|localhost:))/.test(text)

const noAgent: FilesTaken = { kinds: 'none', why: 'Choose an agent first.' }

interface ChatPaneProps {
  /** Undefined when the registry no longer knows the agent of an old conversation. */
  readonly agent: Agent | undefined
  readonly conversation: Conversation | undefined
  /** What the address asks a new conversation to begin with. */
  readonly linked: DraftFields
  readonly mode: Mode
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
  readonly onShare: (run: RunId) => void
  readonly onReport: (run: RunId) => void
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
  linked,
  mode,
  readiness,
  takesInstructions,
  dialect,
  preview,
  background,
  onBackground,
  onRequestChanged,
  onLink,
  onCode,
  onShare,
  onReport,
  onDraftCode,
  onInspect,
  empty,
}: ChatPaneProps) => {
  const { talk, conversations, masking } = useConversationServices()
  const [{ bothWays }, changePreferences] = usePreferences()
  const workspaces = useWorkspaces()
  const branch = useBranch(conversation)
  const runs = useRunsOf(branch)
  const mark = useThreadMark(runs)
  // The thread may be long: the strip under the pointer does not wait for it.
  const replayed = useDeferredValue(useAnyReplayed())
  const opened = useConversationOpened(conversation?.id ?? null)
  const place = conversation?.id ?? `new:${agent?.id ?? ''}`
  const [written, setWritten] = useDraft(place)
  const link = useMemo(() => readDraftLink(linked), [linked])
  // The address stands before what was written here, and gives way as soon as the person changes it.
  const text = link.input ?? written
  const taken = useMemo(
    () => (agent === undefined || dialect === undefined ? noAgent : filesTakenBy(agent, dialect)),
    [agent, dialect],
  )
  const { open } = useImport()
  const attaching = useAttaching(place, taken)
  const id: ConversationId | null = conversation?.id ?? null

  const turns = useMemo<readonly ThreadTurn[]>(
    () =>
      conversation === undefined
        ? []
        : branch.map((turn) => ({
            turn,
            siblings: siblingsOf(conversation, turn).map((sibling) => sibling.id),
            runs: turn.runs.flatMap((id) => {
              const run = runs[id]
              if (run === undefined) return []
              return replayed?.run === id ? [replayedRun(run, replayed)] : [run]
            }),
          })),
    [conversation, branch, runs, replayed],
  )

  const onShow = useCallback(
    (run: RunId | undefined) => {
      if (id === null) return
      navigate({ at: 'conversation', conversation: id, ...(run === undefined ? {} : { run }) }, 'replace')
    },
    [id],
  )
  const actions = useThreadActions({
    agent,
    conversation: id,
    mode,
    onShow,
    onInspect,
    onLink,
    onCode,
    onShare,
    onReport,
  })
  const draft: TurnInput = {
    text,
    customInputs: link.customInputs ?? agent?.customInputs ?? '',
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
  const commandNote: Readiness | undefined = isCommand(text)
    ? {
        kind: 'noted',
        note: 'This is a curl command. As a draft, its agent, message and custom_inputs are filled in; nothing is run.',
        action: (
          <Button
            size="small"
            onClick={() => {
              void open(text).then((opened) => {
                if (opened) setWritten('')
              })
            }}
          >
            Open as draft
          </Button>
        ),
      }
    : undefined
  // The body of such a request is JSON, and can be written where JSON is written.
  const takesJson = dialect === 'free-json'
  const inputs = useMemo(() => readCustomInputs(customInputs), [customInputs])

  const filesProblem = useMemo(() => {
    const earlier = branch.flatMap(({ input }) => input.attachments ?? [])
    return sizeProblemOf(attaching.files, earlier, text.length + customInputs.length + instructions.length, taken)
  }, [branch, attaching.files, text, customInputs, instructions, taken])

  /** Takes fields out of the address: from now on the person's own word counts. */
  const release = (...fields: readonly (keyof DraftFields)[]) => {
    if (!fields.some((field) => linked[field] !== undefined)) return
    const rest = Object.fromEntries(Object.entries(linked).filter(([name]) => !fields.some((field) => field === name)))
    navigate({ ...rest, at: 'new' }, 'replace')
  }

  const send = () => {
    const message = text.trim() === '' && takesJson && inputs.kind === 'object' ? draft.customInputs : text
    const saysNothing = message.trim() === '' && attaching.files.length === 0
    if (agent === undefined || saysNothing || filesProblem !== undefined || inputs.kind === 'invalid') return
    // What a link filled in becomes the person's own when they send it.
    if (link.customInputs !== undefined) onRequestChanged(agent, draft)
    const next = talk.sendTurn(agent, id, { ...draft, text: message }, mode)
    if (bothWays) {
      const turn = conversations.getState().conversations[next]?.leaf
      if (turn !== undefined && turn !== null) talk.runAgain(agent, next, turn, otherMode(mode), 'beside')
    }
    if (link.input === undefined) setWritten('')
    attaching.onSent()
    navigate({ at: 'conversation', conversation: next }, id === next ? 'replace' : 'push')
  }

  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto_auto]">
      {conversation?.origin === undefined ? <div /> : <SourceNote origin={conversation.origin} />}
      <Thread
        key={id ?? 'new'}
        turns={turns}
        actions={actions}
        mark={mark}
        empty={conversation === undefined ? empty : opened ? null : <p className="text-text-subtle">Opening…</p>}
      />
      {fillsIn(link) ? (
        <DraftNote
          link={link}
          hidden={link.input === undefined || link.input === written ? '' : written}
          onBringBack={() => release('input')}
        />
      ) : (
        <div />
      )}
      <Composer
        draft={draft}
        mode={mode}
        bothWays={bothWays}
        readiness={
          readiness.kind === 'blocked'
            ? readiness
            : (commandNote ?? (readiness.kind === 'ready' ? (mannerNote ?? readiness) : readiness))
        }
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
            if (next.text !== text) {
              setWritten(next.text)
              release('input')
            }
            if (next.customInputs === draft.customInputs && next.instructions === draft.instructions) return
            if (agent !== undefined) onRequestChanged(agent, next)
            release('custom_inputs')
          },
          onBothWays: (next) => changePreferences({ bothWays: next }),
          onMode: (next) => {
            changePreferences({ stream: next === 'streamed' })
            release('mode')
          },
          onCopyLink:
            agent === undefined
              ? undefined
              : () => {
                  const { customInputs } = draft
                  const content = { mode, input: text, customInputs }
                  const fields = draftFields(masking.getState().isOn ? maskedDraft(content) : content)
                  return copyText(`${ownOrigin()}/#${writeRoute({ ...routeToAgent(agent, workspaces), ...fields })}`)
                },
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
