import type { Agent } from '../agent/agent.ts'
import { askedIn } from '../conversation/files-in/asked.ts'
import type { CurlCommand } from '../conversation/files-in/curl-command.ts'
import { draftFields } from '../share/draft-link.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { agentPlace } from './agent-of-route.ts'
import type { DraftRoute } from './route.ts'

/** Where a command leads, in the words of a draft link: an unknown host is then confirmed as that of any link. */
type Place = Pick<DraftRoute, 'agent' | 'workspace'>

const workspacePlace = (origin: string, workspaces: readonly Workspace[]): string => {
  const known = workspaces.find((workspace) => workspace.origin === origin)
  return known?.kind === 'sample' ? 'sample' : origin
}

/** The endpoint that a path or a body names; undefined where neither does. */
const endpointOf = ({ pathname }: URL, model: string | undefined): string | undefined => {
  const named = /\/serving-endpoints\/([^/]+)\/(?:invocations|responses|chat\/completions)\/?$/.exec(pathname)?.[1]
  if (named !== undefined) return decodeURIComponent(named)
  return /\/(?:serving-endpoints|ai-gateway)\//.test(pathname) ? model : undefined
}

/** An app by its address, which names no workspace: only one that this browser has met can be told. */
const appPlace = (url: URL, agents: readonly Agent[], workspaces: readonly Workspace[]): Place | undefined => {
  const app = agents.find(
    ({ target }) => target.kind === 'app' && URL.canParse(target.url) && new URL(target.url).origin === url.origin,
  )
  return app === undefined || app.workspace === null ? undefined : agentPlace(app, workspaces)
}

const placeOf = (
  url: URL,
  model: string | undefined,
  agents: readonly Agent[],
  workspaces: readonly Workspace[],
): Place => {
  const app = appPlace(url, agents, workspaces)
  if (app !== undefined) return app
  // `databricks-openai` names an app as its model.
  if (model?.startsWith('apps/') === true) return { workspace: workspacePlace(url.origin, workspaces), agent: model }
  const endpoint = endpointOf(url, model)
  if (endpoint !== undefined)
    return { workspace: workspacePlace(url.origin, workspaces), agent: `endpoints/${endpoint}` }
  return { agent: `${url.origin}${url.pathname}` }
}

export interface CommandDraft {
  readonly route: DraftRoute
  readonly notes: readonly string[]
}

/** A command as a draft: the agent that it calls, and what it asks. Nothing is sent. */
export const draftOfCommand = (
  { request, notes }: CurlCommand,
  agents: readonly Agent[],
  workspaces: readonly Workspace[],
): CommandDraft => {
  const asked = askedIn(request.body)
  const left = [
    ...(asked.earlier > 0 ? [`${asked.earlier} earlier ${asked.earlier === 1 ? 'message' : 'messages'}`] : []),
    ...(asked.instructions === '' ? [] : ['the instructions']),
    ...asked.others,
  ]
  return {
    route: {
      at: 'new',
      ...placeOf(new URL(request.url), asked.model, agents, workspaces),
      ...draftFields({
        mode: asked.stream === true ? 'streamed' : 'whole',
        input: asked.text,
        customInputs: asked.customInputs,
      }),
    },
    notes: [
      ...notes,
      ...(left.length === 0 ? [] : [`The message box does not hold: ${left.slice(0, 8).join(', ')}.`]),
      ...(asked.text === '' ? ['Its body asks nothing that is known: the message is empty.'] : []),
    ],
  }
}
