import { parseRef } from '../agent/agent-id.ts'
import { parseAgentUrl } from '../agent/parse-agent-url.ts'
import type { Problem } from '../lib/problem.ts'
import { parseWorkspaceOrigin, type KnownHosts } from '../workspace/parse-workspace-origin.ts'
import { plainly } from './unseen-characters.ts'

/** Where a link leads, judged before anything is done with it. */
export type LinkedHost =
  /** It names no host, or one that this browser has used before. */
  | { readonly kind: 'known' }
  | { readonly kind: 'new-workspace'; readonly host: string; readonly origin: string }
  | { readonly kind: 'new-local-agent'; readonly host: string; readonly url: string }
  /** It can never be called; `named` is what the link says, with everything unseen written out. */
  | { readonly kind: 'refused'; readonly named: string; readonly problem: Problem }

export interface UsedHosts extends KnownHosts {
  /** Origins of the workspaces that were connected in this browser. */
  readonly workspaces: readonly string[]
  /** URLs of the agents on this computer that are in the list. */
  readonly localAgents: readonly string[]
}

const longestName = 2000

const tooLong = (named: string): Problem => ({
  kind: 'link',
  code: 'link-host-too-long',
  title: 'The address in this link is too long',
  detail: `It has ${named.length.toLocaleString('en')} characters, which no host name has.`,
  remedy: 'Ask whoever sent the link where it is meant to lead.',
  who: 'you',
})

const linkedWorkspace = (named: string, hosts: UsedHosts): LinkedHost => {
  if (named === 'sample' && hosts.sampleOrigin !== null) return { kind: 'known' }
  if (hosts.workspaces.includes(named)) return { kind: 'known' }
  const parsed =
    named.length > longestName ? { ok: false as const, problem: tooLong(named) } : parseWorkspaceOrigin(named, hosts)
  if (!parsed.ok) return { kind: 'refused', named: plainly(named), problem: parsed.problem }
  const origin = parsed.value
  if (hosts.workspaces.includes(origin)) return { kind: 'known' }
  return { kind: 'new-workspace', host: new URL(origin).host, origin }
}

const linkedAgent = (named: string, hosts: UsedHosts): LinkedHost => {
  if (hosts.localAgents.includes(named)) return { kind: 'known' }
  const parsed = named.length > longestName ? { ok: false as const, problem: tooLong(named) } : parseAgentUrl(named)
  if (!parsed.ok) return { kind: 'refused', named: plainly(named), problem: parsed.problem }
  const url = parsed.value
  if (hosts.localAgents.includes(url)) return { kind: 'known' }
  return { kind: 'new-local-agent', host: new URL(url).host, url }
}

/** Judges the `workspace` and `agent` of a link. */
export const linkedHost = (
  { workspace, agent }: { readonly workspace?: string; readonly agent?: string },
  hosts: UsedHosts,
): LinkedHost => {
  if (agent !== undefined && parseRef(agent) === undefined) return linkedAgent(agent, hosts)
  return workspace === undefined ? { kind: 'known' } : linkedWorkspace(workspace, hosts)
}
