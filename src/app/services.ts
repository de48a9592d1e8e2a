import { QueryClient } from '@tanstack/react-query'
import type { Agent } from '../agent/agent.ts'
import { createAgentServices, provideAgentServices, type AgentServices } from '../agent/agent-services.ts'
import { callOf } from '../agent/call-of.ts'
import type { Mode } from '../agent/manner.ts'
import { openChannel } from '../browser/channel.ts'
import { delay, monotonic, onNextFrame, wallClock } from '../browser/clock.ts'
import { openDatabase } from '../browser/database.ts'
import { currentAddress, goTo, onFragmentChange, ownOrigin, readFragment, writeFragment } from '../browser/location.ts'
import { withLock } from '../browser/locks.ts'
import { fetchOwn, fetchThroughRelay } from '../browser/network.ts'
import { watchPageLife } from '../browser/page-life.ts'
import { documentsWhile, documentStorage, tabStorage } from '../browser/storage.ts'
import { createArchive } from '../conversation/archive.ts'
import { createAttachments } from '../conversation/attachments.ts'
import { conversationOfRun, type Conversation, type ConversationId } from '../conversation/conversation.ts'
import { createConversationStore } from '../conversation/conversation-store.ts'
import { createChoiceStore } from '../conversation/choice-store.ts'
import { createDraftStore } from '../conversation/draft-store.ts'
import { createOpenRecordings } from '../conversation/open-recordings.ts'
import { storageProblem, type ArchiveMessage } from '../conversation/keep-archive.ts'
import { createMaskingStore } from '../conversation/masking-store.ts'
import { createKeepRecording } from '../conversation/keep-recording.ts'
import { browserWords, isStorageFull, storageFullRemedy, storageFullTitle } from '../conversation/storage-full.ts'
import { createTalk, type AgentConnection } from '../conversation/talk.ts'
import type { ConversationServices } from '../conversation/use-conversation.ts'
import { createRecordings } from '../exchange/recordings.ts'
import { failure, success, type Problem, type Result } from '../lib/problem.ts'
import { createLibrary } from '../library/library.ts'
import { createLibraryStore, type LibraryStore } from '../library/library-store.ts'
import type { LibraryServices } from '../library/use-library.ts'
import { bareConfig, loadPlaygroundConfig } from '../workspace/playground-config.ts'
import {
  createWorkspaceServices,
  provideWorkspaceServices,
  type WorkspaceServices,
} from '../workspace/workspace-services.ts'
import { clearAtSignOut } from './clear-at-sign-out.ts'
import { createPreferencesStore, type PreferencesStore } from './preferences-store.ts'
import { parseRoute, type Route } from './route.ts'

export interface AppServices {
  readonly workspaces: WorkspaceServices
  readonly agents: AgentServices
  readonly conversation: ConversationServices
  readonly library: LibraryServices
  readonly preferences: PreferencesStore
  readonly queryClient: QueryClient
}

/** Where and as whom to call an agent now; the one place that joins agents, workspaces and runs. */
const connectThrough =
  (workspaces: WorkspaceServices) =>
  (agent: Agent, mode: Mode): Result<AgentConnection> => {
    const workspace =
      agent.workspace === null
        ? null
        : workspaces.store.state.getState().workspaces.find(({ id }) => id === agent.workspace)
    if (workspace === undefined) {
      return failure({
        kind: 'sign-in',
        code: 'workspace-unknown',
        title: 'The agent’s workspace is not known here any more',
        detail: `${agent.name} belongs to ${agent.workspace ?? 'no workspace'}.`,
        remedy: 'Connect that workspace again, then run again.',
        who: 'you',
      })
    }
    const call = callOf(agent, workspace?.origin ?? null, mode)
    if (!URL.canParse(call.url)) {
      return failure({
        kind: 'input',
        code: 'agent-url-unusable',
        title: 'The agent has no usable URL',
        detail: `“${call.url}” cannot be called.`,
        remedy: 'Open the agent in the list again, or remove it and add it anew.',
        who: 'you',
      })
    }
    return success({
      url: new URL(call.url),
      callee: agent.target.kind,
      authorization: workspaces.createAuthorization(workspace),
      headers: call.headers,
      call,
    })
  }

/** Storage that hangs must not hold a stream or the first paint back for longer than this. */
const storageMilliseconds = 2000

const recordingProblem = (detail: string, isFull: boolean): Problem => ({
  kind: 'storage',
  code: 'recording-not-stored',
  title: isFull ? storageFullTitle : 'This browser cannot keep the recording at the moment',
  detail: `The answer goes on in memory, and is lost when this page goes away. ${detail}`,
  remedy: isFull
    ? storageFullRemedy
    : 'Export the answer when it has ended, and free some space by deleting old conversations.',
  who: 'you',
})

const createConversationServices = (
  workspaces: WorkspaceServices,
  agents: AgentServices,
  store: LibraryStore,
): { readonly conversation: ConversationServices; readonly library: LibraryServices } => {
  const keepsHistory = () => store.state.getState().settings.keepsHistory
  const conversations = createConversationStore()
  const recordings = createRecordings(openDatabase, keepsHistory)
  const openRecordings = createOpenRecordings(recordings)
  const patience = (signal: AbortSignal) => delay(storageMilliseconds, signal)
  const channel = openChannel<ArchiveMessage>('playground.conversations')
  const archive = createArchive(openDatabase, keepsHistory)
  const keepRecording = createKeepRecording({
    write: recordings.write,
    patience,
    failed: (detail, isFull) => conversations.storageFailed(recordingProblem(detail, isFull)),
    recovered: () => conversations.storageRecovered('recording-not-stored'),
  })
  const attachments = createAttachments(
    openDatabase,
    (thrown) =>
      conversations.storageFailed(
        storageProblem(`A file could not be kept. ${browserWords(thrown)}`, isStorageFull(thrown)),
      ),
    keepsHistory,
  )
  const talk = createTalk({
    conversations,
    attachments,
    archive,
    recordings,
    openRecordings,
    channel,
    settled: agents.settled,
    connect: connectThrough(workspaces),
    agentUsed: agents.registry.used,
    agentOf: agents.registry.agent,
    fetch: fetchThroughRelay,
    nextFrame: () => new Promise((resolve) => onNextFrame(resolve)),
    advance: conversations.runAdvanced,
    store: keepRecording,
    patience,
    pause: delay,
  })
  store.state.subscribe((now, before) => {
    if (now.settings.keepsHistory && !before.settings.keepsHistory) void talk.catchUp()
  })
  return {
    conversation: {
      talk,
      conversations,
      openRecordings,
      attachments,
      keepsHistory,
      drafts: createDraftStore(documentsWhile(keepsHistory)),
      choices: createChoiceStore(),
      masking: createMaskingStore(),
    },
    library: createLibrary({
      store,
      conversations,
      archive,
      recordings,
      attachments,
      stored: ({ id }) => channel.send({ kind: 'conversation-changed', id }),
    }),
  }
}

/** The conversations whose runs an address needs. */
const conversationsOf = (
  route: Route,
  known: Readonly<Record<ConversationId, Conversation>>,
): readonly ConversationId[] => {
  if (route.at === 'conversation') return [route.conversation]
  if (route.at === 'batch') return route.conversation === undefined ? [] : [route.conversation]
  if (route.at !== 'compare' || route.view === 'columns') return []
  if (route.view === 'series') return [route.conversation]
  return route.runs.flatMap((run) => conversationOfRun(known, run)?.id ?? [])
}

/** Makes all services from the doors and starts what must run before React. */
export const startServices = async (): Promise<AppServices> => {
  watchPageLife()
  const preferences = createPreferencesStore()
  const config = await loadPlaygroundConfig(fetchOwn)
  const workspaces = createWorkspaceServices({
    config: config.ok ? config.value : bareConfig,
    fetch: fetchThroughRelay,
    documents: documentStorage,
    tabStorage: tabStorage(),
    sessionChannel: openChannel('playground.session'),
    workspaceChannel: openChannel('playground.workspaces'),
    withLock,
    monotonic,
    wallClock,
    ownOrigin: ownOrigin(),
    currentAddress,
    writeFragment,
    goTo,
  })
  provideWorkspaceServices(workspaces)
  const queryClient = new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false } } })
  const agents = createAgentServices({
    workspaces,
    queryClient,
    fetch: fetchThroughRelay,
    documents: documentStorage,
    channel: openChannel('playground.agents'),
    wallClock,
  })
  provideAgentServices(agents)
  const libraryStore = createLibraryStore({ storage: documentStorage, channel: openChannel('playground.library') })
  const { conversation, library } = createConversationServices(workspaces, agents, libraryStore)
  await Promise.all([workspaces.start(), agents.start(), conversation.talk.start(), libraryStore.load()])
  clearAtSignOut({ workspaces, conversation, library: libraryStore })
  library.start()
  if (!config.ok) workspaces.store.noticed(config.problem)

  const openRoute = () => {
    const { talk, conversations } = conversation
    for (const id of conversationsOf(parseRoute(readFragment()), conversations.getState().conversations)) {
      void talk.openConversation(id)
    }
  }
  onFragmentChange(openRoute)
  openRoute()
  return { workspaces, agents, conversation, library, preferences, queryClient }
}
