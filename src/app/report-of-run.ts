import type { Agent } from '../agent/agent.ts'
import { userAgent } from '../browser/user-agent.ts'
import { curlForShell } from '../code/curl.ts'
import type { CodeRequest } from '../code/code-request.ts'
import { maskRequest } from '../code/masked-request.ts'
import { answerStateOf, modeWords } from '../conversation/answer-state.ts'
import { conversationToJson, type PortableConversation } from '../conversation/conversation-file.ts'
import type { Conversation, Run } from '../conversation/conversation.ts'
import { fileNameOf } from '../conversation/file-name.ts'
import { foldRun } from '../conversation/fold-run.ts'
import { unpackConversation } from '../conversation/import-conversation.ts'
import { maskConversation } from '../conversation/mask-conversation.ts'
import type { OpenRecordings } from '../conversation/open-recordings.ts'
import { onlyRun, portableOf } from '../conversation/portable.ts'
import { recordingsOf } from '../conversation/recordings-of.ts'
import { headerField } from '../exchange/header-field.ts'
import { maskApart } from '../exchange/mask-apart.ts'
import { choiceOf, type PlainChoice } from '../exchange/mask-pieces.ts'
import { createMask, type Find } from '../exchange/mask.ts'
import { findWords } from '../exchange/masked-words.ts'
import { findingGroups } from '../inspector/finding-groups.ts'
import { findingsMarkdown } from '../inspector/findings-markdown.ts'
import type { EpochMs } from '../lib/brand.ts'
import { problemReport, type ReportFacts } from '../share/problem-report.ts'
import { byteSize, count, duration } from '../ui/figures.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { codeOfRun } from './code-of-run.ts'

/** Everything that a report can be made of, before anything is masked. */
export interface ReportSource {
  readonly conversation: PortableConversation
  readonly request: CodeRequest | undefined
  readonly kind: string
  readonly startedAt: number
  readonly playground: string
}

const kinds = { app: 'App', 'serving-endpoint': 'Serving endpoint', local: 'on this computer' } as const

export const reportSource = async (
  run: Run,
  conversation: Conversation,
  agent: Agent | undefined,
  workspaces: readonly Workspace[],
  openRecordings: OpenRecordings,
  playground: string,
): Promise<ReportSource> => {
  const callee = agent?.target.kind ?? run.callee
  const dialect = run.dialect ?? run.snapshot.dialect
  const words = [callee === undefined ? undefined : kinds[callee], dialect, modeWords(run)]
  const request = await codeOfRun(run, agent, conversation.agent, workspaces, openRecordings)
  return {
    conversation: portableOf(onlyRun(conversation, run), [run], await recordingsOf([run], openRecordings)),
    request: request.ok ? request.value : undefined,
    kind: words.filter((word) => word !== undefined).join(', '),
    startedAt: run.startedAt,
    playground,
  }
}

const answerWords = (run: Run, status: number | undefined): string => {
  const { events, bytes, total } = run.figures
  return [
    answerStateOf(run.phase),
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(total === undefined ? [] : [duration(total)]),
    `${count(events)} ${events === 1 ? 'event' : 'events'}`,
    byteSize(bytes),
  ].join(', ')
}

/** The report but for what a person writes to it. */
export interface PreparedReport {
  readonly choice: PlainChoice
  readonly facts: Omit<ReportFacts, 'note' | 'masked'>
  readonly file: string
  readonly finds: readonly Find[]
}

/** All of it is read off the masked recording, so that text and file say the same. */
export const prepareReport = async (source: ReportSource, choice: PlainChoice): Promise<PreparedReport> => {
  const { value, finds } = await maskApart(choice, (mask) => ({
    conversation: maskConversation(source.conversation, mask),
    request: source.request === undefined ? undefined : maskRequest(source.request, mask),
  }))
  const [unpacked] = unpackConversation(value.conversation, { kind: 'file', name: '' }, 0 as EpochMs).runs
  const last = foldRun(unpacked?.recordings ?? []).last
  const { agentName } = value.conversation
  const snippet = value.request === undefined ? undefined : curlForShell(value.request)
  return {
    choice,
    finds,
    file: JSON.stringify(conversationToJson(value.conversation)),
    facts: {
      agentName,
      kind: source.kind,
      startedAt: source.startedAt,
      answer: unpacked === undefined ? 'none' : answerWords(unpacked.run, last?.recording.head?.status),
      server: headerField(last?.recording.head?.headers ?? [], 'server'),
      playground: source.playground,
      browser: userAgent(),
      findings:
        last?.reading === undefined
          ? '# Findings\n\nNo answer was recorded.'
          : findingsMarkdown(last.recording, last.reading, findingGroups(last.reading.snapshot.findings)),
      curl: snippet?.kind === 'code' ? snippet.text : undefined,
      fileName: fileNameOf(agentName, source.startedAt, 'recording.json'),
    },
  }
}

export interface ProblemReport {
  readonly text: string
  readonly finds: readonly Find[]
}

/** With what the person writes, masked as everything else is: the same value has the same mask. */
export const reportWith = ({ facts, finds: found, choice }: PreparedReport, note: string): ProblemReport => {
  const mask = createMask(choiceOf(choice), found)
  const masked = mask.text(note)
  const isKnown = (find: Find) => found.some(({ kind, value }) => kind === find.kind && value === find.value)
  const finds = [...found, ...mask.finds().filter((find) => !isKnown(find))]
  const hidden = finds.filter(({ kind }) => choice.masked.includes(kind))
  return { finds, text: problemReport({ ...facts, note: masked, masked: findWords(hidden) }) }
}
