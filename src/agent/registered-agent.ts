import type { EpochMs } from '../lib/brand.ts'
import { arrayOf, fieldOf, numberOf, stringOf, type Json } from '../lib/json.ts'
import { defined } from '../protocol/defined.ts'
import { isDialect } from '../protocol/dialect.ts'
import { workspaceIdOf } from '../workspace/known-workspace.ts'
import { agentIdOf, refOf } from './agent-id.ts'
import type { Agent, AgentId, AgentListing, AgentTarget, Discovery, Manner } from './agent.ts'
import { baseOf, parseCallPath } from './call-path.ts'
import { isLoopbackHost } from './parse-agent-url.ts'

/** A new entry for something that the workspace lists, with what the registry remembers of it. */
export const agentOf = (listing: AgentListing, known: Agent | undefined, now: EpochMs): Agent => {
  const { id, workspace, ref, name, target } = listing
  return known === undefined
    ? { id, workspace, ref, name, target, addedAt: now, starred: false, customInputs: '', instructions: '' }
    : { ...known, target }
}

/** An entry for an agent on this computer, known by its URL. */
export const localAgent = (url: string, name: string, now: EpochMs): Agent => {
  const target: AgentTarget = { kind: 'local', url }
  return {
    id: agentIdOf(null, refOf(target)),
    workspace: null,
    ref: url,
    name: name.trim() === '' ? localName(url) : name.trim(),
    target,
    addedAt: now,
    starred: false,
    customInputs: '',
    instructions: '',
  }
}

/** `localhost:8000`, with the path where there is one. */
export const localName = (url: string): string => {
  const { host, pathname } = new URL(url)
  return pathname === '/' ? host : `${host}${pathname}`
}

const targetOf = (value: Json | undefined): AgentTarget | undefined => {
  const url = stringOf(value, 'url') ?? ''
  switch (stringOf(value, 'kind')) {
    case 'app': {
      const name = stringOf(value, 'name')
      return name === undefined ? undefined : { kind: 'app', name, url: URL.canParse(url) ? url : '' }
    }
    case 'serving-endpoint': {
      const endpoint = stringOf(value, 'endpoint')
      const task = stringOf(value, 'task')
      return endpoint === undefined
        ? undefined
        : { kind: 'serving-endpoint', endpoint, ...(task === undefined ? {} : { task }) }
    }
    case 'local':
      // No sign-in guards these calls, so a kept entry is held to the same rule as a typed one.
      return URL.canParse(url) && isLoopbackHost(new URL(url).hostname) ? { kind: 'local', url } : undefined
    default:
      return undefined
  }
}

/** Credentials go where a path leads, so a kept one is held to the same rule as a typed one. */
const partsOf = (value: Json | undefined, base: string): Partial<Manner> => {
  const dialect = stringOf(value, 'dialect')
  const path = parseCallPath(stringOf(value, 'path') ?? '', base)
  return { ...(isDialect(dialect) ? { dialect } : {}), ...(path.ok ? { path: path.value } : {}) }
}

const readManner = (value: Json | undefined, base: string): Manner | undefined => {
  const { dialect, path } = partsOf(value, base)
  return dialect === undefined || path === undefined ? undefined : { dialect, path }
}

const readDiscovery = (value: Json | undefined, base: string): Discovery | undefined => {
  const manner = readManner(value, base)
  const whole = readManner(fieldOf(value, 'whole'), base)
  const server = stringOf(value, 'server')
  return manner === undefined
    ? undefined
    : {
        ...manner,
        ...defined({ whole, server }),
        evidence: (arrayOf(value, 'evidence') ?? []).filter((line) => typeof line === 'string'),
        conclusive: fieldOf(value, 'conclusive') === true,
      }
}

const agentFrom = (value: Json): readonly Agent[] => {
  const target = targetOf(fieldOf(value, 'target'))
  const workspace = stringOf(value, 'workspace')
  if (target === undefined || (workspace === undefined) !== (target.kind === 'local')) return []
  const ref = refOf(target)
  const workspaceId = workspace === undefined ? null : workspaceIdOf(workspace)
  const lastUsedAt = numberOf(value, 'lastUsedAt')
  const base = baseOf(target, workspaceId)
  const override = partsOf(fieldOf(value, 'override'), base)
  return [
    {
      id: agentIdOf(workspaceId, ref),
      workspace: workspaceId,
      ref,
      name: stringOf(value, 'name') ?? ref,
      target,
      addedAt: (numberOf(value, 'addedAt') ?? 0) as EpochMs,
      starred: fieldOf(value, 'starred') === true,
      customInputs: stringOf(value, 'customInputs') ?? '',
      instructions: stringOf(value, 'instructions') ?? '',
      ...defined({
        lastUsedAt: lastUsedAt as EpochMs | undefined,
        discovery: readDiscovery(fieldOf(value, 'discovery'), base),
        override: Object.keys(override).length === 0 ? undefined : override,
        asksTrace: fieldOf(value, 'asksTrace') === true ? true : undefined,
        background: fieldOf(value, 'background') === true ? true : undefined,
      }),
    },
  ]
}

/** The part of the registry that is kept. */
export interface KeptRegistry {
  readonly agents: readonly Agent[]
}

/** Reads what was kept or came from another tab; damaged and doubled entries drop out one by one. */
export const readRegistry = (value: unknown): KeptRegistry => {
  const agents = new Map<AgentId, Agent>()
  for (const agent of (arrayOf(value, 'agents') ?? []).flatMap(agentFrom)) agents.set(agent.id, agent)
  return { agents: [...agents.values()] }
}

/** What a list says about an agent, with what the registry remembers. */
export interface AgentEntry {
  readonly agent: Agent
  /** Absent where no list names it (now): a local agent, or one whose workspace is not signed in. */
  readonly listing: AgentListing | undefined
}

const byUse = (one: AgentEntry, other: AgentEntry): number =>
  Number(other.agent.starred) - Number(one.agent.starred) ||
  (other.agent.lastUsedAt ?? 0) - (one.agent.lastUsedAt ?? 0) ||
  one.agent.name.localeCompare(other.agent.name, 'en', { numeric: true })

/** Joins lists and registry: every listed agent, and every remembered one that no list names. Starred, recent, by name. */
export const entriesOf = (
  listings: readonly AgentListing[],
  remembered: readonly Agent[],
  now: EpochMs,
): readonly AgentEntry[] => {
  const known = new Map(remembered.map((agent) => [agent.id, agent]))
  const listed = new Set(listings.map(({ id }) => id))
  return [
    ...listings.map((listing) => ({ agent: agentOf(listing, known.get(listing.id), now), listing })),
    ...remembered.filter(({ id }) => !listed.has(id)).map((agent) => ({ agent, listing: undefined })),
  ].sort(byUse)
}

/** Whether every word of the search is found in name, reference, creator or description. */
export const matchesSearch = ({ agent, listing }: AgentEntry, search: string): boolean => {
  const text = [agent.name, agent.ref, listing?.creator, listing?.description, listing?.speaks].join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
