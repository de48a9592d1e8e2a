import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: '.',
  test: { include: ['src/**/*.test.{ts,tsx}'], environment: 'node', testTimeout: 20_000 },
})
