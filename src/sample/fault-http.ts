import { detailError, jsonAnswer, restError } from './answers.ts'
import { bodyOf, doneFrame, beat, frameOf } from './beat.ts'
import { errorAnswers, playError } from './error-answers.ts'
import type { Fault, Lab } from './fault.ts'

/* Faults of HTTP: the answer is not a stream at all. Each status uses another of the error shapes seen in the field. */

const requestId = '0f9c1f3e-5a70-4a0e-9d55-fa0175a0b1de'

const html = (status: number, title: string, body: string): Response =>
  new Response(`<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })

const status = (
  code: number,
  about: string,
  expected: string,
  respond: (lab: Lab) => Response,
  suffix = '',
): Fault => ({
  kind: 'response',
  name: `http-${code}${suffix}`,
  about,
  expected,
  respond,
})

const rateLimited = (): Response => {
  const answer = restError(429, 'REQUEST_LIMIT_EXCEEDED', 'Exceeded the limit of 60 requests per minute.', requestId)
  answer.headers.set('retry-after', '5')
  return answer
}

export const httpFaults: readonly Fault[] = [
  {
    kind: 'response',
    name: 'json-instead-of-stream',
    about: 'A whole JSON answer comes although a stream was asked for.',
    expected: 'It is read by its content type, and the answer is complete.',
    respond: (lab) => jsonAnswer(200, lab.whole),
  },
  {
    kind: 'response',
    name: 'wrong-content-type',
    about: 'A proper event stream is labelled `text/plain`.',
    expected: 'It is shown as text, or read with a remark.',
    respond: (lab) =>
      new Response([...lab.events.map(({ event }) => frameOf(event)), doneFrame].join(''), {
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      }),
  },
  {
    kind: 'response',
    name: 'empty-body',
    about: 'Status 200, `text/event-stream`, and not one byte.',
    expected: 'It is not taken for an answer.',
    respond: () => new Response(bodyOf([], 1), { headers: { 'content-type': 'text/event-stream; charset=utf-8' } }),
  },
  {
    kind: 'response',
    name: 'html-login-200',
    about: 'A login page with status 200.',
    expected: 'It is recognised as “not signed in”, and never drawn.',
    respond: () => html(200, 'Sign in to Databricks', '<h1>Sign in</h1><form><input name="email"></form>'),
  },
  {
    kind: 'response',
    name: 'redirect-login',
    about: 'A redirect to the login page.',
    expected: 'It is not followed, and recognised as “not signed in”.',
    respond: (lab) => {
      const back = encodeURIComponent(`${lab.origin}/apps/fault-lab/.auth/callback`)
      const location = `${lab.origin}/oidc/oauth2/v2.0/authorize?response_type=code&redirect_uri=${back}`
      return new Response(null, { status: 302, headers: { location } })
    },
  },
  status(400, 'Bad request, as FastAPI words it.', 'The author of the request is told what is wrong.', () =>
    detailError(400, 'Invalid parameters for ResponsesAgent: 1 validation error for ResponsesAgentRequest'),
  ),
  status(401, 'Unauthenticated, with an empty object.', 'One is asked to sign in again.', () => jsonAnswer(401, {})),
  status(
    403,
    'Permission denied, plain text.',
    'It says who can grant the permission.',
    () => new Response('Invalid Token', { status: 403, headers: { 'content-type': 'text/plain' } }),
  ),
  status(404, 'Not found, as FastAPI words it.', 'It says that the agent lacks the route.', () =>
    detailError(404, 'Not Found'),
  ),
  status(422, 'A list of validation errors.', 'The list is made readable.', () =>
    jsonAnswer(422, { detail: [{ loc: ['body', 'input', 0], msg: 'Field required', type: 'missing' }] }),
  ),
  status(429, 'Too many requests, with `Retry-After: 5`.', 'It says how long to wait.', rateLimited, '-retry-after'),
  status(500, 'The agent raised, with a multi-line message.', 'The message is shown as it is.', () =>
    detailError(500, 'Traceback (most recent call last):\n  File "agent.py", line 12, in invoke\nKeyError: "customer"'),
  ),
  status(502, 'A bad gateway, as HTML.', 'The page is not drawn; its title is enough.', () =>
    html(502, '502 Bad Gateway', '<pre>upstream connect error</pre>'),
  ),
  status(
    503,
    'Unavailable, plain text about DNS, as for a stopped app.',
    'It says that the app may be stopped.',
    () => new Response('Service Unavailable: DNS resolution failed, no such host', { status: 503 }),
  ),
  status(
    504,
    'The proxy’s time is over.',
    'It says whose limit that is.',
    () =>
      new Response(bodyOf([beat(0, 'upstream request timeout')], 1), {
        status: 504,
        headers: { 'content-type': 'text/plain' },
      }),
  ),
  ...errorAnswers.map((answer): Fault => ({
    kind: 'response',
    name: answer.name,
    about: answer.about,
    expected: 'It is told in words: what happened, who can fix it, what to do.',
    respond: () => playError(answer),
  })),
]
