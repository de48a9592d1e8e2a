import { ownOrigin } from './location.ts'

interface ScriptUrlPolicy {
  createScriptURL(url: string): string
}
interface TrustedTypes {
  createPolicy(name: string, rules: { readonly createScriptURL: (url: string) => string }): ScriptUrlPolicy
}

/** The page's policy names this one and no other: a worker may run a file of the program, and nothing else. */
const ownScript = (url: string): string => {
  const { origin, href } = new URL(url, ownOrigin())
  if (origin !== ownOrigin()) throw new TypeError(`${origin} is not where this program comes from.`)
  return href
}

let policy: ScriptUrlPolicy | undefined

const trustedUrl = (url: string): string => {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes }
  policy ??= trustedTypes?.createPolicy('own-worker', { createScriptURL: ownScript })
  return policy === undefined ? ownScript(url) : policy.createScriptURL(url)
}

/** Starts a module of this program, as the bundler names it, beside the page. */
export const startWorker = (url: string, name: string): Worker => new Worker(trustedUrl(url), { type: 'module', name })
