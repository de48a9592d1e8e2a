import { entryOf, fieldOf, numberOf, parseJson, stringOf } from '../lib/json.ts'
import type { Problem } from '../lib/problem.ts'

interface Words {
  readonly title: string
  readonly remedy: string
  readonly who: Problem['who']
}

const wordsByCode: Readonly<Record<string, Words>> = {
  'upstream-login-required': {
    title: 'The agent asked for sign-in instead of answering',
    remedy:
      'Sign in to the workspace again. If it happens right after that, ask for CAN USE on the app, or sign in with a client that has the scopes the app asks for.',
    who: 'you',
  },
  'private-link-required': {
    title: 'The workspace takes calls from its private network alone',
    remedy: 'Connect through the network or VPN that reaches it by Private Link, then run again.',
    who: 'workspace admin',
  },
  'upstream-redirected': {
    title: 'The agent answered with a redirect, which is not followed',
    remedy: 'Check the agent’s URL: it should be the address that answers itself.',
    who: 'you',
  },
  'upstream-unreachable': {
    title: 'Nothing answers at the agent’s address',
    remedy: 'See whether the agent is running and listening on that port, then run again.',
    who: 'you',
  },
  'upstream-dns': {
    title: 'The agent’s host name is not known',
    remedy: 'Check the URL. For an app: it may be stopped or deleted; look at it in the workspace.',
    who: 'you',
  },
  'upstream-tls': {
    title: 'No trusted connection to the agent could be made',
    remedy: 'Check the host’s certificate, or your network’s proxy.',
    who: 'workspace admin',
  },
  'upstream-timeout': {
    title: 'The agent did not answer in time',
    remedy: 'Look at the agent’s logs. It may be starting: try again in a minute.',
    who: 'agent author',
  },
  'upstream-closed': {
    title: 'The agent closed the connection without an answer',
    remedy: 'Look at its logs: its process may have died. Then run again.',
    who: 'agent author',
  },
  'upstream-malformed': {
    title: 'What answers there does not speak HTTP',
    remedy: 'Check the port and whether the address wants https, then run again.',
    who: 'you',
  },
  'body-too-large': {
    title: 'The request is too large',
    remedy: 'Begin a new conversation, or send less: agents on Model Serving take 4 MB.',
    who: 'you',
  },
}

/** A workspace behind Private Link sends whoever comes from elsewhere to its sign-in page, with this error. */
const codeOf = (code: string, location: string): string =>
  location.includes('private-link-validation-error') ? 'private-link-required' : code

const otherwise: Words = {
  title: 'The playground’s relay refused the request',
  remedy: 'Check the agent’s address; the relay reaches only workspaces, their apps and this computer.',
  who: 'you',
}

/** The relay's own refusal as a problem; undefined when the answer came from the other side. */
export const relayRefusal = async (answer: Response): Promise<Problem | undefined> => {
  if (answer.headers.get('x-playground-relay') !== 'refused') return undefined
  const parsed = parseJson(await answer.text())
  const error = parsed.ok ? fieldOf(parsed.value, 'error') : undefined
  const upstream = numberOf(error, 'upstream_status')
  const location = stringOf(error, 'location') ?? ''
  const code = codeOf(stringOf(error, 'code') ?? 'relay-refused', location)
  // Shown as text, and cut: the other side may have written anything into it.
  const pointsTo = location === '' ? '' : ` It points to ${location.slice(0, 300)}`
  return {
    kind: 'relay',
    code,
    ...(entryOf(wordsByCode, code) ?? otherwise),
    detail: `${stringOf(error, 'message') ?? `The relay answered ${answer.status} without an explanation.`}${pointsTo}`,
    status: upstream ?? answer.status,
  }
}
