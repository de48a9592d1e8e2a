import { expect, test } from './fixtures.ts'

test('the first screen says what this is and shows three ways in, without an account', async ({ page, playground }) => {
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).host))
  await playground.open()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Talk to your agent, and see every byte of its answer.',
  )
  await expect(page).toHaveTitle(/Agent Playground/)
  await expect(playground.trySample).toBeEnabled()
  await expect(playground.connectWorkspace).toBeEnabled()
  await expect(playground.talkToLocal).toBeEnabled()
  await expect(playground.alerts).toHaveCount(0)
  expect([...hosts]).toEqual([new URL(page.url()).host])
})

test('both dialogs open from the keyboard, close with Escape, and give the focus back', async ({
  page,
  playground,
}) => {
  await playground.open()
  for (const [button, title, field] of [
    [playground.connectWorkspace, 'Connect a workspace', 'Workspace URL'],
    [playground.talkToLocal, 'Add an agent on this computer', 'Agent URL'],
  ] as const) {
    const dialog = page.getByRole('dialog', { name: title })
    await button.focus()
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('textbox', { name: field })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(button).toBeFocused()
    await button.click()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
  }
})

const wrongWorkspaces = [
  ['', 'No workspace address given'],
  ['not a url', 'not a plain web address'],
  ['https://workspace.example.com', 'not a Databricks workspace address'],
  ['http://dbc-a1b2c3d4-e5f6.cloud.databricks.com', 'reached by https only'],
  ['https://dbc-a1b2c3d4-e5f6.cloud.databricks.com:8443', 'no port of its own'],
  ['https://dbc-a1b2c3d4-e5f6.cloud.databricks.com@evil.example.com', 'holds a user name'],
  ['https://dbc-a1b2c3d4-e5f6.cloud.databricks.com.evil.example.com', 'not a Databricks workspace address'],
  ['https://my-agent-123.aws.databricksapps.com', 'address of an app, not of a workspace'],
  ['https://accounts.cloud.databricks.com', 'not a workspace but a page of Databricks itself'],
  ['https://10.0.0.1', 'by its name, not by a number'],
] as const

test('a wrong workspace URL gets its own words, and what was typed stays', async ({ page, playground }) => {
  await playground.open()
  await playground.connectWorkspace.click()
  const dialog = page.getByRole('dialog', { name: 'Connect a workspace' })
  const url = dialog.getByRole('textbox', { name: 'Workspace URL' })
  const name = dialog.getByRole('textbox', { name: /^Name/ })
  await name.fill('My workspace')
  for (const [typed, words] of wrongWorkspaces) {
    await url.fill(typed)
    await dialog.getByRole('button', { name: 'Connect and sign in' }).click()
    await expect(url, typed).toHaveAttribute('aria-invalid', 'true')
    await expect(url, typed).toHaveAccessibleDescription(new RegExp(words))
    await expect(dialog.getByRole('alert').filter({ hasText: words })).toBeVisible()
    await expect(url).toHaveValue(typed)
  }
  await expect(name).toHaveValue('My workspace')

  // The built-in client comes back to one address only, which is not this one.
  await url.fill('https://dbc-a1b2c3d4-e5f6.cloud.databricks.com/browse?o=123#job/1')
  await expect(url).toHaveAttribute('aria-invalid', 'false')
  await dialog.getByRole('button', { name: 'Connect and sign in' }).click()
  await expect(dialog.getByRole('textbox', { name: 'OAuth client id' })).toHaveAccessibleDescription(
    /A client id is needed/,
  )
  await expect(page).toHaveURL((address) => address.host === new URL(page.url()).host)
})

const wrongAgents = [
  ['', 'No address given'],
  ['http://', 'not a web address'],
  ['ftp://localhost:8000', 'called by http or https'],
  ['http://user:word@localhost:8000', 'holds a user name'],
  ['http://0.0.0.0:8000', 'listen everywhere'],
  ['https://agent.example.com', 'Only agents on this computer'],
  ['https://my-agent-123.aws.databricksapps.com', 'needs your sign-in'],
  ['https://dbc-a1b2c3d4-e5f6.cloud.databricks.com', 'a workspace, not an agent'],
] as const

test('a wrong agent URL gets its own words, and the right one leads to the agent', async ({
  page,
  playground,
  testAgent,
}) => {
  await playground.open()
  await playground.talkToLocal.click()
  const dialog = page.getByRole('dialog', { name: 'Add an agent on this computer' })
  const url = dialog.getByRole('textbox', { name: 'Agent URL' })
  const name = dialog.getByRole('textbox', { name: /^Name/ })
  await name.fill('Mine')
  for (const [typed, words] of wrongAgents) {
    await url.fill(typed)
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(url, typed).toHaveAttribute('aria-invalid', 'true')
    await expect(url, typed).toHaveAccessibleDescription(new RegExp(words))
    await expect(url).toHaveValue(typed)
    await expect(name).toHaveValue('Mine')
  }
  await url.fill(`localhost:${testAgent.port}`)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Mine', level: 1 })).toBeVisible()
  await playground.ask('Hello?')
  await expect(playground.answer().root).toContainText('Hello from the test agent.')
  expect(testAgent.requests).toHaveLength(1)
  expect(testAgent.requests[0]?.headers.authorization).toBeUndefined()
})
