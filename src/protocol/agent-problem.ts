import type { Problem } from '../lib/problem.ts'
import { missingScopesOf } from './missing-scopes.ts'
import { unexplained } from './response-fields.ts'
import type { AgentError, Snapshot } from './snapshot.ts'
import { toolSignInOf } from './tool-sign-in.ts'

/**
 * What an agent says went wrong inside its answer, under a status that was a success: an error event, a frame with
 * `error`, `response.failed`. The words are the agent's; what they mean for a person is told here.
 */

type Words = Pick<Problem, 'title' | 'remedy' | 'who'> & { readonly link?: string }

interface Cause {
  readonly fits: (error: AgentError) => boolean
  readonly words: (error: AgentError) => Words
}

const says =
  (words: RegExp) =>
  ({ code, message }: AgentError): boolean =>
    words.test(`${code ?? ''} ${message}`)

const told = (title: string, remedy: string, who: Problem['who'] = 'agent author') => ({
  words: (): Words => ({ title, remedy, who }),
})

const causes: readonly Cause[] = [
  {
    fits: ({ message }) => toolSignInOf(message) !== undefined,
    words: ({ message }) => ({
      title: 'A tool needs your sign-in to its connection',
      remedy: 'Open the connection, sign in there, then run again.',
      who: 'you',
      link: toolSignInOf(message) ?? '',
    }),
  },
  {
    fits: ({ message }) => missingScopesOf(message) !== undefined,
    words: ({ message }) => ({
      title: `A token lacks a scope: ${missingScopesOf(message) ?? ''}`,
      remedy: `Add ${missingScopesOf(message) ?? ''} to the scopes that the app asks its users for, or sign in with a client that has them.`,
      who: 'agent author',
    }),
  },
  {
    fits: says(/rate_?limit|REQUEST_LIMIT_EXCEEDED|RESOURCE_EXHAUSTED|too many requests|\b429\b/i),
    ...told(
      'The agent, or the model behind it, was asked too often',
      'Wait a little, then run again. If it happens often, ask the owner of the model’s endpoint for a higher limit.',
    ),
  },
  {
    fits: says(/context_length|context length|maximum context|string_above_max_length/i),
    ...told(
      'The conversation is too long for the model behind the agent',
      'Begin a new conversation, or shorten the input.',
      'you',
    ),
  },
  {
    fits: says(/\btask_timeout\b/),
    ...told(
      'The task took longer than the long-running server allows',
      'The limit is one hour unless the agent sets another. Split the task into several turns.',
    ),
  },
  {
    fits: says(/\bstream_timeout\b/),
    ...told(
      'The stream was open for as long as the server keeps one open',
      'The task may still be running: ask for its response again, or run again when you are ready.',
      'you',
    ),
  },
  {
    fits: says(/\bresponse_not_found\b/),
    ...told(
      'The server does not know this response any more',
      'Run again. The agent’s author can see how long its database keeps responses.',
    ),
  },
  {
    // A warehouse ends the words of each failure with the state of the SQL standard.
    fits: says(/\bSQLSTATE: [0-9A-Z]{5}\b/),
    ...told(
      'The SQL statement failed',
      'The words in brackets name the reason. Correct the statement and run it again; the query history of the warehouse has it, too.',
      'you',
    ),
  },
  {
    fits: says(/PERMISSION_DENIED|permission denied|not authorized|CAN_QUERY|CAN USE/i),
    ...told(
      'The agent may not use something that it needs',
      'Its words name it. The agent’s author grants it to the agent’s service principal, or to its users.',
    ),
  },
  {
    fits: says(/DEADLINE_EXCEEDED|\bTIMEOUT\b|timed out|time ?out/i),
    ...told(
      'Something that the agent waited for took too long',
      'Run again. If it happens each time, look at what the agent called last before the error.',
    ),
  },
  {
    fits: ({ message }) => message === unexplained,
    ...told(
      'The agent failed and does not say why',
      'Look at the events before the failure, and at the logs of the agent around this moment.',
    ),
  },
]

const otherwise: Words = {
  title: 'The agent reported an error',
  remedy: 'Look at the events before the error, and at the logs of the agent.',
  who: 'agent author',
}

/** Model Serving gives each call an id, under which its logs have it. */
const requestIdOf = ({ databricksOutput }: Snapshot): string | undefined => {
  const id = databricksOutput?.['databricks_request_id']
  return typeof id === 'string' ? id : undefined
}

export const agentProblem = (snapshot: Snapshot): Problem => {
  const error = snapshot.error ?? { message: unexplained }
  const words = causes.find(({ fits }) => fits(error))?.words(error) ?? otherwise
  const requestId = requestIdOf(snapshot)
  return {
    kind: 'agent',
    code: error.code ?? (words.link === undefined ? 'agent-error' : 'tool-sign-in'),
    ...words,
    detail: error.message,
    ...(requestId === undefined ? {} : { requestId }),
  }
}
