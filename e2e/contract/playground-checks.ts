import { chromium, expect, type Browser, type Page } from '@playwright/test'
import { launchOptions } from '../../.config/chromium.ts'
import { findingCodes } from '../../src/protocol/finding.ts'
import { Playground } from '../pages/playground.ts'
import type { Report } from './report.ts'

/* Real agent servers, driven through the playground in a browser. */

const letter = 'Dear reader, this text came in pieces — grüße, 日本語, 👩‍👩‍👧.'

interface Servers {
  /** Origins. */
  readonly agentServer: string
  readonly longRunning: string
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

    await check('long-running server: answers without a database', servers.longRunning, async (playground) => {
      const answer = await playground.ask('letter')
      await expect(answer.root).toContainText(letter)
    })
  } finally {
    await browser.close()
  }
}
