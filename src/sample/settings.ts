/** What makes one sample workspace differ from another. */
export interface SampleOptions {
  /** 0 lets the system choose. */
  readonly port: number
  /** Addresses to listen on, for example `['127.0.0.1', '::1']`. */
  readonly host: readonly string[]
  /** Exact redirect URIs of the OAuth client: origins without a slash, for example `http://localhost:8020`. */
  readonly playgroundOrigins: readonly string[]
  /** Lifetime of an access token. Default 3600. */
  readonly accessTokenSeconds?: number
  /** Multiplies every pause of an agent: 1 is human, 0 as fast as possible. Default 1. */
  readonly pace?: number
}

export interface SampleSettings {
  readonly accessTokenSeconds: number
  readonly pace: number
}

const read = (
  name: string,
  text: string | undefined,
  fallback: number,
  judge: (value: number) => boolean,
  rule: string,
) => {
  if (text === undefined || text === '') return fallback
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (!judge(value)) throw new Error(`${name} must be ${rule}, not "${text}".`)
  return value
}

/** The environment wins over the options. Throws an Error with one sentence when a value cannot be read. */
export const readSampleSettings = (
  options: Pick<SampleOptions, 'accessTokenSeconds' | 'pace'>,
  environment: Readonly<Record<string, string | undefined>>,
): SampleSettings => ({
  accessTokenSeconds: read(
    'SAMPLE_TOKEN_SECONDS',
    environment['SAMPLE_TOKEN_SECONDS'],
    options.accessTokenSeconds ?? 3600,
    (value) => Number.isInteger(value) && value >= 1 && value <= 86_400,
    'a whole number of seconds from 1 to 86400',
  ),
  pace: read(
    'SAMPLE_PACE',
    environment['SAMPLE_PACE'],
    options.pace ?? 1,
    (value) => value >= 0 && value <= 100,
    'a number from 0 (as fast as possible) to 100',
  ),
})
