import { parseRef, partsOf } from '../agent/agent-id.ts'
import type { Agent, AgentId, AgentTarget } from '../agent/agent.ts'
import type { CodeRequest } from '../code/code-request.ts'
import type { OpenRecordings } from '../conversation/open-recordings.ts'
import type { Run } from '../conversation/conversation.ts'
import { isObject, parseJson } from '../lib/json.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** What a conversation remembers of an agent that the registry has forgotten. */
const targetOf = (id: AgentId, url: string): AgentTarget => {
  const { workspace, ref } = partsOf(id)
  if (workspace === null) return { kind: 'local', url: ref }
  const found = parseRef(ref)
  return found?.kind === 'app' ? { ...found, url } : (found ?? { kind: 'serving-endpoint', endpoint: ref })
}

/** The request of a run as it was really sent; undefined where its recording is gone. */
export const codeOfRun = async (
  run: Run,
  agent: Agent | undefined,
  agentId: AgentId,
  workspaces: readonly Workspace[],
  openRecordings: OpenRecordings,
): Promise<CodeRequest | undefined> => {
  // A second exchange repeats the first with renewed credentials, or reads on where it broke off.
  const [exchange] = run.exchanges
  const request = exchange === undefined ? undefined : (await openRecordings.load(exchange))?.recording.request
  const body = request === undefined ? undefined : parseJson(request.body)
  if (request === undefined || body?.ok !== true || !isObject(body.value)) return undefined
  const { workspace, ref } = partsOf(agentId)
  return {
    target: agent?.target ?? targetOf(agentId, new URL(request.url).origin),
    origin: workspaces.find(({ id }) => id === workspace)?.origin ?? workspace,
    agentName: agent?.name ?? ref,
    url: request.url,
    headers: request.headers,
    body: body.value,
  }
}
