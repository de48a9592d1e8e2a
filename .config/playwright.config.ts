import { defineConfig, devices } from '@playwright/test'
import { launchOptions } from './chromium.ts'

const port = Number(process.env['E2E_PORT'] ?? 8120)

export default defineConfig({
  testDir: '../e2e',
  outputDir: '../test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1440, height: 900 },
    launchOptions: launchOptions(),
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: 'node src/serve.ts',
    cwd: '..',
    url: `http://localhost:${port}/healthz`,
    env: { PORT: String(port), SAMPLE_PORT: String(port + 1), SAMPLE_PACE: process.env['SAMPLE_PACE'] ?? '0.25' },
    reuseExistingServer: false,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 2000 },
  },
})
