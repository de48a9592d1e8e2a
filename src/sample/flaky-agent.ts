import type { Behaviour } from './agent.ts'

/** Fails in the middle of its answer, every time: an error frame when streamed, status 500 when whole. */
export const flaky: Behaviour = () => ({
  steps: [
    { step: 'say', text: 'So far everything goes well. I am now going to call the inventory service, and then' },
    {
      step: 'call',
      tool: 'inventory',
      arguments: { warehouse: 'north' },
      output: 'ConnectionError: inventory.internal refused the connection',
      takesMs: 600,
    },
    { step: 'fail', message: "HTTPSConnectionPool(host='inventory.internal', port=443): Max retries exceeded" },
  ],
})
