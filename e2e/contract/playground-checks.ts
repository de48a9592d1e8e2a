import { chromium, expect, type Browser, type Page } from '@playwright/test'
import { launchOptions } from '../../.config/chromium.ts'
import { findingCodes } from '../../src/protocol/finding.ts'
import { Playground } from '../pages/playground.ts'
import { startCuttingProxy } from './cutting-proxy.ts'
import type { Report } from './report.ts'

/* Real agent servers, driven through the playground in a browser. */

const counted = 'One two three four five — grüße, 日本語, 👩‍👩‍👧, the end.'
const letter = 'Dear reader, this text came in pieces — grüße, 日本語, 👩‍👩‍👧.'

interface Servers {
  /** Origins. */
  readonly agentServer: string
  readonly longRunning: string
  /** The long-running server that has a database. */
  readonly durable: string
}

const knownCodes: ReadonlySet<string> = new Set(findingCodes)

/** Codes of the findings that the inspector lists for the chosen answer, in alphabetical order. */
const findingsOf = async (playground: Playground): Promise<readonly string[]> => {
  await playground.tab('Findings').click()
  const panel = playground.inspector.getByRole('tabpanel', { name: /^Findings/ })
  await expect(panel.getByRole('status').first()).toContainText(/deviation/)
  const codes = (await panel.getByRole('code').allInnerTexts()).filter((text) => knownCodes.has(text))
  return [...new Set(codes)].toSorted()
}

/** A page of its own with the agent added, and nothing else known. */
const withAgent = async (
  browser: Browser,
  origin: string,
  agent: string,
  body: (playground: Playground, page: Page) => Promise<void>,
): Promise<void> => {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1440, height: 900 } })
  try {
    const page = await context.newPage()
    const playground = new Playground(page)
    await playground.addLocalAgent(agent)
    await body(playground, page)
  } finally {
    await context.close()
  }
}

export const checkInPlayground = async (origin: string, servers: Servers, report: Report): Promise<void> => {
  const browser = await chromium.launch(launchOptions())
  const check = (name: string, agent: string, body: (playground: Playground, page: Page) => Promise<void>) =>
    report.check(name, () => withAgent(browser, origin, agent, body))
  try {
    await check('AgentServer: it is recognised and named by itself', servers.agentServer, async (playground) => {
      await expect(playground.agent('clerk')).toHaveAccessibleName('clerk, no sign-in')
    })

    await check('AgentServer: a text streams, and is the same whole', servers.agentServer, async (playground) => {
      const streamed = await playground.ask('letter')
      await expect(streamed.root).toContainText(letter)
      expect(await findingsOf(playground)).toEqual([])
      await playground.stream.click()
      const whole = await playground.ask('letter')
      await expect(whole.root).toContainText(letter)
      await expect(whole.root).toHaveAccessibleName(/whole/)
    })

    await check(
      'AgentServer: an agent that keeps the rules has no findings',
      servers.agentServer,
      async (playground) => {
        const answer = await playground.ask('rules')
        await expect(answer.root).toContainText(letter)
        expect(await findingsOf(playground)).toEqual([])
      },
    )

    await check(
      'AgentServer: a tool call shows with its output, and goes into the next turn',
      servers.agentServer,
      async (playground) => {
        const answer = await playground.ask('stock')
        await expect(answer.root).toContainText('Let me look.')
        await expect(answer.root).toContainText('stock_of')
        await expect(answer.root).toContainText('There are 7 left.')
        expect(await findingsOf(playground)).toEqual([])
        // The next turn sends the call and its output again, and the server's own types have to take them.
        await playground.ask('letter')
      },
    )

    await check(
      'AgentServer: an exception in the middle fails the answer and keeps its text',
      servers.agentServer,
      async (playground) => {
        const answer = await playground.ask('break', 'failed')
        await expect(answer.root).toContainText('Dear reader, this text came')
        await expect(answer.alert).toContainText('The price list is gone.')
        // How the server tells an exception is its own way, and no mistake of the agent's author.
        expect(await findingsOf(playground)).toEqual(['done-after-error', 'untyped-error'])
        await playground.stream.click()
        const whole = await playground.ask('break', 'failed')
        await expect(whole.alert).toContainText('The price list is gone.')
      },
    )

    await check('AgentServer: custom_inputs reach the agent', servers.agentServer, async (playground) => {
      await playground.setCustomInputs('{"id": 5, "text": "grüße"}')
      const answer = await playground.ask('say them')
      await expect(answer.root).toContainText('"id": 5')
    })

    await check('AgentServer: a trace id is asked for, and shown', servers.agentServer, async (playground, page) => {
      await page.getByRole('button', { name: /^Agent settings/ }).click()
      await page.getByRole('switch', { name: 'Ask for the trace' }).click()
      await page.getByRole('button', { name: 'Save' }).click()
      const answer = await playground.ask('letter')
      await expect(answer.root).toContainText(letter)
      await playground.tab('Trace').click()
      await expect(playground.inspector.getByRole('tabpanel', { name: /^Trace/ })).toContainText('tr-')
    })

    await check(
      'long-running server without a database: background is ignored, and the chat says so',
      servers.longRunning,
      async (playground) => {
        await playground.background.click()
        const answer = await playground.ask('letter')
        await expect(answer.root).toContainText(letter)
        await expect(answer.root.getByRole('note')).toContainText('The server ignored background')
      },
    )

    await check('long-running server: a run in the background streams', servers.durable, async (playground) => {
      await playground.background.click()
      const answer = await playground.ask('count')
      await expect(answer.root).toContainText(counted)
      expect(await findingsOf(playground)).toEqual([])
    })

    const proxy = await startCuttingProxy(servers.durable)
    try {
      await check(
        'long-running server: after a cut on the way the rest comes, nothing lost and nothing twice',
        proxy.origin,
        async (playground, page) => {
          await playground.background.click()
          proxy.cutNext(/^POST \/responses /, 900)
          const answer = await playground.ask('count')
          await expect(answer.root).toContainText(counted)
          expect((await answer.root.innerText()).split('three').length).toBe(2)
          const bar = page.getByRole('navigation', { name: 'Exchanges of this run' })
          await expect(bar).toContainText('Exchange 2 of 2')
          await expect(bar).toContainText('starting_after=')
          expect(await findingsOf(playground)).toEqual([])
        },
      )
    } finally {
      await proxy.close()
    }

    await check(
      'long-running server: the connection is dropped by hand, and the answer goes on',
      servers.durable,
      async (playground) => {
        await playground.background.click()
        await playground.say('count')
        await playground.drop.click()
        await playground.answer().expectState('completed')
        await expect(playground.answer().root).toContainText(counted)
      },
    )

    await check('long-running server: a run is polled until it is there', servers.durable, async (playground) => {
      await playground.background.click()
      await playground.stream.click()
      const answer = await playground.ask('count')
      await expect(answer.root).toContainText(counted)
      await expect(answer.root).toHaveAccessibleName(/polled/)
    })

    await check(
      'long-running server: a dead task is taken over, and the chat says where',
      servers.durable,
      async (playground) => {
        await playground.background.click()
        const answer = await playground.ask('crash')
        await expect(answer.root.getByRole('note')).toContainText('Attempt 2: another process took over')
        await expect(answer.root).toContainText(counted)
      },
    )

    await check(
      'long-running server: an exception fails the run, streamed and polled',
      servers.durable,
      async (playground) => {
        await playground.background.click()
        const streamed = await playground.ask('break', 'failed')
        await expect(streamed.alert).toContainText('The price list is gone.')
        await expect(streamed.root).toContainText('One two three four')
        await playground.stream.click()
        const polled = await playground.ask('break', 'failed')
        await expect(polled.alert).toContainText('The price list is gone.')
      },
    )
  } finally {
    await browser.close()
  }
}
