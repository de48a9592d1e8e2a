import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Agent } from '../agent/agent.ts'
import { useAgentVerbs } from '../agent/use-agents.ts'
import { wallClock } from '../browser/clock.ts'
import { LinkDialog } from '../conversation/link-dialog.tsx'
import { unpackConversation, type Unpacked } from '../conversation/import-conversation.ts'
import type { PortableConversation } from '../conversation/conversation-file.ts'
import type { RunId } from '../conversation/conversation.ts'
import { useConversationServices } from '../conversation/use-conversation.ts'
import { selectTab } from '../inspector/use-selection.ts'
import { replayedRun } from '../replay/replayed-run.ts'
import { useAnyReplayed } from '../replay/use-replay.ts'
import { PassphraseGate } from '../share/passphrase-gate.tsx'
import type { DocumentReading } from '../share/shared-document.ts'
import { readSharedLink, type SharedReading } from '../share/shared-link.ts'
import { SharedThread } from '../share/shared-thread.tsx'
import type { Scope, SharedHeader } from '../share/shared.ts'
import { countUnseen, plainly } from '../share/unseen-characters.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { Logo } from './logo.tsx'
import { SharedInspector, SharedStrip } from './shared-recording.tsx'
import { navigate, useNarrow } from './use-app.ts'

const StartDialog = lazy(() => import('./start-dialog.tsx').then((module) => ({ default: module.StartDialog })))

/** Hosts are shown as they are resolved, so that letters which look like others show themselves. */
const hostOf = (header: SharedHeader): string => {
  const named = header.workspace ?? header.agent
  if (named === 'sample') return 'the sample workspace'
  try {
    return new URL(named).host || plainly(named)
  } catch {
    return plainly(named)
  }
}

const holdsWords: Readonly<Record<Scope, string>> = {
  answer: 'one answer',
  conversation: 'a conversation',
  draft: 'a message to send',
}

const Fact = ({ name, children }: { readonly name: string; readonly children: string }) => (
  <div className="flex min-w-0 gap-1.5">
    <dt className="text-text-subtle">{name}</dt>
    <dd className="min-w-0 font-medium wrap-anywhere">
      <bdi>{children}</bdi>
    </dd>
  </div>
)

const unseenIn = (conversation: PortableConversation | undefined): number =>
  (conversation?.turns ?? []).reduce((sum, { input }) => sum + countUnseen(input.text), 0)

interface AboutProps {
  readonly reading: DocumentReading
  readonly payload: string
}

const About = ({ reading: { header, conversation, problem }, payload }: AboutProps) => {
  const { talk } = useConversationServices()
  const { registry } = useAgentVerbs()
  const [isKeeping, setIsKeeping] = useState(false)
  const [isStarting, setIsStarting] = useState(false)
  const keep = async (portable: PortableConversation, agent?: Agent) => {
    setIsKeeping(true)
    const id = await talk.importConversation(portable, { kind: 'link', name: payload.slice(0, 12) })
    if (agent !== undefined) {
      registry.opened(agent)
      talk.chooseAgent(id, agent)
    }
    navigate({ at: 'conversation', conversation: id }, 'replace')
  }
  const first = conversation?.turns[0]?.input
  const mode = header?.mode ?? conversation?.turns[0]?.runs[0]?.mode
  const isDraft = header?.scope === 'draft'
  const unseen = unseenIn(conversation)
  return (
    <header className="grid gap-3 border-b border-border bg-surface-raised px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Logo size={22} />
        <h1 className="min-w-0 flex-1 basis-60 text-base font-semibold wrap-anywhere">
          <bdi>{header === undefined ? 'A shared link' : plainly(header.title)}</bdi>
        </h1>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => navigate({ at: 'home' }, 'replace')}>Close</Button>
          {header !== undefined && first !== undefined && (
            <Button
              variant={isDraft ? 'primary' : 'outline'}
              onClick={() =>
                navigate({
                  at: 'new',
                  agent: header.agent,
                  ...(header.workspace === undefined ? {} : { workspace: header.workspace }),
                  ...(mode === undefined ? {} : { mode }),
                  ...(first.text === '' ? {} : { input: first.text }),
                  ...(first.customInputs === '' ? {} : { custom_inputs: first.customInputs }),
                })
              }
            >
              Open as draft
            </Button>
          )}
          {conversation !== undefined && !isDraft && (
            <>
              <Button disabled={isKeeping} onClick={() => setIsStarting(true)}>
                Start from here
              </Button>
              <Button variant="primary" disabled={isKeeping} onClick={() => void keep(conversation)}>
                Keep a copy
              </Button>
            </>
          )}
        </div>
      </div>
      {header !== undefined && (
        <dl aria-label="Where it comes from" className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
          <Fact name="Host">{hostOf(header)}</Fact>
          <Fact name="Agent">{`${plainly(header.agentName)} (${plainly(header.agent)})`}</Fact>
          <Fact name="Holds">{holdsWords[header.scope]}</Fact>
        </dl>
      )}
      <p className="text-xs text-text-subtle">
        Anybody can have written this link. Nothing was sent, nothing was added, and nobody was signed in.
        {unseen > 0 && <span className="text-notice"> Its messages hold {unseen} characters that cannot be seen.</span>}
      </p>
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {isStarting && conversation !== undefined && (
        <Suspense>
          <StartDialog
            onClose={() => setIsStarting(false)}
            onPick={(agent) => {
              setIsStarting(false)
              void keep(conversation, agent)
            }}
          />
        </Suspense>
      )}
    </header>
  )
}

interface ContentProps {
  readonly unpacked: Unpacked
  readonly onLink: (url: string) => void
}

/** The run that is replayed as it was at the moment that is shown. */
const useReplayedThread = (unpacked: Unpacked): Unpacked => {
  // The thread may be long: the strip under the pointer does not wait for it.
  const replayed = useDeferredValue(useAnyReplayed())
  return useMemo(
    () =>
      replayed === null
        ? unpacked
        : {
            ...unpacked,
            runs: unpacked.runs.map((each) =>
              each.run.id === replayed.run ? { ...each, run: replayedRun(each.run, replayed) } : each,
            ),
          },
    [unpacked, replayed],
  )
}

const Content = ({ unpacked, onLink }: ContentProps) => {
  const narrow = useNarrow()
  const { runs } = unpacked
  const [shown, setShown] = useState<RunId | undefined>(runs.at(-1)?.run.id)
  const [pane, setPane] = useState('chat')
  const thread = useReplayedThread(unpacked)
  const inspected = runs.find(({ run }) => run.id === shown)
  const inspect = (run: RunId) => {
    setShown(run)
    setPane('inspector')
  }
  const chat: ReactNode = (
    <section
      aria-label="Shared conversation"
      // A scroll container has to be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="h-full overflow-x-hidden overflow-y-auto outline-offset-[-2px]"
    >
      <div className="mx-auto w-full max-w-[48rem] px-5 py-6 md:px-10">
        <SharedThread
          unpacked={thread}
          shown={shown}
          onInspect={inspect}
          onShowFindings={(run) => {
            inspect(run)
            selectTab('findings')
          }}
          onLink={onLink}
        />
      </div>
    </section>
  )
  const inspector = <SharedInspector key={shown} inspected={inspected} />
  if (runs.length === 0) return chat
  const panes = narrow ? (
    <Tabs
      label="What to look at"
      selected={pane}
      onSelect={setPane}
      tabs={[
        { id: 'chat', label: 'Chat', content: chat },
        { id: 'inspector', label: 'Inspector', content: inspector },
      ]}
    />
  ) : (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      {chat}
      <div className="min-h-0 border-s border-border">{inspector}</div>
    </div>
  )
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto]">
      <div className="min-h-0">{panes}</div>
      {inspected !== undefined && <SharedStrip inspected={inspected} narrow={narrow} />}
    </div>
  )
}

/** Reads the link; undefined while it does. */
const useReading = (payload: string): SharedReading | undefined => {
  const [read, setRead] = useState<{ readonly payload: string; readonly reading: SharedReading }>()
  useEffect(() => {
    let current = true
    void readSharedLink(payload).then((reading) => current && setRead({ payload, reading }))
    return () => {
      current = false
    }
  }, [payload])
  return read?.payload === payload ? read.reading : undefined
}

/** The link once it could be read. */
const Read = ({ reading, payload }: AboutProps) => {
  const [link, setLink] = useState<string>()
  const portable = reading.conversation
  const unpacked = useMemo(
    () => (portable === undefined ? undefined : unpackConversation(portable, { kind: 'link', name: '' }, wallClock())),
    [portable],
  )
  return (
    <>
      <About reading={reading} payload={payload} />
      <div className="min-h-0">{unpacked !== undefined && <Content unpacked={unpacked} onLink={setLink} />}</div>
      <LinkDialog url={link} onClose={() => setLink(undefined)} />
    </>
  )
}

interface OpeningProps {
  readonly reading: SharedReading
  readonly payload: string
}

/** A link with a passphrase shows nothing but that it has one. */
const Opening = ({ reading: { unseal, ...open }, payload }: OpeningProps) => {
  const [unsealed, setUnsealed] = useState<DocumentReading>()
  if (unseal !== undefined && unsealed === undefined) {
    return <PassphraseGate unseal={unseal} onRead={setUnsealed} onClose={() => navigate({ at: 'home' }, 'replace')} />
  }
  return <Read reading={unsealed ?? open} payload={payload} />
}

/** What somebody shared, to look at first: it sends nothing, signs in to nothing, and adds nothing. */
export const SharedPage = ({ payload }: { readonly payload: string }) => {
  const reading = useReading(payload)
  return (
    <TooltipProvider delay={400}>
      <main className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
        {reading === undefined ? (
          <p role="status" className="p-6 text-text-subtle">
            Opening the link…
          </p>
        ) : (
          <Opening key={payload} reading={reading} payload={payload} />
        )}
      </main>
    </TooltipProvider>
  )
}
