import type { Agent, AgentCall } from '../agent/agent.ts'
import type { CodeRequest } from '../code/code-request.ts'
import type { Conversation, Mode, TurnInput } from '../conversation/conversation.ts'
import type { Talk } from '../conversation/talk.ts'
import { redactHeaders } from '../exchange/redact.ts'
import { failure, success, type Problem, type Result } from '../lib/problem.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** A message that is not sent yet. */
export interface CodeDraft {
  readonly conversation: Conversation | undefined
  readonly input: TurnInput
  readonly mode: Mode
  readonly background: boolean
}

const noAgent: Problem = {
  kind: 'input',
  code: 'code-without-agent',
  title: 'There is no agent to write this request for',
  detail: 'Where an agent lives and what it speaks decide how a request to it is written.',
  remedy: 'Choose one of your agents, or add this one again.',
  who: 'you',
}

/** The request that a draft would become, with the bytes of its files; or why it cannot be written down. */
export const codeOfDraft = async (
  { conversation, input, mode, background }: CodeDraft,
  agent: Agent | undefined,
  call: AgentCall | undefined,
  workspaces: readonly Workspace[],
  talk: Talk,
): Promise<Result<CodeRequest>> => {
  if (agent === undefined || call === undefined) return failure(noAgent)
  const body = await talk.wholeBodyOf(conversation, input, mode, call, background)
  if (!body.ok) return body
  return success({
    target: agent.target,
    origin: workspaces.find(({ id }) => id === agent.workspace)?.origin ?? null,
    agentName: agent.name,
    url: call.url,
    headers: redactHeaders(Object.entries(call.headers)),
    body: body.value,
  })
}
