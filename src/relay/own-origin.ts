import type { Refusal } from './refusal.ts'
import { isIP } from 'node:net'
import { isLoopbackHost } from './loopback.ts'

/** Where the playground itself answers. */
export interface OwnOrigin {
  readonly port: number
  /** `loopback` listens on this computer alone, `address` on one address, `everywhere` on all of them. */
  readonly reach: 'loopback' | 'address' | 'everywhere'
  /** Host names and addresses, as a URL spells them, that the Host header may name beside loopback. */
  readonly hosts: readonly string[]
}

const hostOf = (host: string): URL | undefined => {
  if (!/^(?:\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::\d{1,5})?$/i.test(host)) return undefined
  try {
    return new URL(`http://${host}`)
  } catch {
    return undefined
  }
}

const ownLoopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/**
 * Whether the Host header names this playground. A page on a name that an attacker re-points to
 * this computer (DNS rebinding) sends that name, and fails here.
 */
export const isOwnHost = (host: string, own: OwnOrigin): boolean => {
  const url = hostOf(host)
  if (url === undefined) return false
  if (own.reach === 'everywhere') {
    // Behind a published container port the port differs; an address cannot be re-pointed by DNS.
    const literal = url.hostname.startsWith('[') || isIP(url.hostname) !== 0
    return literal || isLoopbackHost(url.hostname) || own.hosts.includes(url.hostname)
  }
  if (Number(url.port === '' ? 80 : url.port) !== own.port) return false
  return ownLoopbackNames.includes(url.hostname) || own.hosts.includes(url.hostname)
}

const crossSite = (message: string): Refusal => ({ code: 'cross-site', status: 403, message })

/**
 * Why this call does not come from the playground's own page, or undefined where it does. Three walls,
 * each enough against a browser: the fetch metadata, the Origin, and a header outside the CORS
 * safelist, which needs a preflight that nobody here answers.
 */
export const strangerRefusal = (method: string, headers: Headers, own: OwnOrigin): Refusal | undefined => {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') {
    return crossSite('The relay answers only the page that the playground itself serves.')
  }
  const host = headers.get('host')?.toLowerCase() ?? ''
  const origin = headers.get('origin')
  const schemes = own.reach === 'everywhere' ? ['http', 'https'] : ['http']
  if (origin === null ? method !== 'GET' && method !== 'HEAD' : !schemes.some((s) => origin === `${s}://${host}`)) {
    return crossSite('The Origin header has to name the playground itself.')
  }
  if (headers.get('x-playground') !== '1') {
    return {
      code: 'playground-header-missing',
      status: 403,
      message: 'Every call to the relay carries the header X-Playground: 1.',
    }
  }
  return undefined
}
