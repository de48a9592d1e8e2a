import type { Problem } from '../lib/problem.ts'
import { missingScopesOf } from '../protocol/missing-scopes.ts'
import { toolSignInOf } from '../protocol/tool-sign-in.ts'
import { waitInWords } from './retry-after.ts'

/** What was called, as far as the words of a problem depend on it. */
export type Callee = 'app' | 'serving-endpoint' | 'local'

/** What is known about an answer that is an error. */
export interface Failure {
  readonly status: number
  readonly statusText: string
  /** The server's own words and code, whatever shape they came in. */
  readonly text: string
  readonly code: string | undefined
  /** Whether the body is `{"detail": …}`, as an agent's own server writes it, and nobody in front of it. */
  readonly isFromAgent: boolean
  /** Whether the body tells what the provider of an external model said. */
  readonly isFromModel: boolean
  readonly callee: Callee
  /** Milliseconds that the other side asks to wait. */
  readonly wait: number | undefined
}

export interface FailureWords {
  readonly code: string
  readonly title: string
  readonly remedy: string
  readonly who: Problem['who']
  /** Where the person can do something about it. */
  readonly link?: string
}

const subjects: Readonly<Record<Callee, string>> = {
  app: 'The app',
  'serving-endpoint': 'The serving endpoint',
  local: 'The agent on this computer',
}

/** The subject inside a sentence. */
const inside = (callee: Callee): string => subjects[callee].replace('The', 'the')

const afterWait = ({ wait }: Failure): string =>
  wait === undefined
    ? 'Wait a little, then run again.'
    : `Wait ${waitInWords(Math.ceil(wait / 1000))}, as the server asks, then run again.`

interface Cause {
  readonly fits: (failure: Failure) => boolean
  readonly words: (failure: Failure) => FailureWords
}

const has =
  (words: RegExp) =>
  ({ text, code }: Failure): boolean =>
    words.test(`${code ?? ''} ${text}`)

const is =
  (...statuses: readonly number[]) =>
  ({ status }: Failure): boolean =>
    statuses.includes(status)

const isToken = has(
  /invalid (access )?token|credential was not sent|unsupported type for this api|token (has |is )?expired/i,
)

const refusals: readonly Cause[] = [
  {
    fits: (failure) => toolSignInOf(failure.text) !== undefined,
    words: ({ text }) => ({
      code: 'tool-sign-in',
      title: 'A tool needs your sign-in to its connection',
      remedy: 'Open the connection, sign in there, then run again.',
      who: 'you',
      link: toolSignInOf(text) ?? '',
    }),
  },
  {
    fits: (failure) => is(401, 403)(failure) && missingScopesOf(failure.text) !== undefined,
    words: ({ text }) => ({
      code: 'scopes-missing',
      title: `The token lacks a scope: ${missingScopesOf(text) ?? ''}`,
      remedy: `Sign in with an OAuth client whose scopes include ${missingScopesOf(text) ?? ''}; a workspace admin can add them to the client.`,
      who: 'workspace admin',
    }),
  },
  {
    fits: (failure) => is(401)(failure) || (is(403)(failure) && isToken(failure)),
    words: ({ callee }) => ({
      code: 'credentials-refused',
      title: `${subjects[callee]} did not accept the sign-in`,
      remedy:
        callee === 'local'
          ? 'Turn off authentication in the local agent.'
          : callee === 'app'
            ? 'Sign in again, then run again. If that does not help, the token may lack scopes that the app asks for.'
            : 'Sign in again, then run again.',
      who: 'you',
    }),
  },
  {
    fits: (failure) => is(403)(failure) && has(/source ip|ip (access|address|acl)|blocked by databricks ip/i)(failure),
    words: () => ({
      code: 'address-not-allowed',
      title: 'The workspace takes no calls from this network',
      remedy: 'Connect through the network or VPN that it allows, or ask for this address on its IP access list.',
      who: 'workspace admin',
    }),
  },
  {
    fits: (failure) => is(403)(failure) && has(/not assigned to this application/i)(failure),
    words: () => ({
      code: 'not-in-workspace',
      title: 'Your account is not a member of the app’s workspace',
      remedy: 'Ask a workspace admin to add you to the workspace, then the app’s owner for CAN USE.',
      who: 'workspace admin',
    }),
  },
  {
    fits: is(403),
    words: ({ callee }) => ({
      code: 'permission-missing',
      title: `You may not use ${inside(callee)}`,
      remedy:
        callee === 'local'
          ? 'Look at what the local agent asks for.'
          : `Ask its owner for ${callee === 'app' ? 'CAN USE on the app' : 'CAN QUERY on the endpoint'}.`,
      who: callee === 'local' ? 'you' : 'workspace admin',
    }),
  },
]

const absences: readonly Cause[] = [
  {
    fits: (failure) => is(404)(failure) && has(/feature_(disabled|not_enabled)|not enabled/i)(failure),
    words: () => ({
      code: 'feature-disabled',
      title: 'This workspace has the feature turned off',
      remedy: 'Ask a workspace admin to turn it on, or use another call path of the agent.',
      who: 'workspace admin',
    }),
  },
  {
    fits: (failure) => is(404)(failure) && failure.callee === 'serving-endpoint',
    words: () => ({
      code: 'endpoint-not-found',
      title: 'The serving endpoint does not exist, or is not ready',
      remedy: 'Check its name and its state in the workspace (Serving). A new endpoint answers so until it is ready.',
      who: 'agent author',
    }),
  },
  {
    fits: (failure) => is(404)(failure) && has(/\bthread \S+ not found/i)(failure),
    words: ({ callee }) => ({
      code: 'thread-forgotten',
      title: `${subjects[callee]} has forgotten this conversation`,
      remedy: 'Begin a new conversation. AppKit keeps threads on its server, by default until it restarts.',
      who: 'agent author',
    }),
  },
  {
    fits: is(404, 405),
    words: ({ callee }) => ({
      code: 'path-not-served',
      title: `${subjects[callee]} does not serve this path`,
      remedy:
        callee === 'app'
          ? 'Check that the agent serves POST /responses, or choose its other call path. On apps this can also mean that you may not use it.'
          : 'Check that the agent serves this path with POST, or choose its other call path.',
      who: 'agent author',
    }),
  },
]

const requests: readonly Cause[] = [
  {
    fits: (failure) =>
      failure.isFromModel ||
      (is(400)(failure) && has(/context_length|context length|too many tokens|maximum context/i)(failure)),
    words: (failure) => ({
      code: 'model-refused',
      title: 'The model behind the agent refused the request',
      remedy: has(/context_length|context length|maximum context/i)(failure)
        ? 'The conversation is too long for the model: begin a new one, or shorten the input.'
        : 'The words are those of the model’s provider; the agent’s author can change what is sent to it.',
      who: has(/context_length|context length|maximum context/i)(failure) ? 'you' : 'agent author',
    }),
  },
  {
    fits: is(400, 422),
    words: ({ callee }) => ({
      code: 'request-refused',
      title: `${subjects[callee]} refused the request as not valid`,
      remedy: 'Compare the request in the inspector with what the agent expects, custom_inputs first.',
      who: 'you',
    }),
  },
  {
    fits: is(409),
    words: ({ callee }) => ({
      code: 'update-in-progress',
      title: `${subjects[callee]} is being changed right now`,
      remedy: 'Wait until its update has finished, then run again.',
      who: 'agent author',
    }),
  },
  {
    fits: is(413),
    words: ({ callee }) => ({
      code: 'request-too-large',
      title: 'The request is too large',
      remedy: `Begin a new conversation, or send less: ${callee === 'serving-endpoint' ? 'agents on Model Serving take 4 MB' : 'apps made from the templates take 10 MB'}.`,
      who: 'you',
    }),
  },
  {
    fits: is(429),
    words: (failure) => ({
      code: 'rate-limited',
      title: 'Too many requests',
      remedy: `${afterWait(failure)}${has(/REQUEST_LIMIT_EXCEEDED|user-defined/i)(failure) ? ' The limit is set on the endpoint; its owner can raise it.' : ''}`,
      who: 'you',
    }),
  },
  {
    fits: is(499),
    words: () => ({
      code: 'request-aborted',
      title: 'The agent gave the request up',
      remedy: 'Run again. If it happens each time, its author should look for what ends the run.',
      who: 'agent author',
    }),
  },
]

const outages: readonly Cause[] = [
  {
    fits: is(501),
    words: () => ({
      code: 'not-offered',
      title: 'The agent does not offer this',
      remedy: 'Its own words say what is missing; background runs need a database behind the agent.',
      who: 'agent author',
    }),
  },
  {
    fits: (failure) => is(502)(failure) && failure.callee === 'app' && !/starting/i.test(failure.text),
    words: () => ({
      code: 'app-not-answering',
      title: 'The app does not answer behind its address',
      remedy:
        'If it was started just now, wait a minute. Otherwise look at its logs: it crashed, or does not listen on DATABRICKS_APP_PORT.',
      who: 'agent author',
    }),
  },
  {
    fits: (failure) => is(503)(failure) && failure.callee === 'serving-endpoint',
    words: (failure) => ({
      code: 'endpoint-starting',
      title: 'The serving endpoint is not available right now',
      remedy: `It may be starting or scaling from zero, which takes minutes. ${afterWait(failure)}`,
      who: 'agent author',
    }),
  },
  {
    fits: is(502, 503),
    words: (failure) => ({
      code: 'not-available',
      title: `${subjects[failure.callee]} is not available right now`,
      remedy: `It may be starting, which takes a minute or two. ${afterWait(failure)}`,
      who: 'agent author',
    }),
  },
  {
    fits: is(408, 504),
    words: ({ callee }) => ({
      code: 'time-limit',
      title: 'The platform’s time limit was reached before the agent answered',
      remedy:
        callee === 'serving-endpoint'
          ? 'Model Serving ends each call after 297 s: stream the answer, or shorten the task.'
          : 'Stream the answer, shorten the task, or run the agent in the background.',
      who: 'agent author',
    }),
  },
  {
    fits: ({ status }) => status >= 500,
    words: () => ({
      code: 'agent-error',
      title: 'An error inside the agent',
      remedy: 'Look at the agent’s logs around this moment; the request id helps to find it.',
      who: 'agent author',
    }),
  },
]

const stopped: Cause = {
  // The official client looks for these words first, whatever the status. An agent's own error may have them too.
  fits: (failure) =>
    failure.callee === 'app' && !failure.isFromAgent && has(/\bDNS\b|name resolution|resolution fail/i)(failure),
  words: () => ({
    code: 'app-stopped',
    title: 'The app is stopped',
    remedy: 'Start it in the workspace (Compute › Apps), wait until it says running, then run again.',
    who: 'agent author',
  }),
}

/** In the order in which the DatabricksOpenAI client tells causes apart; the first that fits is told. */
const causes: readonly Cause[] = [stopped, ...refusals, ...absences, ...requests, ...outages]

/** What an error answer means, who can do something about it, and what. */
export const failureWords = (failure: Failure): FailureWords =>
  causes.find(({ fits }) => fits(failure))?.words(failure) ?? {
    code: 'unexpected-status',
    title: `${subjects[failure.callee]} answered ${failure.status} ${failure.statusText}`.trim(),
    remedy: 'Look at the answer in the inspector.',
    who: 'agent author',
  }
