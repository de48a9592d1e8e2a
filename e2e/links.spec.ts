import { expect, test } from './fixtures.ts'
import { faultsOfLayout } from './layout-faults.ts'

const draftLink = (fields: Readonly<Record<string, string>>): string => `/new?${new URLSearchParams(fields).toString()}`

test.describe('a draft link', () => {
  test('fills in the message box, and sends nothing until the person does', async ({ page, playground, testAgent }) => {
    await playground.addLocalAgent(testAgent.url)
    await playground.message.fill('My own words')
    await playground.open(
      draftLink({ agent: testAgent.url, mode: 'whole', input: 'What fell?', custom_inputs: '{"region":"West"}' }),
    )
    await expect(playground.message).toHaveValue('What fell?')
    await expect(playground.stream).not.toBeChecked()
    await expect(page.getByRole('status').filter({ hasText: 'Nothing has been sent' })).toContainText(
      'filled in the message, custom_inputs and a whole answer',
    )
    await page.getByRole('button', { name: 'Bring back my own text' }).click()
    await expect(playground.message).toHaveValue('My own words')
    await page.goBack()
    await playground.open(
      draftLink({ agent: testAgent.url, mode: 'whole', input: 'A', custom_inputs: '{"region":"West"}' }),
    )
    await playground.message.press('End')
    await playground.message.press('!')
    await expect(playground.message).toHaveValue('A!')
    expect(testAgent.requests).toHaveLength(0)
    await playground.send.click()
    await playground.answer().expectState('completed')
    expect(testAgent.requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      expect.objectContaining({ stream: false, custom_inputs: { region: 'West' } }),
    ])
  })

  test('names a host that is new here, and waits', async ({ page, playground, testAgent }) => {
    const relayed: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/relay/')) relayed.push(request.url())
    })
    await playground.open(draftLink({ agent: testAgent.url, input: 'Hello' }))
    const dialog = page.getByRole('dialog', { name: /agent that you have not used here/ })
    await expect(dialog).toContainText(testAgent.url)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
    await expect(playground.alerts).toContainText('not known here')
    await expect(playground.agents.getByText(new URL(testAgent.url).host)).toHaveCount(0)
    await page.reload()
    expect(relayed).toEqual([])
    await dialog.getByRole('button', { name: 'Trust and continue' }).click()
    await expect(playground.message).toHaveValue('Hello')
    expect(testAgent.requests).toHaveLength(0)
    await playground.send.click()
    await playground.answer().expectState('completed')
  })

  test('never leads to a host that cannot be a workspace', async ({ page, playground }) => {
    for (const workspace of [
      'https://evil.example',
      'https://аdb-1.azuredatabricks.net',
      'https://a.databricks.com\u202E@x',
    ]) {
      await playground.open(draftLink({ workspace, agent: 'apps/sales' }))
      const dialog = page.getByRole('dialog', { name: /where the playground does not go/ })
      await expect(dialog).toBeVisible()
      await expect(dialog.getByRole('button', { name: 'Trust and continue' })).toHaveCount(0)
      await dialog.getByRole('button', { name: 'Cancel' }).click()
    }
  })

  test('a workspace that is new here is added only after it was trusted', async ({ page, playground }) => {
    await playground.open(draftLink({ workspace: 'https://dbc-1.cloud.databricks.com', agent: 'apps/sales' }))
    const dialog = page.getByRole('dialog', { name: /workspace that you have not used here/ })
    await expect(dialog).toContainText('dbc-1.cloud.databricks.com')
    await expect(page.getByRole('button', { name: /^Workspace/, includeHidden: true })).not.toContainText('dbc-1')
    expect(await faultsOfLayout(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Trust and continue' }).click()
    await expect(playground.workspace).toContainText('dbc-1')
    await expect(playground.alerts).toContainText('apps/sales')
  })

  test('is copied from the request drawer, and opens as it was written', async ({
    page,
    playground,
    context,
    testAgent,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await playground.addLocalAgent(testAgent.url)
    await playground.setCustomInputs('{"region":"West & East"}')
    await playground.message.fill('Why?\nAnd #how?')
    await page.getByRole('button', { name: 'Copy draft link' }).click()
    await expect(page.getByRole('button', { name: 'Link copied' })).toBeVisible()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    await playground.message.fill('')
    await page.goto(link)
    await expect(playground.message).toHaveValue('Why?\nAnd #how?')
    await expect(page.getByRole('button', { name: /^custom_inputs/ })).toContainText('1')
  })

  test('tells what of it cannot be used', async ({ page, playground, testAgent }) => {
    await playground.addLocalAgent(testAgent.url)
    await playground.open(
      draftLink({ agent: testAgent.url, mode: 'sideways', input: 'Hi\u202Eereht', custom_inputs: '{"a":' }),
    )
    const note = page.getByRole('status').filter({ hasText: 'Nothing has been sent' })
    await expect(note).toContainText('“sideways” is not known')
    await expect(note).toContainText('\\u{202E}')
    await expect(note).toContainText('not valid JSON')
    await expect(playground.send).toBeDisabled()
  })
})
