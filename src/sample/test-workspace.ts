import { afterAll, beforeAll } from 'vitest'
import { startSampleWorkspace, type SampleWorkspace } from './server.ts'
import type { SampleOptions } from './settings.ts'
import type { Caller } from './test-answers.ts'
import { accessTokenFor, redirectUri } from './test-browser.ts'

/** A sample workspace of a test file's own. Its origin is there once the first test begins. */
export interface TestWorkspace {
  readonly origin: string
  /** Somebody who signs in before the tests, for everything or one scope; call it while they are being declared. */
  readonly signedIn: (person: string, scope?: string) => Caller
}

/** Starts a sample workspace before the tests of a file and ends it after them; its agents speak at once. */
export const testWorkspace = (options: Partial<SampleOptions> = {}): TestWorkspace => {
  let workspace: SampleWorkspace | undefined
  const signIns: ((origin: string) => Promise<void>)[] = []
  const started = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('The sample workspace is there only while tests run.')
    return value
  }
  beforeAll(async () => {
    workspace = await startSampleWorkspace({
      port: 0,
      host: ['127.0.0.1', '::1'],
      playgroundOrigins: [redirectUri],
      pace: 0,
      ...options,
    })
    for (const signIn of signIns) await signIn(workspace.origin)
  })
  afterAll(() => workspace?.close())
  return {
    get origin() {
      return started(workspace).origin
    },
    signedIn(person, scope) {
      let token: string | undefined
      signIns.push(async (origin) => {
        token = await accessTokenFor(origin, person, scope)
      })
      return {
        get origin() {
          return started(workspace).origin
        },
        get token() {
          return started(token)
        },
      }
    },
  }
}
