import { test as base, expect, type BrowserContext } from '@playwright/test'
import { startTestAgent, type TestAgent } from './test-agent.ts'
import { Playground } from './pages/playground.ts'

/** Collects what a page must never do, for every page of the test's contexts. */
export class Watch {
  readonly #problems: string[] = []
  readonly #expected: RegExp[] = []

  /** Says that a test causes this on purpose, such as the browser's own line about a refused request. */
  expect(words: RegExp): void {
    this.#expected.push(words)
  }

  get problems(): readonly string[] {
    return this.#problems.filter((problem) => !this.#expected.some((expected) => expected.test(problem)))
  }

  async join(context: BrowserContext): Promise<void> {
    await context.exposeBinding('reportPolicyViolation', (_source, words: string) => {
      this.#problems.push(`policy violation: ${words}`)
    })
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report: unknown = Reflect.get(window, 'reportPolicyViolation')
        if (typeof report === 'function')
          report(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)
      })
    })
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        this.#problems.push(`console ${message.type()}: ${message.text()} (${message.location().url})`)
    })
    context.on('weberror', (error) => {
      this.#problems.push(`page error: ${error.error().stack ?? error.error().message}`)
    })
  }
}

interface Fixtures {
  /** Fails the test on any console error, page error or policy violation that it did not announce. */
  readonly watch: Watch
  /** An agent on this computer whose answers the test scripts. */
  readonly testAgent: TestAgent
  readonly playground: Playground
  /** The playground where Ada Okafor is signed in to the sample workspace already. */
  readonly signedIn: Playground
  /** Of the playground, without a slash at the end. */
  readonly origin: string
}

interface WorkerFixtures {
  /** What a tab keeps of a sign-in that was really done, once for all tests that are about something else. */
  readonly session: readonly (readonly [name: string, value: string])[]
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  session: [
    async ({ browser }, provide, { project }) => {
      const { baseURL } = project.use
      const context = await browser.newContext(baseURL === undefined ? {} : { baseURL })
      const page = await context.newPage()
      await new Playground(page).signIn()
      const session = await page.evaluate(() => Object.entries(sessionStorage))
      await context.close()
      await provide(session)
    },
    { scope: 'worker' },
  ],
  watch: [
    async ({ context }, provide) => {
      const watch = new Watch()
      await watch.join(context)
      await provide(watch)
      expect(watch.problems, 'Nothing unexpected in the console, and no policy violation').toEqual([])
    },
    { auto: true },
  ],
  // Playwright reads the names of needed fixtures from the pattern, and this one needs none.
  // oxlint-disable-next-line no-empty-pattern
  testAgent: async ({}, provide) => {
    const agent = await startTestAgent()
    await provide(agent)
    await agent.close()
  },
  playground: async ({ page }, provide) => {
    await provide(new Playground(page))
  },
  signedIn: async ({ page, origin, session }, provide) => {
    await page.addInitScript(
      ([own, entries]) => {
        // Once: what the page does with it afterwards, such as signing out, is its own.
        if (location.origin !== own || sessionStorage.getItem('begun') !== null) return
        for (const [name, value] of [...entries, ['begun', 'yes']] as const) sessionStorage.setItem(name, value)
      },
      [origin, session] as const,
    )
    const playground = new Playground(page)
    await playground.open()
    await expect(playground.workspace).toHaveAccessibleName(/Ada Okafor/)
    await provide(playground)
  },
  origin: async ({ baseURL }, provide) => {
    await provide(new URL(baseURL ?? '').origin)
  },
})

export { expect }
