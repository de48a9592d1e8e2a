import type { EpochMs } from '../lib/brand.ts'
import { answerStateOf, modeWords, type AnswerState } from '../conversation/answer-state.ts'
import type { Conversation, ConversationId, Origin, Run, RunId } from '../conversation/conversation.ts'
import { defined } from '../protocol/defined.ts'

/** What a run is known by where one is looked for among those of all conversations. */
export interface RunChoice {
  readonly run: RunId
  readonly conversation: ConversationId
  readonly question: string
  readonly title: string
  readonly agentName: string
  readonly mode: string
  readonly state: AnswerState
  readonly total?: number
  readonly startedAt: EpochMs
  /** Where it came from, if it did not come over the wire to this browser. */
  readonly origin?: string
}

const placeOf = ({ kind, name }: Origin): string =>
  kind === 'warehouse' ? `SQL warehouse ${name}` : `imported ${name}`

/** The runs of a conversation, as far as one of its turns still names them. */
export const runChoicesOf = (conversation: Conversation, runs: readonly Run[]): readonly RunChoice[] => {
  const questions = new Map(conversation.turns.flatMap((turn) => turn.runs.map((run) => [run, turn.input.text])))
  return runs.flatMap((run) => {
    const question = questions.get(run.id)
    if (question === undefined) return []
    return [
      {
        run: run.id,
        conversation: conversation.id,
        question,
        title: conversation.title,
        agentName: conversation.agentName,
        mode: modeWords(run),
        state: answerStateOf(run.phase),
        startedAt: run.startedAt,
        ...defined({ total: run.figures.total, origin: run.origin && placeOf(run.origin) }),
      },
    ]
  })
}

const day = 24 * 60 * 60_000

/** A moment in the words that somebody may type for it: `today`, `Friday`, `November`, `27`, `2026-11-27`, `14:05`. */
const momentWords = (at: EpochMs, now: EpochMs): string => {
  const moment = new Date(at)
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  const near = at >= midnight ? 'today' : at >= midnight - day ? 'yesterday' : ''
  const long = moment.toLocaleDateString('en', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' })
  const clock = moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  return `${near} ${long} ${moment.toLocaleDateString('sv')} ${clock}`
}

/** Whether every word of the query says something of the run: its message, agent, title, moment, mode or state. */
export const matchesRun = (choice: RunChoice, query: string, now: EpochMs): boolean => {
  const { question, title, agentName, mode, state, startedAt, origin } = choice
  const searched = [question, title, agentName, mode, state, origin, momentWords(startedAt, now)]
    .join('\n')
    .toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => searched.includes(word))
}

/** Who answered, how and when, in one line. */
export const aboutRun = ({ agentName, mode, state, startedAt }: RunChoice): string => {
  const moment = new Date(startedAt).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })
  return [agentName, mode, state, moment].join(' · ')
}
