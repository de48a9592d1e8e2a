import { createJSONStorage, persist } from 'zustand/middleware'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Channel } from '../browser/channel.ts'
import type { TextStorage } from '../browser/storage.ts'
import type { Problem } from '../lib/problem.ts'
import { guardStorage } from './guarded-storage.ts'
import { nothingKnown, readKnownWorkspaces, sampleWorkspace, type KnownWorkspaces } from './known-workspace.ts'
import type { Session, Workspace, WorkspaceId } from './workspace.ts'

export interface WorkspaceState extends KnownWorkspaces {
  readonly sessions: Readonly<Record<string, Session>>
  /** A problem of sign-in or storage that belongs to no session, until it is dismissed. */
  readonly notice: Problem | null
}

export interface WorkspaceStoreDoors {
  readonly storage: TextStorage
  readonly channel: Channel<KnownWorkspaces>
  readonly sampleOrigin: string | null
}

/** The one gateway to what is known about workspaces and sessions. Reading is free; changing goes by these verbs. */
export interface WorkspaceStore {
  readonly state: Pick<StoreApi<WorkspaceState>, 'getState' | 'getInitialState' | 'subscribe'>
  /** Reads what was kept. Resolves within seconds also where storage is blocked. */
  load(): Promise<void>
  /** Adds the workspace, or takes over label, client and scopes of one that is known, and makes it the active one. */
  connect(workspace: Workspace): void
  rename(id: WorkspaceId, label: string): void
  forget(id: WorkspaceId): void
  switchTo(id: WorkspaceId): void
  sessionChanged(id: WorkspaceId, session: Session): void
  signedOut(id: WorkspaceId, upTo: number): void
  noticed(notice: Problem | null): void
}

const signedOut: Session = { state: 'signed-out' }

export const sessionOf = (state: WorkspaceState, id: WorkspaceId | null): Session =>
  (id === null ? undefined : state.sessions[id]) ?? signedOut

/** The chosen workspace, else the first that is known, else none. */
export const activeOf = (state: KnownWorkspaces): Workspace | null =>
  state.workspaces.find(({ id }) => id === state.active) ?? state.workspaces[0] ?? null

export const createWorkspaceStore = ({ storage, channel, sampleOrigin }: WorkspaceStoreDoors): WorkspaceStore => {
  const sample = sampleOrigin === null ? [] : [sampleWorkspace(sampleOrigin)]
  const withSample = (workspaces: readonly Workspace[]) => [
    ...sample,
    ...workspaces.filter(({ kind, id }) => kind !== 'sample' && id !== sample[0]?.id),
  ]
  const guarded = guardStorage(storage, (problem) => store.setState({ notice: problem }))

  const store = createStore<WorkspaceState>()(
    persist((): WorkspaceState => ({ ...nothingKnown, workspaces: withSample([]), sessions: {}, notice: null }), {
      name: 'workspaces',
      version: 1,
      storage: createJSONStorage<KnownWorkspaces>(() => guarded.storage),
      skipHydration: true,
      partialize: ({ workspaces, active, signedOutUpTo }) => ({
        workspaces: workspaces.filter(({ kind }) => kind !== 'sample'),
        active,
        signedOutUpTo,
      }),
      // Version 1 is the first; whatever else is found is read field by field.
      migrate: (kept) => readKnownWorkspaces(kept),
      merge: (kept, current) => {
        const known = readKnownWorkspaces(kept)
        return {
          ...current,
          ...known,
          workspaces: withSample(known.workspaces),
          active: current.active ?? known.active,
        }
      },
    }),
  )

  const tell = () => {
    const { workspaces, active, signedOutUpTo } = store.getState()
    channel.send({ workspaces, active, signedOutUpTo })
  }
  // Another tab added, renamed or forgot one. Which one is active stays each tab's own choice.
  channel.listen((message) => {
    const known = readKnownWorkspaces(message)
    store.setState({ workspaces: withSample(known.workspaces), signedOutUpTo: known.signedOutUpTo })
  })

  return {
    state: store,
    load: async () => {
      await guarded.withinTime(Promise.resolve(store.persist.rehydrate()))
    },
    connect: (workspace) => {
      const { workspaces } = store.getState()
      const isKnown = workspaces.some(({ id }) => id === workspace.id)
      store.setState({
        workspaces: isKnown
          ? workspaces.map((known) => (known.id === workspace.id && known.kind !== 'sample' ? workspace : known))
          : [...workspaces, workspace],
        active: workspace.id,
      })
      tell()
    },
    rename: (id, label) => {
      const text = label.trim()
      if (text === '') return
      store.setState(({ workspaces }) => ({
        workspaces: workspaces.map((known) => (known.id === id ? { ...known, label: text } : known)),
      }))
      tell()
    },
    forget: (id) => {
      store.setState(({ workspaces, active, sessions }) => ({
        workspaces: workspaces.filter((known) => known.id !== id || known.kind === 'sample'),
        active: active === id ? null : active,
        sessions: Object.fromEntries(Object.entries(sessions).filter(([known]) => known !== id)),
      }))
      tell()
    },
    switchTo: (id) =>
      store.setState(({ workspaces }) => (workspaces.some((known) => known.id === id) ? { active: id } : {})),
    sessionChanged: (id, session) => store.setState(({ sessions }) => ({ sessions: { ...sessions, [id]: session } })),
    signedOut: (id, upTo) => {
      store.setState(({ sessions, signedOutUpTo }) => ({
        sessions: { ...sessions, [id]: signedOut },
        signedOutUpTo: { ...signedOutUpTo, [id]: Math.max(upTo, signedOutUpTo[id] ?? 0) },
      }))
      tell()
    },
    noticed: (notice) => store.setState({ notice }),
  }
}
