import { readFile } from 'node:fs/promises'
import { expect, test } from './fixtures.ts'

test('many questions through the agent’s own API: a table, exports, and every row a recorded run', async ({
  signedIn: playground,
  page,
}) => {
  await playground.chooseAgent('echo-agent')
  await page.getByRole('tab', { name: 'Batch' }).click()
  await page.getByRole('textbox', { name: 'Questions' }).fill('id,question\n1,"Hello, you"\n2,Second\n3,=1+1\n')
  await expect(page.getByRole('form', { name: 'New batch' })).toContainText('3 questions.')
  await expect(page.getByRole('combobox', { name: 'Read as' })).toHaveValue('CSV')
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Questions' })).toHaveValue(/Second/)
  await page.getByRole('button', { name: 'Start batch' }).click()

  const grid = page.getByRole('grid', { name: 'Batch' })
  await expect(page.getByText('3 of 3 over.')).toBeVisible({ timeout: 30_000 })
  await expect(grid.getByRole('row', { name: /completed Hello, you/ })).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV', exact: true }).click(),
  ])
  expect(await readFile(await download.path(), 'utf8')).toContain("'=1+1,completed,")

  await grid.getByRole('row', { name: /completed Second/ }).click()
  await expect(playground.inspector.getByRole('tab', { name: /^Events/ })).toBeVisible()
  await page.reload()
  await expect(page.getByText('3 of 3 over.')).toBeVisible()
  await page.getByRole('button', { name: 'Open in chat' }).click()
  await expect(playground.conversation).toContainText('Second')
  await playground.answer().expectState('completed')
})

test('a batch is cancelled: what runs is stopped, and the rest is not asked', async ({
  signedIn: playground,
  page,
}) => {
  await playground.chooseAgent('slow-thinker')
  await page.getByRole('tab', { name: 'Batch' }).click()
  await page.getByRole('textbox', { name: 'Questions' }).fill('One\nTwo\nThree\nFour\nFive\nSix')
  await page.getByRole('button', { name: 'Start batch' }).click()
  const grid = page.getByRole('grid', { name: 'Batch' })
  await expect(grid.getByRole('row', { name: /answering/ })).toHaveCount(3)
  await page.getByRole('button', { name: 'Cancel batch' }).click()
  await expect(page.getByText('3 of 6 over, 3 not completed. Cancelled by you.')).toBeVisible()
  await expect(grid.getByRole('row', { name: /stopped/ })).toHaveCount(3)
  await expect(grid.getByRole('row', { name: /not asked/ })).toHaveCount(3)

  await page.reload()
  await page.getByRole('button', { name: 'New batch' }).click()
  const list = page.getByRole('list', { name: 'Batches' })
  await list.getByRole('button', { name: /^slow-thinker.*6 questions/ }).click()
  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.getByRole('menuitem', { name: 'The rest: 3 not asked' }).click()
  await expect(grid.getByRole('row', { name: /answering/ })).toHaveCount(3)
  await page.getByRole('button', { name: 'Cancel batch' }).click()
  await page.getByRole('button', { name: 'New batch' }).click()
  await list.getByRole('button', { name: /^Delete the batch/ }).click()
  await expect(list).toHaveCount(0)
})

test('the same questions by a SQL warehouse: statement, table, failures in words, and rows as conversations', async ({
  signedIn: playground,
  page,
  watch,
}) => {
  watch.expect(/status of 403/)
  await playground.chooseAgent('hr-helper')
  await page.getByRole('tab', { name: 'Batch' }).click()
  await page.getByRole('radio', { name: 'By a SQL warehouse' }).click()
  const questions = page.getByRole('textbox', { name: 'Questions' })
  await questions.fill('How much leave do I have?\n\'; DROP TABLE agents; --\nWhat is "parental" leave?')
  await expect(page.getByRole('combobox', { name: 'Endpoint' })).toHaveValue('hr-helper')
  await expect(page.getByRole('combobox', { name: 'Request' })).toHaveValue('messages')
  const warehouse = page.getByRole('combobox', { name: 'SQL warehouse' })
  await expect(warehouse).toHaveAccessibleDescription(/It is running/)
  await expect(page.getByLabel('Statement', { exact: true })).toContainText("ai_query(\n    'hr-helper'")
  await expect(page.getByLabel('Statement', { exact: true })).not.toContainText('DROP TABLE')

  await warehouse.selectOption({ label: 'Finance only (running)' })
  await page.getByRole('button', { name: 'Start batch' }).click()
  await expect(page.getByRole('alert')).toContainText('You have no permission to run statements')
  const grid = page.getByRole('grid', { name: 'Batch' })
  await expect(grid.getByRole('row', { name: /not asked/ })).toHaveCount(3)

  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.getByRole('menuitem', { name: 'All of them, in a new batch' }).click()
  await expect(questions).toHaveValue(/parental/)
  await warehouse.selectOption({ label: 'Shared warehouse (running)' })
  await page.getByRole('button', { name: 'Start batch' }).click()
  await expect(page.getByText('3 of 3 over.')).toBeVisible({ timeout: 30_000 })
  await expect(grid.getByRole('row', { name: /completed '; DROP TABLE agents; --/ })).toBeVisible()

  await page.reload()
  await grid.getByRole('row', { name: /completed How much leave/ }).click()
  await expect(page.getByText('No wire recording')).toBeVisible()
  await page.getByRole('button', { name: 'Open in chat' }).click()
  await expect(playground.conversation).toContainText('How much leave do I have?')
  await expect(playground.answer().root).toContainText('From the SQL warehouse Shared warehouse; no wire recording')
})
