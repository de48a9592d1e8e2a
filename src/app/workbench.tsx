import { MessageSquare, PanelRight, Users } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Agent } from '../agent/agent.ts'
import { AddAgentDialog } from '../agent/add-agent-dialog.tsx'
import { callOf } from '../agent/call-of.ts'
import type { AgentEntry } from '../agent/registered-agent.ts'
import { useAgent, useAgentInfo, useAgentVerbs, useRegisteredAgent } from '../agent/use-agents.ts'
import type { Readiness } from '../conversation/composer.tsx'
import type { Mode, TurnInput } from '../conversation/conversation.ts'
import { LinkDialog } from '../conversation/link-dialog.tsx'
import { NewConversation } from '../conversation/new-conversation.tsx'
import { useBranch, useConversation, useConversationServices, useRun } from '../conversation/use-conversation.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { Splitter } from '../ui/split-pane.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { ConnectWorkspaceDialog } from '../workspace/connect-workspace-dialog.tsx'
import { SignInPanel } from '../workspace/sign-in-panel.tsx'
import { useActiveWorkspace, useSession, useWorkspaces, useWorkspaceVerbs } from '../workspace/use-workspace.ts'
import { WorkspaceSwitcher } from '../workspace/workspace-switcher.tsx'
import { agentOfRoute, routeToAgent } from './agent-of-route.ts'
import { examplePrompts } from './example-prompts.ts'
import { kindOf } from './agent-kind.ts'
import { Notices } from './notices.tsx'
import { PickAgent } from './pick-agent.tsx'
import { inspectorWidths, railWidths } from './preferences-store.ts'
import { Rail } from './rail.tsx'
import { writeRoute } from './route.ts'
import { TopBar } from './top-bar.tsx'
import { navigate, useMedia, usePreferences, useRoute } from './use-app.ts'

// What shows an answer is heavier than what shows the way in, and comes when it is first needed.
const ChatPane = lazy(() => import('./chat-pane.tsx').then((module) => ({ default: module.ChatPane })))
const InspectorPane = lazy(() => import('./inspector-pane.tsx').then((module) => ({ default: module.InspectorPane })))

type Pane = 'rail' | 'chat' | 'inspector'

/** Ctrl or Cmd with B or J shows and hides the panes at the sides. */
const useShortcuts = (): void => {
  const [{ showRail, showInspector }, change] = usePreferences()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      if (event.key === 'b') change({ showRail: !showRail })
      else if (event.key === 'j') change({ showInspector: !showInspector })
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [showRail, showInspector, change])
}

/** One pane at a time on a phone, with a switcher in reach of the thumb. */
const BottomBar = ({ pane, onPane }: { readonly pane: Pane; readonly onPane: (pane: Pane) => void }) => {
  const panes = [
    { id: 'rail', label: 'Agents', icon: <Users size={18} aria-hidden /> },
    { id: 'chat', label: 'Chat', icon: <MessageSquare size={18} aria-hidden /> },
    { id: 'inspector', label: 'Inspector', icon: <PanelRight size={18} aria-hidden /> },
  ] as const
  return (
    <nav aria-label="Panes" className="grid grid-cols-3 border-t border-border bg-surface-raised">
      {panes.map(({ id, label, icon }) => (
        <button
          key={id}
          type="button"
          aria-current={pane === id ? 'page' : undefined}
          onClick={() => onPane(id)}
          className={cn(
            'grid justify-items-center gap-0.5 py-1.5 text-2xs font-medium outline-offset-[-2px]',
            pane === id ? 'text-accent' : 'text-text-subtle',
          )}
        >
          {icon}
          {label}
        </button>
      ))}
    </nav>
  )
}

interface AgentHeaderProps {
  readonly agent: Agent
  readonly entry: AgentEntry | undefined
  readonly title: string | undefined
}

const AgentHeader = ({ agent, entry, title }: AgentHeaderProps) => {
  const info = useAgentInfo(entry)
  return (
    <header className="flex h-9.25 min-w-0 items-center gap-2 border-b border-border px-4">
      <title>{`${title ?? agent.name} – Agent Playground`}</title>
      <h1 className="min-w-0 truncate text-sm font-semibold">{agent.name}</h1>
      <Badge>{kindOf(agent)}</Badge>
      {info?.serverVersion !== undefined && <Badge>{info.serverVersion}</Badge>}
      <span className="min-w-0 flex-1 truncate text-xs text-text-subtle">
        {title ?? (entry?.listing?.state === 'running' ? '' : (entry?.listing?.stateDetail ?? ''))}
      </span>
    </header>
  )
}

/** What stands in the middle while there is no conversation. */
const Middle = ({ children }: { readonly children: ReactNode }) => (
  <div className="grid h-full grid-cols-[minmax(0,1fr)] content-center-safe justify-items-center overflow-y-auto p-6 md:p-10">
    <div className="w-full max-w-240">{children}</div>
  </div>
)

const Loading = () => (
  <p role="status" className="grid h-full place-content-center text-text-subtle">
    Loading…
  </p>
)

/** Whether a message to this agent can be sent now, and what there is to say about it. */
const useReadiness = (agent: Agent | undefined): Readiness => {
  const workspaces = useWorkspaces()
  const session = useSession(agent?.workspace ?? null)
  const entry = useAgent(agent?.id ?? null)
  const { signIn } = useWorkspaceVerbs()
  const route = useRoute()
  if (agent === undefined) return { kind: 'blocked', why: 'This agent is no longer in your list.' }
  const workspace = workspaces.find(({ id }) => id === agent.workspace)
  if (agent.workspace !== null && session.state !== 'signed-in') {
    return {
      kind: 'blocked',
      why: `Sign in to ${workspace?.label ?? agent.workspace} to send. What you type is kept.`,
      ...(workspace === undefined
        ? {}
        : {
            action: (
              <Button size="small" onClick={() => void signIn(workspace, { returnTo: writeRoute(route) })}>
                Sign in
              </Button>
            ),
          }),
    }
  }
  const listing = entry?.listing
  if (listing !== undefined && listing.state !== 'running' && listing.state !== 'unknown') {
    return { kind: 'noted', note: `${agent.name} is ${listing.state.replace('-', ' ')}: ${listing.stateDetail}` }
  }
  return { kind: 'ready' }
}

/** The screen of somebody who has begun: panes at their places, and who sees what. */
export const Workbench = () => {
  useShortcuts()
  const route = useRoute()
  const [preferences, changePreferences] = usePreferences()
  const narrow = useMedia('(max-width: 860px)')
  const [pane, setPane] = useState<Pane>('chat')
  const [dialog, setDialog] = useState<'connect' | 'add-agent' | null>(null)
  const [link, setLink] = useState<string>()

  const { talk } = useConversationServices()
  const { registry } = useAgentVerbs()
  const workspaces = useWorkspaces()
  const sample = workspaces.find(({ kind }) => kind === 'sample')

  const conversation = useConversation(route.at === 'conversation' ? route.conversation : null)
  const active = useActiveWorkspace()
  const wanted = conversation?.agent ?? agentOfRoute(route, workspaces, active?.id ?? null)
  const listed = useAgent(wanted)
  const registered = useRegisteredAgent(wanted)
  const agent = listed?.agent ?? registered
  const readiness = useReadiness(agent)
  const session = useSession(agent === undefined ? (active?.id ?? null) : agent.workspace)
  const branch = useBranch(conversation)
  const shownRun = useRun((route.at === 'conversation' ? route.run : undefined) ?? branch.at(-1)?.chosen)

  const inspect = useCallback(() => {
    if (narrow) setPane('inspector')
    else changePreferences({ showInspector: true })
  }, [narrow, changePreferences])

  const openAgent = (next: Agent) => {
    registry.opened(next)
    navigate(routeToAgent(next, workspaces))
    setPane('chat')
  }

  const call = useMemo(
    () =>
      agent === undefined
        ? undefined
        : callOf(agent.target, workspaces.find(({ id }) => id === agent.workspace)?.origin ?? null),
    [agent, workspaces],
  )

  const preview = (input: TurnInput, mode: Mode): string =>
    call === undefined
      ? ''
      : `POST ${call.url}\n\n${JSON.stringify(talk.bodyOf(conversation, conversation?.leaf ?? null, input, mode, call), null, 2)}`

  const dialogs = (
    <>
      <ConnectWorkspaceDialog open={dialog === 'connect'} onClose={() => setDialog(null)} />
      <AddAgentDialog open={dialog === 'add-agent'} onClose={() => setDialog(null)} onAdded={openAgent} />
      <LinkDialog url={link} onClose={() => setLink(undefined)} />
      <Notices />
    </>
  )

  const rail = (
    <Rail
      agent={wanted}
      conversation={conversation?.id ?? null}
      onAgent={openAgent}
      onConversation={(id) => {
        navigate({ at: 'conversation', conversation: id })
        setPane('chat')
      }}
      onDeleted={(id) => {
        // Whoever deletes what is open has not followed a broken link: the next conversation can begin.
        if (id === conversation?.id) navigate(agent === undefined ? { at: 'home' } : routeToAgent(agent, workspaces))
      }}
      onNew={agent === undefined ? undefined : () => openAgent(agent)}
    />
  )

  const panelWorkspace = workspaces.find(({ id }) => id === agent?.workspace) ?? active
  const signInPanel = panelWorkspace === null ? null : <SignInPanel workspace={panelWorkspace} />

  const empty =
    agent === undefined ? null : (
      <NewConversation
        agentName={agent.name}
        kind={kindOf(agent)}
        description={listed?.listing?.description}
        examples={examplePrompts(agent, agent.workspace === sample?.id)}
        onRun={({ text, customInputs = agent.customInputs }) => {
          if (readiness.kind === 'blocked') return
          const id = talk.sendTurn(
            agent,
            null,
            { text, customInputs, instructions: agent.instructions },
            preferences.stream ? 'streamed' : 'whole',
          )
          navigate({ at: 'conversation', conversation: id })
        }}
      >
        {session.state !== 'signed-in' && agent.workspace !== null ? signInPanel : null}
      </NewConversation>
    )

  // Where nothing is chosen yet there is nothing to inspect, and the choice gets the room.
  const hasChat = agent !== undefined || conversation !== undefined
  const chat = hasChat ? (
    <div className="grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)]">
      {agent === undefined ? (
        <header className="h-9.25 border-b border-border" />
      ) : (
        <AgentHeader agent={agent} entry={listed} title={conversation?.title} />
      )}
      <ChatPane
        agent={agent}
        conversation={conversation}
        readiness={readiness}
        takesInstructions={call?.takesInstructions ?? false}
        preview={preview}
        onRequestChanged={(target, { customInputs, instructions }) => {
          if (customInputs !== target.customInputs || instructions !== target.instructions) {
            registry.rememberInputs(target, { customInputs, instructions })
          }
        }}
        onLink={setLink}
        onInspect={inspect}
        empty={empty}
      />
    </div>
  ) : (
    <Middle>
      {route.at === 'home' && route.unknown !== undefined ? (
        <ProblemNotice
          problem={{
            kind: 'link',
            code: 'link-not-understood',
            title: 'This link leads nowhere here',
            detail: `“#${route.unknown.slice(0, 200)}” is not a place of this playground.`,
            remedy: 'Check the link, or pick an agent or a conversation at the left.',
            who: 'you',
          }}
        />
      ) : route.at === 'conversation' ? (
        <ProblemNotice
          problem={{
            kind: 'link',
            code: 'conversation-unknown',
            title: 'This browser has no such conversation',
            detail: 'Links of this form open conversations of this browser only. It may have been deleted.',
            remedy: 'Ask whoever sent it to share the conversation itself.',
            who: 'you',
          }}
        />
      ) : (
        <div className="grid gap-6">
          <PickAgent onPick={openAgent}>{session.state === 'signed-in' ? null : signInPanel}</PickAgent>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setDialog('connect')}>Connect your workspace</Button>
            <Button onClick={() => setDialog('add-agent')}>Talk to an agent on this computer</Button>
          </div>
        </div>
      )}
    </Middle>
  )

  const inspector = (
    <InspectorPane
      run={shownRun}
      event={route.at === 'conversation' ? route.event : undefined}
      onShowInChat={() => setPane('chat')}
    />
  )

  const topBar = (
    <TopBar
      narrow={narrow}
      workspace={<WorkspaceSwitcher />}
      hasInspector={hasChat}
      onHome={() => {
        navigate({ at: 'home' })
        setPane('chat')
      }}
    />
  )

  if (narrow) {
    return (
      <TooltipProvider delay={400}>
        <div className="grid h-full grid-rows-[auto_minmax(0,1fr)_auto]">
          {topBar}
          <div className="min-h-0">
            <ErrorBoundary pane="this pane">
              <Suspense fallback={<Loading />}>
                <main className="h-full min-h-0">
                  {pane !== 'chat' && (
                    <h1 className="sr-only">{pane === 'rail' ? 'Agents and conversations' : 'Inspector'}</h1>
                  )}
                  {pane === 'rail' ? rail : pane === 'chat' ? chat : inspector}
                </main>
              </Suspense>
            </ErrorBoundary>
          </div>
          <BottomBar pane={pane} onPane={setPane} />
          {dialogs}
        </div>
      </TooltipProvider>
    )
  }

  return (
    <TooltipProvider delay={400}>
      <div className="grid h-full grid-rows-[auto_minmax(0,1fr)]">
        {topBar}
        <div className="flex min-h-0">
          {preferences.showRail && (
            <aside aria-label="List pane" className="flex min-h-0 shrink-0">
              <div className="min-h-0" style={{ width: preferences.railWidth }}>
                <ErrorBoundary pane="the list">{rail}</ErrorBoundary>
              </div>
              <Splitter
                label="Width of the list"
                pane="before"
                value={preferences.railWidth}
                min={railWidths.min}
                max={railWidths.max}
                onChange={(railWidth) => changePreferences({ railWidth })}
                onReset={() => changePreferences({ railWidth: railWidths.standard })}
              />
            </aside>
          )}
          <main className="min-h-0 min-w-0 flex-1">
            <ErrorBoundary pane="the chat">
              <Suspense fallback={<Loading />}>{chat}</Suspense>
            </ErrorBoundary>
          </main>
          {preferences.showInspector && hasChat && (
            <aside aria-label="Inspector pane" className="flex min-h-0 shrink-0">
              <Splitter
                label="Width of the inspector"
                pane="after"
                value={preferences.inspectorWidth}
                min={inspectorWidths.min}
                max={inspectorWidths.max}
                onChange={(inspectorWidth) => changePreferences({ inspectorWidth })}
                onReset={() => changePreferences({ inspectorWidth: inspectorWidths.standard })}
              />
              <div
                className="min-h-0"
                // The chat keeps what prose needs, whatever the widths that were chosen on a larger screen.
                style={{
                  width: preferences.inspectorWidth,
                  maxWidth: `max(16rem, calc(100vw - 26rem - ${preferences.showRail ? preferences.railWidth : 0}px))`,
                }}
              >
                <ErrorBoundary pane="the inspector">
                  <Suspense fallback={<Loading />}>{inspector}</Suspense>
                </ErrorBoundary>
              </div>
            </aside>
          )}
        </div>
        {dialogs}
      </div>
    </TooltipProvider>
  )
}
