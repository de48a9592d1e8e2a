import { answerProblem, type Callee } from '../exchange/answer-problem.ts'
import { lacks, type Head, type Recording } from '../exchange/recording.ts'
import { retrievalProblem } from '../exchange/retrieval-problem.ts'
import { utf8 } from '../exchange/utf8.ts'
import type { Problem } from '../lib/problem.ts'
import { outcomeOf, type Outcome } from '../protocol/outcome.ts'
import type { RunFold } from './fold-run.ts'

const errorBodyLimit = 256 * 1024

const refusalOf = ({ continues, chunks, startedAt }: Recording, head: Head, callee: Callee): Problem | undefined => {
  const body = utf8.decode(chunks.bytes(0, errorBodyLimit)).text
  const read = continues === undefined ? answerProblem : retrievalProblem
  return read(head, body, callee, startedAt)
}

/** How a run ended for a person, live or read back from storage: as its last exchange did. */
export const outcomeOfRun = ({ last, snapshot }: RunFold, callee: Callee): Outcome => {
  const head = last?.recording.head
  const end = last?.recording.end
  if (last !== undefined && head !== undefined && end?.kind === 'whole-body') {
    const problem = refusalOf(last.recording, head, callee)
    if (problem !== undefined) return { kind: 'failed', problem }
  }
  return outcomeOf({
    end: lacks(last?.recording ?? {}, 'end') ? 'unknown' : (end?.kind ?? 'abandoned'),
    ...(end?.kind === 'broken' ? { problem: end.problem } : {}),
    snapshot,
    form: last?.reading?.form ?? 'opaque',
    status: head?.status,
  })
}
