import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import type { Agent } from '../agent/agent.ts'
import { AddAgentDialog } from '../agent/add-agent-dialog.tsx'
import { callOf, takesBackground } from '../agent/call-of.ts'
import { useAgent, useAgentVerbs, useRegisteredAgent } from '../agent/use-agents.ts'
import { focusField } from '../browser/focus.ts'
import type { CodeRequest } from '../code/code-request.ts'
import type { ConversationId, Mode, TurnInput } from '../conversation/conversation.ts'
import { defined } from '../protocol/defined.ts'
import type { Readiness } from '../conversation/composer.tsx'
import { LinkDialog } from '../conversation/link-dialog.tsx'
import { NewConversation } from '../conversation/new-conversation.tsx'
import { useBranch, useConversation, useConversationServices, useRun } from '../conversation/use-conversation.ts'
import { selectTab } from '../inspector/use-selection.ts'
import { useLeaveReplay } from '../replay/use-leave-replay.ts'
import type { DraftFields } from '../share/draft-link.ts'
import { Button } from '../ui/button.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { ConnectWorkspaceDialog } from '../workspace/connect-workspace-dialog.tsx'
import { SignInPanel } from '../workspace/sign-in-panel.tsx'
import { useActiveWorkspace, useSession, useWorkspaces } from '../workspace/use-workspace.ts'
import { WorkspaceSwitcher } from '../workspace/workspace-switcher.tsx'
import { AgentHeader } from './agent-header.tsx'
import { agentOfRoute, routeToAgent } from './agent-of-route.ts'
import { ImportedHeader } from './imported-header.tsx'
import { examplePrompts } from './example-prompts.ts'
import { kindOf } from './agent-kind.ts'
import { NothingChosen } from './nothing-chosen.tsx'
import { Notices } from './notices.tsx'
import { centreTabOf, centreTabs } from './centre-tabs.ts'
import { codeOfDraft } from './code-of-draft.ts'
import { Panes, type Pane } from './panes.tsx'
import { requestText } from './request-text.ts'
import { Rail } from './rail.tsx'
import { TopBar } from './top-bar.tsx'
import { navigate, useChatRoute, useNarrow, usePreferences, useRoute } from './use-app.ts'
import { useLeaving } from './use-leaving.tsx'
import { useReadiness } from './use-readiness.tsx'
import { useAppShortcuts } from './use-app-shortcuts.ts'

// What shows an answer is heavier than what shows the way in, and comes when it is first needed.
const ChatPane = lazy(() => import('./chat-pane.tsx').then((module) => ({ default: module.ChatPane })))
const CodeDialog = lazy(() => import('../code/code-dialog.tsx').then((module) => ({ default: module.CodeDialog })))
const ComparePane = lazy(() => import('./compare-pane.tsx').then((module) => ({ default: module.ComparePane })))
const BatchPane = lazy(() => import('./batch-pane.tsx').then((module) => ({ default: module.BatchPane })))
const LibraryPane = lazy(() => import('./library-pane.tsx').then((module) => ({ default: module.LibraryPane })))
const StartDialog = lazy(() => import('./start-dialog.tsx').then((module) => ({ default: module.StartDialog })))
const LinkGate = lazy(() => import('./link-gate.tsx').then((module) => ({ default: module.LinkGate })))
const InspectorPane = lazy(() => import('./inspector-pane.tsx').then((module) => ({ default: module.InspectorPane })))
const ReplayStrip = lazy(() => import('../replay/replay-strip.tsx').then((module) => ({ default: module.ReplayStrip })))

const CommandPalette = lazy(() =>
  import('./command-palette.tsx').then((module) => ({ default: module.CommandPalette })),
)
const ShortcutsDialog = lazy(() =>
  import('./shortcuts-dialog.tsx').then((module) => ({ default: module.ShortcutsDialog })),
)

const noLink: DraftFields = {}

/** What an address fills in, whichever agent it names. */
const draftOf = ({ mode, input, custom_inputs }: DraftFields): DraftFields => defined({ mode, input, custom_inputs })

/** The screen of somebody who has begun: panes at their places, and who sees what. */
export const Workbench = () => {
  const shown = useRoute()
  const route = useChatRoute(shown)
  const centre = centreTabOf(shown)
  const [preferences, changePreferences] = usePreferences()
  const narrow = useNarrow()
  const [pane, setPane] = useState<Pane>('chat')
  const [seen, setSeen] = useState(shown)
  if (seen !== shown) {
    setSeen(shown)
    // A link that fills in the message box is followed to see it.
    if (shown.at === 'new') setPane('chat')
  }
  const [dialog, setDialog] = useState<'connect' | 'add-agent' | 'commands' | 'shortcuts' | null>(null)
  const [link, setLink] = useState<string>()
  const [code, setCode] = useState<CodeRequest>()
  const [isStarting, setIsStarting] = useState(false)
  const leaving = useLeaving()

  const { talk, conversations } = useConversationServices()
  const { registry } = useAgentVerbs()
  const workspaces = useWorkspaces()
  const sample = workspaces.find(({ kind }) => kind === 'sample')

  const conversation = useConversation(route.at === 'conversation' ? route.conversation : null)
  const active = useActiveWorkspace()
  const wanted = conversation?.agent ?? agentOfRoute(route, workspaces, active?.id ?? null)
  const listed = useAgent(wanted)
  const registered = useRegisteredAgent(wanted)
  const agent = listed?.agent ?? registered
  // A new conversation has a panel for it; an open one has only the note at the message box.
  const reached = useReadiness(agent, conversation !== undefined)
  const origin = agent === undefined ? conversation?.origin : undefined
  const readiness: Readiness =
    origin === undefined
      ? reached
      : {
          kind: 'blocked',
          why: 'This conversation came from elsewhere. Choose an agent of yours to go on with it.',
          action: (
            <Button size="small" variant="primary" onClick={() => setIsStarting(true)}>
              Start from here
            </Button>
          ),
        }
  const session = useSession(agent === undefined ? (active?.id ?? null) : agent.workspace)
  const branch = useBranch(conversation)
  const chatRun = useRun((route.at === 'conversation' ? route.run : undefined) ?? branch.at(-1)?.chosen)
  const inspectedRun = useRun(shown.at === 'compare' || shown.at === 'batch' ? shown.inspected : undefined)
  const shownRun = centre === 'chat' ? chatRun : inspectedRun

  const inspect = useCallback(() => {
    if (narrow) setPane('inspector')
    else changePreferences({ showInspector: true })
  }, [narrow, changePreferences])

  const openAgent = (next: Agent) => {
    registry.opened(next)
    navigate(routeToAgent(next, workspaces))
    setPane('chat')
  }
  const openConversation = (id: ConversationId) => {
    navigate({ at: 'conversation', conversation: id })
    setPane('chat')
  }
  const openLibrary = () => {
    navigate({ at: 'library' })
    setPane('chat')
  }
  const beginNew = agent === undefined ? undefined : () => openAgent(agent)

  const showMessageBox = () => {
    if (shown !== route) navigate(route)
    setPane('chat')
  }
  useAppShortcuts({
    onCommands: () => setDialog(dialog === 'commands' ? null : 'commands'),
    onHelp: () => setDialog('shortcuts'),
    onMessage: showMessageBox,
  })

  const linkedMode =
    route.at === 'new' && (route.mode === 'streamed' || route.mode === 'whole') ? route.mode : undefined
  const mode: Mode = linkedMode ?? (preferences.stream ? 'streamed' : 'whole')
  const call = useMemo(
    () =>
      agent === undefined
        ? undefined
        : callOf(agent, workspaces.find(({ id }) => id === agent.workspace)?.origin ?? null, mode),
    [agent, workspaces, mode],
  )

  const background =
    agent !== undefined && call !== undefined && takesBackground(agent.target, call.dialect)
      ? agent.background === true
      : undefined

  const preview = (input: TurnInput): string => {
    if (agent === undefined || call === undefined) return ''
    return requestText(
      call,
      talk.bodyOf(conversation, conversation?.leaf ?? null, input, mode, call, background === true),
    )
  }

  const writeDraft = (input: TurnInput, mode: Mode): void => {
    const draft = { conversation, input, mode, background: background === true }
    void codeOfDraft(draft, agent, call, workspaces, talk).then((request) => {
      if (request.ok) setCode(request.value)
      else conversations.refused(request.problem)
    })
  }

  const dialogs = (
    <>
      <ConnectWorkspaceDialog open={dialog === 'connect'} onClose={() => setDialog(null)} />
      <AddAgentDialog open={dialog === 'add-agent'} onClose={() => setDialog(null)} onAdded={openAgent} />
      {code !== undefined && (
        <Suspense>
          <CodeDialog request={code} onClose={() => setCode(undefined)} />
        </Suspense>
      )}
      {leaving.dialogs}
      {isStarting && conversation !== undefined && (
        <Suspense>
          <StartDialog
            onClose={() => setIsStarting(false)}
            onPick={(chosen) => {
              setIsStarting(false)
              registry.opened(chosen)
              talk.chooseAgent(conversation.id, chosen)
            }}
          />
        </Suspense>
      )}
      <LinkDialog url={link} onClose={() => setLink(undefined)} />
      {shown.at === 'new' && agent === undefined && (
        <Suspense>
          <LinkGate key={`${shown.workspace} ${shown.agent}`} route={shown} />
        </Suspense>
      )}
      <Notices />
    </>
  )

  const deleteConversation = (id: ConversationId) => {
    talk.deleteConversation(id)
    // Whoever deletes what is open has not followed a broken link: the next conversation can begin.
    const isOpen = shown.at !== 'library' && id === conversation?.id
    if (isOpen) navigate(agent === undefined ? { at: 'home' } : routeToAgent(agent, workspaces))
  }

  const rail = (
    <Rail
      agent={wanted}
      conversation={conversation?.id ?? null}
      onAgent={openAgent}
      onConversation={openConversation}
      onExport={leaving.exportConversation}
      onDelete={deleteConversation}
      onLibrary={openLibrary}
      onNew={beginNew}
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
          const id = talk.sendTurn(agent, null, { text, customInputs, instructions: agent.instructions }, mode)
          navigate({ at: 'conversation', conversation: id })
        }}
      >
        {session.state !== 'signed-in' && agent.workspace !== null ? signInPanel : null}
      </NewConversation>
    )

  // Where nothing is chosen yet there is nothing to inspect, and the choice gets the room.
  const hasChat = agent !== undefined || conversation !== undefined
  const chat = hasChat ? (
    <ChatPane
      agent={agent}
      conversation={conversation}
      linked={route.at === 'new' ? route : noLink}
      mode={mode}
      readiness={readiness}
      takesInstructions={call?.takesInstructions ?? false}
      dialect={call?.dialect}
      preview={preview}
      background={background}
      onBackground={(on) => {
        if (agent !== undefined) registry.rememberInputs(agent, { background: on })
      }}
      onRequestChanged={(target, { customInputs, instructions }) => {
        if (customInputs !== target.customInputs || instructions !== target.instructions) {
          registry.rememberInputs(target, { customInputs, instructions })
        }
      }}
      onLink={setLink}
      onCode={setCode}
      onShare={leaving.share}
      onReport={leaving.report}
      onDraftCode={writeDraft}
      onInspect={inspect}
      empty={empty}
    />
  ) : (
    <NothingChosen
      route={route}
      signIn={session.state === 'signed-in' ? null : signInPanel}
      onPick={(chosen) => {
        openAgent(chosen)
        // What a link or a command wrote is not lost because its agent was not known.
        if (route.at === 'new') navigate({ ...draftOf(route), ...routeToAgent(chosen, workspaces) }, 'replace')
      }}
      onConnect={() => setDialog('connect')}
      onAddLocal={() => setDialog('add-agent')}
    />
  )

  const content = {
    chat,
    batch: <BatchPane route={shown.at === 'batch' ? shown : { at: 'batch' }} agent={agent} onInspect={inspect} />,
    compare: (
      <ComparePane
        route={shown.at === 'compare' ? shown : { at: 'compare', view: 'columns' }}
        agent={agent}
        onLink={setLink}
        onCode={setCode}
        onInspect={inspect}
      />
    ),
  }
  const openTab = (tab: string) => {
    if (tab === centre && shown.at !== 'library') return
    if (tab === 'compare') navigate({ at: 'compare', view: 'columns' })
    else if (tab === 'batch') navigate({ at: 'batch' })
    else navigate(route)
  }
  const middle =
    shown.at === 'library' ? (
      <LibraryPane
        onOpen={openConversation}
        onExport={(id) => leaving.exportConversation(id, 'recording')}
        onDelete={deleteConversation}
        onClose={() => navigate(route)}
      />
    ) : hasChat || centre !== 'chat' ? (
      <Tabs
        label="What to look at"
        tabs={centreTabs.map(({ id, label }) => ({ id, label, content: content[id] }))}
        selected={centre}
        onSelect={openTab}
        wideAside
        aside={
          centre === 'chat' && agent !== undefined && call !== undefined ? (
            <AgentHeader agent={agent} call={call} entry={listed} title={conversation?.title} />
          ) : centre === 'chat' && agent === undefined && conversation !== undefined ? (
            <ImportedHeader conversation={conversation} />
          ) : null
        }
      />
    ) : (
      chat
    )
  const hasInspector = shown.at === 'library' ? false : centre === 'chat' ? hasChat : shownRun !== undefined
  const inspector = (
    <InspectorPane
      run={shownRun}
      event={route.at === 'conversation' ? route.event : undefined}
      onShowInChat={() => setPane('chat')}
    />
  )
  const hasStrip = shown.at !== 'library' && centre === 'chat' && chatRun !== undefined && chatRun.exchanges.length > 0
  useLeaveReplay(hasStrip ? chatRun.id : undefined)
  const strip = hasStrip ? (
    <Suspense fallback={<div className="h-9 border-t border-border bg-surface-raised" />}>
      <ReplayStrip run={chatRun} narrow={narrow} />
    </Suspense>
  ) : null

  const topBar = (
    <TopBar
      narrow={narrow}
      workspace={<WorkspaceSwitcher />}
      hasInspector={hasInspector}
      onHome={() => {
        navigate({ at: 'home' })
        setPane('chat')
      }}
      onCommands={() => setDialog('commands')}
    />
  )

  const palette = (
    <Suspense>
      {dialog === 'commands' && (
        <CommandPalette
          onClose={() => setDialog(null)}
          acts={{
            onAgent: openAgent,
            onConversation: openConversation,
            onNew: beginNew,
            onLibrary: openLibrary,
            onAddAgent: () => setDialog('add-agent'),
            onConnect: () => setDialog('connect'),
            onHelp: () => setDialog('shortcuts'),
            onMessage: () => {
              showMessageBox()
              focusField('Message')
            },
            onCentre: (tab) => {
              openTab(tab)
              setPane('chat')
            },
            onInspect: hasInspector
              ? (tab) => {
                  selectTab(tab)
                  inspect()
                }
              : undefined,
            onShare: centre === 'chat' && chatRun?.phase.at === 'over' ? () => leaving.share(chatRun.id) : undefined,
          }}
        />
      )}
      {dialog === 'shortcuts' && <ShortcutsDialog onClose={() => setDialog(null)} />}
    </Suspense>
  )

  return (
    <TooltipProvider delay={400}>
      <Panes
        narrow={narrow}
        pane={pane}
        onPane={setPane}
        topBar={topBar}
        rail={rail}
        chat={middle}
        inspector={hasInspector || narrow ? inspector : null}
        strip={strip}
      />
      {dialogs}
      {palette}
    </TooltipProvider>
  )
}
