import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { Playground } from './pages/playground.ts'

const requests = (playground: Playground): Locator =>
  playground.conversation.getByRole('region', { name: 'Approval request create_ticket' })

const begin = async (playground: Playground, text: string): Promise<void> => {
  await playground.chooseAgent('ticket-desk')
  await playground.ask(text)
}

const inputTypes = (body: unknown): readonly unknown[] => {
  const input: unknown = typeof body === 'object' && body !== null && 'input' in body ? body.input : []
  return Array.isArray(input) ? input.map((item: Record<string, unknown>) => item['type'] ?? item['role']) : []
}

test('a call waits for a person: all of it is shown, nothing sends by itself, approving makes it', async ({
  page,
  signedIn: playground,
}) => {
  await begin(playground, 'Open a ticket for the broken stove.')
  const request = requests(playground)
  await expect(request).toContainText('The agent asks to call create_ticket')
  await expect(request).toContainText('on jira')
  await expect(request).toContainText('waits for you')
  await expect(request.getByRole('tree', { name: 'arguments' })).toContainText('Open a ticket for the broken stove.')
  await expect(request.getByRole('tree', { name: 'arguments' })).toContainText('watchers')

  // Neither button has the focus, and Enter at either box decides nothing.
  await expect(request.getByRole('button', { name: 'Approve' })).not.toBeFocused()
  await expect(request.getByRole('button', { name: 'Deny' })).not.toBeFocused()
  await expect(playground.message).toBeFocused()
  await playground.message.press('Enter')
  await request.getByRole('textbox', { name: 'Reason for create_ticket' }).press('Enter')
  await expect(playground.answers).toHaveCount(1)
  await expect(request).toContainText('waits for you')

  const sent = page.waitForRequest((candidate) => candidate.url().includes('/relay/') && candidate.method() === 'POST')
  await request.getByRole('button', { name: 'Approve' }).click()
  expect(inputTypes((await sent).postDataJSON())).toEqual([
    'user',
    'assistant',
    'mcp_approval_request',
    'mcp_approval_response',
  ])
  await expect(playground.answers).toHaveCount(2)
  await playground.answer().expectState('completed')
  await expect(playground.answer().root).toContainText(/SHOP-\d{3} is open/)
  await expect(playground.answer().root).toContainText('Result of create_ticket')
  await expect(request).toContainText('approved')
  await expect(request.getByRole('button', { name: 'Approve' })).toHaveCount(0)
  await expect(playground.conversation).toContainText('You decided: Approved create_ticket')
  await expect(playground.tab('Findings')).not.toContainText(/\d/)

  // It is still so after a reload, and the next question carries the request with its answer.
  await page.reload()
  await expect(requests(playground)).toContainText('approved')
  const next = page.waitForRequest((candidate) => candidate.url().includes('/relay/') && candidate.method() === 'POST')
  await playground.ask('Thank you, what can you do?')
  expect(inputTypes((await next).postDataJSON())).toEqual([
    'user',
    'assistant',
    'mcp_approval_request',
    'mcp_approval_response',
    'function_call_output',
    'assistant',
    'user',
  ])
})

test('a denied call is not made, and the agent hears why', async ({ signedIn: playground }) => {
  await begin(playground, 'Open a ticket for the broken stove.')
  const request = requests(playground)
  await request.getByRole('textbox', { name: 'Reason for create_ticket' }).fill('There is one already.')
  await request.getByRole('button', { name: 'Deny' }).click()
  await expect(playground.answers).toHaveCount(2)
  await playground.answer().expectState('completed')
  await expect(playground.answer().root).toContainText('You said: “There is one already.”')
  await expect(request).toContainText('denied')
  await expect(request).toContainText('There is one already.')

  // Another decision is a branch; the first one stays beside it.
  await request.getByRole('button', { name: 'Decide otherwise' }).click()
  await request.getByRole('button', { name: 'Approve' }).click()
  await expect(playground.answer().root).toContainText(/SHOP-\d{3} is open/)
  await playground.answer().expectState('completed')
  await expect(request).toContainText('approved')
  await playground.conversation.getByRole('button', { name: 'Previous edit' }).click()
  await expect(request).toContainText('denied')
})

test('a second request can follow the first', async ({ signedIn: playground }) => {
  await begin(playground, 'Open a ticket for the lamp and tell the team.')
  await requests(playground).getByRole('button', { name: 'Approve' }).click()
  const second = playground.conversation.getByRole('region', { name: 'Approval request post_message' })
  await expect(second).toContainText('on slack')
  await second.getByRole('button', { name: 'Approve' }).click()
  await expect(playground.answers).toHaveCount(3)
  await playground.answer().expectState('completed')
  await expect(playground.answer().root).toContainText('The team was told.')
})

test('requests that come together are decided together', async ({ page, signedIn: playground }) => {
  await begin(playground, 'Open tickets for the tent and the stove.')
  await expect(requests(playground)).toHaveCount(2)
  const send = playground.conversation.getByRole('button', { name: 'Send decisions' })
  await requests(playground).nth(0).getByRole('button', { name: 'Approve' }).click()
  await expect(requests(playground).nth(0)).toContainText('approved, not sent yet')
  await expect(send).toBeDisabled()
  await requests(playground).nth(1).getByRole('button', { name: 'Deny' }).click()
  // Another tab and back: what was chosen is still there.
  await page.getByRole('tab', { name: 'Batch' }).click()
  await expect(send).toBeHidden()
  await page.getByRole('tab', { name: 'Chat' }).click()
  await expect(requests(playground).nth(0)).toContainText('approved, not sent yet')
  await expect(requests(playground).nth(1)).toContainText('denied, not sent yet')
  const sent = page.waitForRequest((candidate) => candidate.url().includes('/relay/') && candidate.method() === 'POST')
  await send.click()
  expect(inputTypes((await sent).postDataJSON()).slice(-2)).toEqual(['mcp_approval_response', 'mcp_approval_response'])
  await expect(playground.answers).toHaveCount(2)
  await playground.answer().expectState('completed')
  await expect(playground.answer().root).toContainText('Customer report: tent')
  await expect(playground.answer().root).toContainText('I did not open “Customer report: stove”.')
  await expect(requests(playground).nth(0)).toContainText('approved')
  await expect(requests(playground).nth(1)).toContainText('denied')
})
