import { failure, success, type Problem, type Result } from '../lib/problem.ts'

const refuse = (code: string, title: string, detail: string, remedy: string): { ok: false; problem: Problem } =>
  failure({ kind: 'input', code, title, detail, remedy, who: 'you' })

const example = 'http://localhost:8000'

/** `localhost`, its subdomains, 127.0.0.0/8 and ::1, as the URL parser spells them. */
export const isLoopbackHost = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(?:\.\d{1,3}){3}$/.test(hostname)

const parse = (text: string): URL | undefined => {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  try {
    return new URL(withScheme)
  } catch {
    return undefined
  }
}

const remoteHost = (host: string): { ok: false; problem: Problem } => {
  if (host.endsWith('.databricksapps.com')) {
    return refuse(
      'agent-url-is-app',
      'This app needs your sign-in',
      `${host} runs on Databricks Apps. Its calls carry your token, so it is reached through its own workspace.`,
      'Connect and sign in to its workspace, then pick the app from the list.',
    )
  }
  if (/databricks/.test(host)) {
    return refuse(
      'agent-url-is-workspace',
      'This is a workspace, not an agent',
      `${host} is where agents live. Here only agents on this computer are added by URL.`,
      'Connect the workspace; its agents then appear in the list.',
    )
  }
  return refuse(
    'agent-url-not-local',
    'Only agents on this computer are added by URL',
    `${host} is another computer, and the playground does not call others without a sign-in.`,
    `Run the agent here and give its address, such as ${example}.`,
  )
}

/**
 * The URL of an agent on this computer, as a person types it: the scheme may be missing, a bare port will do, and
 * `/responses` may be typed along. What comes back has no trailing slash, query or fragment; a path other than
 * `/responses` stays, and is then called as it is.
 */
export const parseAgentUrl = (typed: string): Result<string> => {
  const text = typed.trim().replace(/^[<"'`]+|[>"'`]+$/g, '')
  if (text === '')
    return refuse('agent-url-empty', 'No address given', 'The field is empty.', `Type an address such as ${example}.`)
  // A bare port is what people have at hand.
  const url = parse(/^:?\d{2,5}$/.test(text) ? `localhost:${text.replace(':', '')}` : text)
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (url === undefined || /[\s\\\u0000-\u001f]/.test(text)) {
    return refuse(
      'agent-url-malformed',
      'This is not a web address',
      `“${text}” cannot be read as one.`,
      `Type an address such as ${example}.`,
    )
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return refuse(
      'agent-url-scheme',
      'Agents are called by http or https',
      `The address begins with ${url.protocol}.`,
      `Type an address such as ${example}.`,
    )
  }
  if (url.username !== '' || url.password !== '') {
    return refuse(
      'agent-url-userinfo',
      'The address holds a user name',
      'A user name or password in an address would be kept and shown.',
      'Leave out what stands before the @.',
    )
  }
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') {
    return refuse(
      'agent-url-wildcard',
      'This address only means “listen everywhere”',
      `${url.hostname} is what a server prints when it listens on all addresses.`,
      `Write localhost in its place, such as http://localhost:${url.port === '' ? '8000' : url.port}.`,
    )
  }
  if (!isLoopbackHost(url.hostname)) return remoteHost(url.hostname)
  const path = url.pathname.replace(/\/+$/, '')
  // `/responses` at the root is what is called anyway; any other path is the person's own choice.
  return success(`${url.origin}${path === '/responses' ? '' : path}`)
}
