import type { Problem } from '../lib/problem.ts'
import { answerProblem } from './answer-problem.ts'

type Words = Pick<Problem, 'code' | 'title' | 'remedy' | 'who'>

/** What LongRunningAgentServer means by a status when it is asked for a response that it keeps. */
const words = new Map<number, Words>([
  [
    404,
    {
      code: 'response-unknown',
      title: 'The server does not know this response any more',
      remedy:
        'What arrived is kept. Run again; if it happens often, the agent’s author should see how long its database keeps responses.',
      who: 'agent author',
    },
  ],
  [
    405,
    {
      code: 'responses-not-kept',
      title: 'The server does not give responses out again',
      remedy:
        'What arrived is kept. Turn Background off for this agent: only servers that keep their responses can be asked for them.',
      who: 'agent author',
    },
  ],
  [
    501,
    {
      code: 'responses-not-kept',
      title: 'The server keeps no responses, because it has no database',
      remedy: 'What arrived is kept. Give the agent a database (Lakebase), or turn Background off for it.',
      who: 'agent author',
    },
  ],
])

/** The words for a refused `GET /responses/{id}`; undefined when it was answered. */
export const retrievalProblem: typeof answerProblem = (head, body, callee, startedAt) => {
  const problem = answerProblem(head, body, callee, startedAt)
  const own = words.get(head.status)
  return problem === undefined || own === undefined ? problem : { ...problem, ...own }
}
