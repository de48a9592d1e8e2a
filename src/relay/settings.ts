import { isIP } from 'node:net'

/** Where to listen. `loopback` means IPv4 and IPv6. */
export type Listening =
  | { readonly kind: 'loopback' }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'everywhere'; readonly address: string }

export interface Settings {
  /** 0 takes any free port. */
  readonly port: number
  readonly listening: Listening
  /** Null turns the sample workspace off; 0 takes any free port. */
  readonly samplePort: number | null
  readonly allowedHosts: readonly string[]
  readonly oauthClientId: string | null
  /** One line per relayed call on standard output. */
  readonly logCalls: boolean
}

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  /** One sentence that names the variable and says what to change. */
  | { readonly ok: false; readonly sentence: string }

/** The explicit switch without which a wildcard address is refused. */
export const everywhereSwitch = 'DANGEROUSLY_LISTEN_EVERYWHERE'

class Unreadable extends Error {}

type Environment = Readonly<Record<string, string | undefined>>

const valueOf = (environment: Environment, name: string): string | undefined => {
  const value = environment[name]?.trim()
  return value === '' ? undefined : value
}

const readPort = (environment: Environment, name: string, fallback: number, alternative = ''): number => {
  const value = valueOf(environment, name)
  if (value === undefined) return fallback
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) {
    throw new Unreadable(`${name} is "${value}"; set it to a port number from 1 to 65535${alternative}.`)
  }
  return Number(value)
}

const readSwitch = (environment: Environment, name: string): boolean => {
  const value = valueOf(environment, name)
  if (value === undefined || value === 'no') return false
  if (value === 'yes') return true
  throw new Unreadable(`${name} is "${value}"; set it to yes or no.`)
}

/**
 * The address that an operating system would make of it, so that every spelling of the wildcard
 * (`0`, `0x0`, `::`, `::ffff:0.0.0.0`) is seen as one.
 */
const normalAddress = (value: string): string | undefined => {
  const bare = value.replace(/^\[|\]$/g, '')
  try {
    const { hostname } = new URL(`http://${bare.includes(':') ? `[${bare}]` : bare}`)
    const address = hostname.replace(/^\[|\]$/g, '')
    return isIP(address) === 0 ? undefined : address
  } catch {
    return undefined
  }
}

const wildcards: readonly string[] = ['0.0.0.0', '::', '::ffff:0:0', '::ffff:0.0.0.0']

const readListening = (environment: Environment): Listening => {
  const everywhere = readSwitch(environment, everywhereSwitch)
  const value = valueOf(environment, 'HOST')
  if (value === undefined || value.toLowerCase() === 'localhost') return { kind: 'loopback' }
  const address = value === '*' ? '0.0.0.0' : normalAddress(value)
  if (address === undefined) {
    throw new Unreadable(`HOST is "${value}"; set it to localhost or to one IP address of this computer.`)
  }
  if (!wildcards.includes(address)) return { kind: 'address', address }
  if (!everywhere) {
    throw new Unreadable(
      `HOST is "${value}", which lets every computer on the network use this relay; leave HOST out, or set ${everywhereSwitch}=yes if that is what you want.`,
    )
  }
  return { kind: 'everywhere', address: address.startsWith('::ffff') ? '0.0.0.0' : address }
}

const exactHost = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/

const readAllowedHosts = (environment: Environment): readonly string[] => {
  const hosts = (valueOf(environment, 'ALLOWED_HOSTS') ?? '')
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '')
  for (const host of hosts) {
    if (!exactHost.test(host) || normalAddress(host) !== undefined || host.endsWith('.localhost')) {
      throw new Unreadable(
        `ALLOWED_HOSTS holds "${host}"; set it to exact host names separated by commas, such as agents.example.com, without scheme, port, path or wildcard.`,
      )
    }
  }
  return [...new Set(hosts)]
}

const readClientId = (environment: Environment): string | null => {
  const value = valueOf(environment, 'OAUTH_CLIENT_ID')
  if (value === undefined) return null
  if (/^[\x21-\x7e]{1,200}$/.test(value)) return value
  throw new Unreadable(
    'OAUTH_CLIENT_ID holds characters that no client id has; set it to the id alone, without spaces.',
  )
}

/** Reads all settings, or says in one sentence which one cannot be read. Empty means not set. */
export const readSettings = (environment: Environment): ReadSettings => {
  try {
    const port = readPort(environment, 'PORT', 8020)
    const samplePort =
      valueOf(environment, 'SAMPLE_PORT') === 'off' ? null : readPort(environment, 'SAMPLE_PORT', 8021, ', or to off')
    if (port !== 0 && port === samplePort) {
      throw new Unreadable(`PORT and SAMPLE_PORT are both ${port}; give them different ports.`)
    }
    return {
      ok: true,
      settings: {
        port,
        samplePort,
        listening: readListening(environment),
        allowedHosts: readAllowedHosts(environment),
        oauthClientId: readClientId(environment),
        logCalls: readSwitch(environment, 'RELAY_LOG'),
      },
    }
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, sentence: error.message }
    throw error
  }
}
