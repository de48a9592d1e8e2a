import { fileURLToPath } from 'node:url'
import { chromium, expect } from '@playwright/test'
import { launchOptions } from '../.config/chromium.ts'
import { startOwnServer } from './own-server.ts'
import { InspectorPane } from './pages/inspector-pane.ts'
import { Playground } from './pages/playground.ts'

/** Takes `docs/playground.png` anew: a conversation with the sample workspace, and beside it the events of its answer. */

const picture = fileURLToPath(new URL('../docs/playground.png', import.meta.url))

const server = await startOwnServer({})
const browser = await chromium.launch(launchOptions())
try {
  const page = await browser.newPage({
    baseURL: server.origin,
    viewport: { width: 1440, height: 860 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  const playground = new Playground(page)
  await playground.signIn()
  await playground.chooseAgent('support-agent')
  await playground.ask('Which region sold most last year? Compare the regions in a table.')
  const inspector = new InspectorPane(playground.inspector)
  const chosen = inspector.events.getByRole('row', { name: /## How/ })
  await inspector.search.fill('How')
  await chosen.click()
  await inspector.search.fill('')
  await chosen.click()
  await expect(playground.conversation.getByRole('heading', { name: 'How I got them' })).toBeInViewport()
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: picture })
  console.log(`Took ${picture}`)
} finally {
  await browser.close()
  await server.stop()
}
