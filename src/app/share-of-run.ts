import { partsOf } from '../agent/agent-id.ts'
import type { PortableConversation } from '../conversation/conversation-file.ts'
import { branchOf, type Conversation, type Run, type RunId } from '../conversation/conversation.ts'
import type { OpenRecordings } from '../conversation/open-recordings.ts'
import { onlyRun, portableOf } from '../conversation/portable.ts'
import { recordingsOf } from '../conversation/recordings-of.ts'
import { answerJson } from '../conversation/answer-json.ts'
import type { Scope, Shared, SharedHeader } from '../share/shared.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { agentPlace } from './agent-of-route.ts'

/** The branch that is shown, each turn with the run that stands for it. */
const shownBranch = (conversation: Conversation): Conversation => {
  const branch = branchOf(conversation)
  return {
    ...conversation,
    turns: branch.map((turn, index) => ({
      ...turn,
      parent: branch[index - 1]?.id ?? null,
      runs: [turn.chosen ?? turn.runs.at(-1)].filter((run) => run !== undefined),
    })),
  }
}

/** The answers too, for a link that leaves the recordings out. */
const withAnswers = (portable: PortableConversation, conversation: Conversation, runs: ReadonlyMap<RunId, Run>) => ({
  ...portable,
  turns: portable.turns.map((turn, position) => {
    const own = (conversation.turns[position]?.runs ?? []).flatMap((id) => runs.get(id) ?? [])
    return {
      ...turn,
      runs: turn.runs.map((run, index) => {
        const snapshot = own[index]?.snapshot
        return snapshot === undefined ? run : { ...run, answer: answerJson(snapshot) }
      }),
    }
  }),
})

/** The message that the run answers, without any answer. */
const messageOf = (conversation: Conversation, run: Run): PortableConversation =>
  portableOf(onlyRun(conversation, run), [], new Map())

/** What a link about this run could hold, before anything is masked. */
export const shareOfRun = async (
  run: Run,
  conversation: Conversation,
  known: readonly Run[],
  workspaces: readonly Workspace[],
  openRecordings: OpenRecordings,
): Promise<Readonly<Record<Scope, Shared>>> => {
  const header: Omit<SharedHeader, 'scope'> = {
    ...agentPlace(partsOf(conversation.agent), workspaces),
    agentName: conversation.agentName,
    title: conversation.title,
  }
  const over = known.filter(({ phase }) => phase.at === 'over')
  const byId = new Map(over.map((each) => [each.id, each]))
  const shared = async (cut: Conversation, scope: Scope): Promise<Shared> => {
    const own = cut.turns.flatMap(({ runs }) => runs).flatMap((id) => byId.get(id) ?? [])
    const portable = portableOf(cut, own, await recordingsOf(own, openRecordings))
    return { header: { ...header, scope }, conversation: withAnswers(portable, cut, byId) }
  }
  return {
    answer: await shared(onlyRun(conversation, run), 'answer'),
    conversation: await shared(shownBranch(conversation), 'conversation'),
    draft: { header: { ...header, scope: 'draft', mode: run.mode }, conversation: messageOf(conversation, run) },
  }
}
