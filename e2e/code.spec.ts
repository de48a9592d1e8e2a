import { readFile } from 'node:fs/promises'
import { expect, test } from './fixtures.ts'

test('an answer’s request becomes programs, to copy and to save', async ({ signedIn: playground, page }) => {
  await playground.chooseAgent('echo-agent')
  await playground.setCustomInputs('{"id": 5}')
  const answer = await playground.ask("It’s “quoted” \\ and '; DROP TABLE agents; -- 🙂")
  await answer.root.getByRole('button', { name: 'Code', exact: true }).click()

  const dialog = page.getByRole('dialog', { name: 'Code: ask echo-agent' })
  const code = dialog.getByRole('region', { name: /^Code, / })
  await expect(code).toContainText('model="apps/echo-agent"')
  await expect(code).toContainText('extra_body={"custom_inputs": {"id": 5}}')
  await expect(code).toContainText("'; DROP TABLE agents; -- 🙂")

  await dialog.getByRole('switch', { name: 'Streamed' }).click()
  await expect(code).toContainText('stream=False')

  await dialog.getByRole('tab', { name: 'curl' }).click()
  await expect(code).toContainText('Authorization: Bearer $DATABRICKS_TOKEN')
  await expect(code).not.toContainText('eyJ')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save', exact: true }).click(),
  ])
  expect(download.suggestedFilename()).toBe('ask_echo_agent.sh')
  expect(await readFile(await download.path(), 'utf8')).toContain('DROP TABLE agents')

  await dialog.getByRole('tab', { name: 'SQL' }).click()
  await expect(dialog).toContainText('ai_query reaches agents on Model Serving only')
})

test('a draft becomes programs before anything is sent', async ({ signedIn: playground, page }) => {
  await playground.chooseAgent('sales-insights')
  await playground.message.fill('What were the sales?')
  await playground.openCustomInputs()
  await page.getByRole('button', { name: 'Code', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Code: ask sales-insights' })
  await dialog.getByRole('tab', { name: 'SQL' }).click()
  const code = dialog.getByRole('region', { name: 'Code, SQL' })
  await expect(code).toContainText("'sales-insights',")
  await expect(code).toContainText("named_struct('role', 'user', 'content', 'What were the sales?')")
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(playground.answers).toHaveCount(0)

  await playground.chooseAgent('file-clerk')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  await (await chooser).setFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n') })
  await page.getByRole('button', { name: 'Code', exact: true }).click()
  const whole = `data:application/pdf;base64,${Buffer.from('%PDF-1.7\n').toString('base64')}`
  await expect(page.getByRole('region', { name: 'Code, Python', exact: true })).toContainText(whole)
})
