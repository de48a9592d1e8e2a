import type { Problem } from '../lib/problem.ts'
import { errorTextOf } from '../protocol/error-body.ts'
import type { Head } from './recording.ts'

/** What was called, as far as the words of a problem depend on it. */
export type Callee = 'app' | 'serving-endpoint' | 'local'

interface Words {
  readonly code: string
  readonly title: string
  readonly remedy: string
  readonly who: Problem['who']
}

const callees: Readonly<Record<Callee, string>> = {
  app: 'The app',
  'serving-endpoint': 'The serving endpoint',
  local: 'The agent on this computer',
}

const headerOf = (head: Head, wanted: string): string | undefined =>
  head.headers.find(([name]) => name.toLowerCase() === wanted)?.[1]

const retryAdvice = (head: Head): string => {
  const seconds = Number(headerOf(head, 'retry-after'))
  return Number.isFinite(seconds) && seconds > 0 && seconds <= 300
    ? `Wait ${Math.ceil(seconds)} s, as the server asks, then run again.`
    : 'Wait a little, then run again.'
}

/**
 * Causes in the order in which the DatabricksOpenAI client tells them apart: words about DNS mean stopped
 * compute whatever the status, 404 and 405 may also hide a missing permission.
 */
const wordsOf = (head: Head, text: string, callee: Callee): Words => {
  const subject = callees[callee]
  if (callee === 'app' && head.status >= 500 && /DNS|resolution/i.test(text)) {
    return {
      code: 'app-stopped',
      title: 'The app is stopped',
      remedy: 'Start it in the workspace (Compute › Apps), wait until it says running, then run again.',
      who: 'agent author',
    }
  }
  if (head.status === 401 || (head.status === 403 && /invalid (access )?token/i.test(text))) {
    return {
      code: 'credentials-refused',
      title: `${subject} did not accept the sign-in`,
      remedy: callee === 'local' ? 'Turn off authentication in the local agent.' : 'Sign in again, then run again.',
      who: 'you',
    }
  }
  if (head.status === 403) {
    const scopes = /required scopes?:?\s*([^"\n]+)/i.exec(text)?.[1]
    return {
      code: scopes === undefined ? 'permission-missing' : 'scopes-missing',
      title: scopes === undefined ? `You may not use ${subject.toLowerCase()}` : 'The token lacks a scope',
      remedy:
        scopes === undefined
          ? `Ask its owner for ${callee === 'app' ? 'CAN USE on the app' : 'CAN QUERY on the endpoint'}.`
          : `Sign in with a client whose scopes include ${scopes.trim()}.`,
      who: 'workspace admin',
    }
  }
  if (head.status === 404 || head.status === 405) {
    return {
      code: 'path-not-served',
      title: `${subject} does not serve this path`,
      remedy:
        callee === 'serving-endpoint'
          ? 'Check the endpoint’s name, and that it is ready.'
          : 'Check that the agent serves POST /responses. On apps this can also mean that you may not use it.',
      who: 'agent author',
    }
  }
  if (head.status === 400 || head.status === 422) {
    return {
      code: 'request-refused',
      title: `${subject} refused the request as not valid`,
      remedy: 'Compare the request in the inspector with what the agent expects, custom_inputs first.',
      who: 'you',
    }
  }
  if (head.status === 413) {
    return {
      code: 'request-too-large',
      title: 'The request is too large',
      remedy: 'Shorten the conversation or the input: agents on Model Serving take 4 MB.',
      who: 'you',
    }
  }
  if (head.status === 429) {
    return { code: 'rate-limited', title: 'Too many requests', remedy: retryAdvice(head), who: 'you' }
  }
  if (head.status === 503) {
    return {
      code: 'not-available',
      title: `${subject} is not available right now`,
      remedy: `It may be starting or scaling from zero, which takes minutes. ${retryAdvice(head)}`,
      who: 'agent author',
    }
  }
  if (head.status === 504) {
    return {
      code: 'time-limit',
      title: 'The platform’s time limit was reached before the agent answered',
      remedy: 'Stream the answer, shorten the task, or run the agent in the background.',
      who: 'agent author',
    }
  }
  if (head.status >= 500) {
    return {
      code: 'agent-error',
      title: 'An error inside the agent',
      remedy: 'Look at the agent’s logs around this moment; the request id helps to find it.',
      who: 'agent author',
    }
  }
  return {
    code: 'unexpected-status',
    title: `${subject} answered ${head.status} ${head.statusText}`.trim(),
    remedy: 'Look at the answer in the inspector.',
    who: 'agent author',
  }
}

/** An answer that is an error, or is not an agent's answer at all, in words; undefined when it is an answer. */
export const answerProblem = (head: Head, body: string, callee: Callee): Problem | undefined => {
  const contentType = headerOf(head, 'content-type') ?? ''
  const requestId = headerOf(head, 'x-request-id')
  const html = /text\/html/i.test(contentType)
  const isAnswer = head.status >= 200 && head.status < 300
  if (isAnswer && !html) return undefined
  const flat = errorTextOf(body, contentType)
  const words: Words = isAnswer
    ? {
        code: 'page-instead-of-answer',
        title: 'A web page came back instead of an answer',
        remedy: 'It is usually a sign-in page: sign in again, or check that the URL is the agent’s own.',
        who: 'you',
      }
    : wordsOf(head, `${flat.message} ${flat.code ?? ''}`, callee)
  const id = flat.requestId ?? requestId
  return {
    kind: 'http',
    ...words,
    detail: flat.message === '' ? `${head.status} ${head.statusText} without a body.` : flat.message,
    status: head.status,
    ...(id === undefined ? {} : { requestId: id }),
  }
}
