import { failure, success, type Problem, type Result } from '../lib/problem.ts'
import { isWorkspaceHost } from '../lib/workspace-host.ts'

/** What besides the known Databricks zones counts as a workspace. It comes from the playground's own server, never from a link. */
export interface KnownHosts {
  /** Origin of the embedded sample workspace, such as `http://localhost:8021`. */
  readonly sampleOrigin: string | null
  /** Further exact host names, lower case. */
  readonly allowedHosts: readonly string[]
}

/** Names in these zones that are Databricks' own pages and not anybody's workspace. */
const notWorkspaces: ReadonlySet<string> = new Set([
  'accounts.cloud.databricks.com',
  'accounts.cloud.databricks.us',
  'accounts.azuredatabricks.net',
  'accounts.gcp.databricks.com',
  'accounts.databricks.com',
  'login.databricks.com',
  'www.databricks.com',
  'docs.databricks.com',
  'help.databricks.com',
  'community.databricks.com',
  'kb.databricks.com',
  'status.databricks.com',
])

const refuse = (code: string, title: string, detail: string, remedy: string): { ok: false; problem: Problem } =>
  failure({ kind: 'input', code, title, detail, remedy, who: 'you' })

const example = 'https://dbc-a1b2c3d4-e5f6.cloud.databricks.com'
const copyFromAddressBar = `Open the workspace in the browser and copy its address, such as ${example}.`

const trimmed = (text: string): string => text.trim().replace(/^[<"'`]+|[>"'`]+$/g, '')

const parseUrl = (text: string): URL | undefined => {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  try {
    return new URL(withScheme)
  } catch {
    return undefined
  }
}

/** Everything about a URL that a host check could be walked around with, before the host is looked at. */
const disguiseOf = (text: string, url: URL): { ok: false; problem: Problem } | undefined => {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\s\\\u0000-\u001f\u007f]/.test(text)) {
    return refuse(
      'workspace-malformed',
      'This is not a plain web address',
      'The text holds a space, a backslash or a control character.',
      copyFromAddressBar,
    )
  }
  if (url.username !== '' || url.password !== '' || /^[^/?#]*(?:\/\/)?[^/?#]*@/.test(text)) {
    return refuse(
      'workspace-userinfo',
      'The address holds a user name',
      `What stands before the @ is not the host; the host here would be ${url.hostname}.`,
      copyFromAddressBar,
    )
  }
  if (/^\d+(?:\.\d+){3}$/.test(url.hostname) || url.hostname.startsWith('[')) {
    return refuse(
      'workspace-address',
      'A workspace is known by its name, not by a number',
      `${url.hostname} is an IP address, and no certificate can vouch for it.`,
      copyFromAddressBar,
    )
  }
  if (url.hostname.split('.').some((part) => part.startsWith('xn--'))) {
    return refuse(
      'workspace-look-alike',
      'The host name holds letters that only look like the usual ones',
      `Written plainly the host is ${url.hostname}, which is not a Databricks host.`,
      copyFromAddressBar,
    )
  }
  return undefined
}

const judgeHost = (host: string, knownHosts: KnownHosts): Result<string> => {
  if (knownHosts.allowedHosts.includes(host)) return success(`https://${host}`)
  if (notWorkspaces.has(host)) {
    return refuse(
      'workspace-account-host',
      'This is not a workspace but a page of Databricks itself',
      `${host} serves the account console, sign-in or documentation; agents live in workspaces.`,
      'In the account console open the workspace and copy its own address.',
    )
  }
  if (host.endsWith('.databricksapps.com')) {
    return refuse(
      'workspace-is-app',
      'This is the address of an app, not of a workspace',
      `${host} is an app. Its workspace is what you sign in to; the app then appears in the list of agents.`,
      'Paste the address of the workspace that the app belongs to.',
    )
  }
  if (isWorkspaceHost(host)) return success(`https://${host}`)
  return refuse(
    'workspace-unknown-host',
    'This is not a Databricks workspace address',
    `${host === '' ? 'The address' : host} is not within the domains that Databricks runs workspaces in.`,
    `Check the spelling. A host of your own has to be named in ALLOWED_HOSTS when the playground is started.`,
  )
}

/**
 * The origin of the workspace that a person pasted: with or without scheme, with path, `?o=`, fragment,
 * trailing slash or capitals. Only https, only known zones, never a user name, a port, an address or a
 * look-alike; the sample workspace's own loopback origin is the one exception.
 */
export const parseWorkspaceOrigin = (pasted: string, knownHosts: KnownHosts): Result<string> => {
  const text = trimmed(pasted)
  if (text === '') {
    return refuse('workspace-empty', 'No workspace address given', 'The field is empty.', copyFromAddressBar)
  }
  const url = parseUrl(text)
  if (url === undefined) {
    return refuse(
      'workspace-malformed',
      'This is not a web address',
      `“${text}” cannot be read as one.`,
      copyFromAddressBar,
    )
  }
  const disguise = disguiseOf(text, url)
  if (knownHosts.sampleOrigin !== null && disguise === undefined) {
    // Typed without a scheme it reads as https, which the sample workspace does not speak.
    const sample = new URL(knownHosts.sampleOrigin)
    if (url.origin === sample.origin || (url.host === sample.host && !/^https:/i.test(text)))
      return success(sample.origin)
  }
  if (disguise !== undefined) return disguise
  if (url.protocol !== 'https:') {
    return refuse(
      'workspace-not-https',
      'A workspace is reached by https only',
      `The address begins with ${url.protocol}//, where a token would travel unprotected or not at all.`,
      'Write https:// in its place, or leave it out.',
    )
  }
  if (url.port !== '') {
    return refuse(
      'workspace-port',
      'A workspace has no port of its own',
      `The address names port ${url.port}; Databricks workspaces answer on the usual one.`,
      `Leave out “:${url.port}”.`,
    )
  }
  return judgeHost(url.hostname, knownHosts)
}
