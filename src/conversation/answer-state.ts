import type { Snapshot } from '../protocol/snapshot.ts'
import type { Outcome } from '../protocol/outcome.ts'
import type { Figures, Mode, Phase, Run } from './conversation.ts'
import { originWords } from './origin-words.ts'
import { ignoresBackground } from './resumption.ts'

/** The one word an answer says about itself. Waiting for the first byte is answering, too. */
export type AnswerState = 'answering' | Outcome['kind']

export const answerStateOf = (phase: Phase): AnswerState => (phase.at === 'over' ? phase.outcome.kind : 'answering')

/** How an answer was asked for. */
export const modeWords = (
  run: Pick<Run, 'mode' | 'background' | 'exchanges' | 'origin' | 'snapshot' | 'figures'>,
): string => {
  const { mode, background, exchanges, origin } = run
  if (origin?.kind === 'warehouse') return originWords(origin)
  // A server that ignored it answered over the one connection, as any other does.
  if (background !== true || ignoresBackground(run)) return mode
  const how = mode === 'streamed' ? 'streamed in the background' : 'polled'
  return exchanges.length > 1 ? `${how}, ${exchanges.length} exchanges` : how
}

/** Output tokens per second between the first text and the end. Absent where it would only be a guess. */
export const tokensPerSecond = (mode: Mode, figures: Figures, snapshot: Snapshot): number | undefined => {
  const tokens = snapshot.usage?.outputTokens
  const { firstText, total } = figures
  if (mode === 'whole' || tokens === undefined || firstText === undefined || total === undefined) return undefined
  const seconds = (total - firstText) / 1000
  return seconds < 0.05 ? undefined : tokens / seconds
}

/** The texts of an answer's messages as one markdown text: what a person copies. */
export const answerTextOf = (snapshot: Snapshot): string =>
  snapshot.items
    .flatMap((item) => (item.kind === 'message' ? item.parts : []))
    .flatMap((part) => (part.kind === 'other' || part.text === '' ? [] : [part.text]))
    .join('\n\n')
