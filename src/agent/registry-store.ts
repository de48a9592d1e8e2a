import { createJSONStorage, persist } from 'zustand/middleware'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Channel } from '../browser/channel.ts'
import type { TextStorage } from '../browser/storage.ts'
import type { EpochMs } from '../lib/brand.ts'
import type { Problem } from '../lib/problem.ts'
import { guardStorage } from '../workspace/guarded-storage.ts'
import type { Agent, AgentId, Discovery, Manner } from './agent.ts'
import { localAgent, readRegistry, type KeptRegistry } from './registered-agent.ts'

export interface RegistryState extends KeptRegistry {
  readonly problem: Problem | null
}

export interface RegistryDoors {
  readonly storage: TextStorage
  readonly channel: Channel<KeptRegistry>
  readonly wallClock: () => EpochMs
}

/** The one gateway to the person's own list of agents. */
export interface Registry {
  readonly state: Pick<StoreApi<RegistryState>, 'getState' | 'getInitialState' | 'subscribe'>
  load(): Promise<void>
  /** Adds an agent on this computer by its parsed URL; one that is there already stays as it is. */
  addLocal(url: string, name: string): Agent
  star(agent: Agent, starred: boolean): void
  /** Keeps it, so that it stays known while its workspace's lists are out of reach. */
  opened(agent: Agent): void
  /** Moves it up in the list. */
  used(agent: Agent): void
  forget(id: AgentId): void
  /** Keeps what was typed for the next message to this agent. */
  rememberInputs(agent: Agent, inputs: Partial<Pick<Agent, 'customInputs' | 'instructions' | 'background'>>): void
  /** Keeps what was found out. What decided nothing does not replace what did. */
  discovered(agent: Agent, discovery: Discovery): void
  /** Keeps what the person set about how it is called; an empty override is none. */
  setManner(agent: Agent, settings: { readonly override: Partial<Manner>; readonly asksTrace: boolean }): void
  agent(id: AgentId): Agent | undefined
}

export const createRegistry = ({ storage, channel, wallClock }: RegistryDoors): Registry => {
  const guarded = guardStorage(storage, (problem) => store.setState({ problem }))
  const store = createStore<RegistryState>()(
    persist((): RegistryState => ({ agents: [], problem: null }), {
      name: 'agents',
      version: 1,
      storage: createJSONStorage<KeptRegistry>(() => guarded.storage),
      skipHydration: true,
      partialize: ({ agents }) => ({ agents }),
      // Version 1 is the first; whatever else is found is read field by field.
      migrate: (kept) => readRegistry(kept),
      merge: (kept, current) => ({ ...current, ...readRegistry(kept) }),
    }),
  )
  channel.listen((message) => store.setState(readRegistry(message)))

  const change = (agents: readonly Agent[]) => {
    store.setState({ agents })
    channel.send({ agents })
  }
  const find = (id: AgentId) => store.getState().agents.find((agent) => agent.id === id)

  const replace = (agent: Agent) => change([...store.getState().agents.filter(({ id }) => id !== agent.id), agent])

  /** Puts the change on what is remembered, or on the agent as given where it is not remembered yet. */
  const amend = (agent: Agent, changes: Partial<Agent>) => {
    replace({ ...(find(agent.id) ?? agent), target: agent.target, ...changes })
  }

  return {
    state: store,
    load: async () => {
      await guarded.withinTime(Promise.resolve(store.persist.rehydrate()))
    },
    addLocal: (url, name) => {
      const added = localAgent(url, name, wallClock())
      const known = find(added.id)
      if (known === undefined) change([...store.getState().agents, added])
      else if (name.trim() !== '') amend(known, { name: added.name })
      return find(added.id) ?? added
    },
    star: (agent, starred) => amend(agent, { starred }),
    opened: (agent) => {
      if (find(agent.id) === undefined) amend(agent, {})
    },
    used: (agent) => amend(agent, { lastUsedAt: wallClock() }),
    forget: (id) => change(store.getState().agents.filter((agent) => agent.id !== id)),
    rememberInputs: (agent, inputs) => amend(agent, inputs),
    discovered: (agent, discovery) => {
      const known = find(agent.id)?.discovery
      if (discovery.conclusive || known?.conclusive !== true) amend(agent, { discovery })
    },
    setManner: (agent, { override, asksTrace }) => {
      const { override: _override, asksTrace: _asksTrace, ...rest } = find(agent.id) ?? agent
      const set = Object.keys(override).length === 0 ? {} : { override }
      replace({ ...rest, target: agent.target, ...set, ...(asksTrace ? { asksTrace } : {}) })
    },
    agent: find,
  }
}
