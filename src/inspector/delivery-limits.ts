/** Limits in time that Databricks puts on one request, measured or documented, by where the agent is hosted. */

/** `unknown`: a host of somebody's own in front of either. */
export type Hosting = 'app' | 'serving' | 'local' | 'unknown'

export interface Limit {
  readonly on: 'app' | 'serving' | 'both'
  /** Milliseconds after sending: the limit, and what the way there and back may add. */
  readonly from: number
  readonly to: number
  readonly name: string
  readonly advice: string
}

const runInBackground =
  'Run it in the background (background: true on the long-running server) and resume the stream, or make the task shorter.'

const limits: readonly Limit[] = [
  {
    on: 'app',
    from: 118_000,
    to: 124_000,
    name: 'the limit of about 120 s that Databricks Apps have for one request',
    advice: `It is not configurable, and heartbeats do not help. ${runInBackground}`,
  },
  {
    on: 'serving',
    from: 295_000,
    to: 299_500,
    name: 'the limit of 297 s that Model Serving has for one request',
    advice:
      'Split the task, answer earlier and go on in the next turn, or move the agent to an app with the long-running server.',
  },
  {
    on: 'app',
    from: 299_000,
    to: 304_000,
    name: 'the 5 minute limit of the proxy in front of Databricks Apps, measured at 301.5 s',
    advice: `It counts from the start of the request, so heartbeats do not help. ${runInBackground}`,
  },
  {
    on: 'both',
    from: 3_598_000,
    to: 3_606_000,
    name: 'the limit of one hour that the long-running server has for a task',
    advice: 'Split the task into several runs of the same conversation.',
  },
]

/** Where an agent is hosted, as far as its address tells. The sample workspace has its apps under a path. */
export const hostingOf = (address: string): Hosting => {
  if (!URL.canParse(address)) return 'unknown'
  const { hostname, pathname } = new URL(address)
  if (/^\/(serving-endpoints|ai-gateway)\//.test(pathname)) return 'serving'
  if (hostname.endsWith('.databricksapps.com') || pathname.startsWith('/apps/')) return 'app'
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname) ? 'local' : 'unknown'
}

/** The limit that a cut at this moment fits. An agent on this computer has none but its own server's. */
export const limitAt = (at: number, hosting: Hosting): Limit | undefined =>
  limits.find(({ on, from, to }) => {
    const applies = on === 'both' || hosting === 'unknown' || hosting === on
    return applies && at >= from && at <= to
  })
