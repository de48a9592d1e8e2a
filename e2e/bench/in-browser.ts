import { chromium, type Browser } from '@playwright/test'
import { launchOptions } from '../../.config/chromium.ts'
import { startOwnServer } from '../own-server.ts'

/** Measures in a browser of its own, at a playground whose sample workspace speaks at once. Both end with it. */
export const inBrowser = async <Value>(
  measure: (browser: Browser, origin: string) => Promise<Value>,
): Promise<Value> => {
  const server = await startOwnServer({ SAMPLE_PACE: '0' })
  const browser = await chromium.launch(launchOptions())
  try {
    return await measure(browser, server.origin)
  } finally {
    await browser.close()
    await server.stop()
  }
}
