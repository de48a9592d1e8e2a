import { fieldOf, numberOf, parseJson, stringOf } from '../lib/json.ts'
import type { Problem } from '../lib/problem.ts'

interface Words {
  readonly title: string
  readonly remedy: string
  readonly who: Problem['who']
}

const wordsByCode: Readonly<Record<string, Words>> = {
  'upstream-login-required': {
    title: 'The agent asked for sign-in instead of answering',
    remedy: 'Sign in to the workspace again. If it happens right after that, ask for CAN USE on the app.',
    who: 'you',
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
}

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
  const code = stringOf(error, 'code') ?? 'relay-refused'
  const upstream = numberOf(error, 'upstream_status')
  const location = stringOf(error, 'location') ?? ''
  // Shown as text, and cut: the other side may have written anything into it.
  const pointsTo = location === '' ? '' : ` It points to ${location.slice(0, 300)}`
  return {
    kind: 'relay',
    code,
    ...(wordsByCode[code] ?? otherwise),
    detail: `${stringOf(error, 'message') ?? `The relay answered ${answer.status} without an explanation.`}${pointsTo}`,
    status: upstream ?? answer.status,
  }
}
