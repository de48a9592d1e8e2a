import { expect, test } from './fixtures.ts'
import { say } from './test-agent.ts'

/** Private windows, full disks and policies: what a browser does when it lets a page keep nothing. */
const blockers = {
  'IndexedDB refuses': () => {
    indexedDB.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
  },
  'IndexedDB never answers': () => {
    indexedDB.open = () => new EventTarget() as IDBOpenDBRequest
  },
  'all site data is blocked': () => {
    indexedDB.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
    navigator.locks.request = () => Promise.reject(new DOMException('denied', 'SecurityError'))
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('denied', 'SecurityError')
        },
      })
  },
}

for (const [name, block] of Object.entries(blockers)) {
  test(`${name}: the playground works in memory, and says so`, async ({ page, playground, testAgent }) => {
    await page.addInitScript(block)
    await playground.addLocalAgent(testAgent.url)
    testAgent.next(say(['Hello ', 'there.']), say(['Again.']))
    await playground.ask('One')
    await playground.ask('Two')
    await expect(playground.answer(0).root).toContainText('Hello there.')
    await expect(page.getByRole('alert').filter({ hasText: 'cannot keep' })).toBeVisible()
    await expect(playground.inspector.getByRole('tab', { name: /^Events/ })).toBeVisible()
    expect(testAgent.requests[1]?.body).toContain('Hello there.')
  })
}
