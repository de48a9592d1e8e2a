import { parseRef, partsOf } from '../agent/agent-id.ts'
import type { Agent, AgentId, AgentTarget } from '../agent/agent.ts'
import type { CodeRequest } from '../code/code-request.ts'
import type { OpenRecordings } from '../conversation/open-recordings.ts'
import type { Run } from '../conversation/conversation.ts'
import { recordingGone } from '../conversation/recording-gone.ts'
import { isObject, parseJson } from '../lib/json.ts'
import { failure, success, type Problem, type Result } from '../lib/problem.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** What a conversation remembers of an agent that the registry has forgotten. */
const targetOf = (id: AgentId, url: string): AgentTarget => {
  const { workspace, ref } = partsOf(id)
  if (workspace === null) return { kind: 'local', url: ref }
  const found = parseRef(ref)
  return found?.kind === 'app' ? { ...found, url } : (found ?? { kind: 'serving-endpoint', endpoint: ref })
}

const notJson: Problem = {
  kind: 'input',
  code: 'request-not-json',
  title: 'This request cannot be written as a program',
  detail: 'What was sent is no JSON object, as the requests of agents are.',
  remedy: 'Look at it under Request in the inspector.',
  who: 'you',
}

/** The request of a run as it was really sent, or why there is none to write down. */
export const codeOfRun = async (
  run: Run,
  agent: Agent | undefined,
  agentId: AgentId,
  workspaces: readonly Workspace[],
  openRecordings: OpenRecordings,
): Promise<Result<CodeRequest>> => {
  // A second exchange repeats the first with renewed credentials, or reads on where it broke off.
  const [exchange] = run.exchanges
  const request = exchange === undefined ? undefined : (await openRecordings.load(exchange))?.recording.request
  if (request === undefined) return failure(recordingGone(run, 'the request that was sent'))
  const body = parseJson(request.body)
  if (!body.ok || !isObject(body.value)) return failure(notJson)
  const { workspace, ref } = partsOf(agentId)
  return success({
    target: agent?.target ?? targetOf(agentId, new URL(request.url).origin),
    origin: workspaces.find(({ id }) => id === workspace)?.origin ?? workspace,
    agentName: agent?.name ?? ref,
    url: request.url,
    headers: request.headers,
    body: body.value,
  })
}
