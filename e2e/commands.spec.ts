import { expect, test } from './fixtures.ts'

test('everything is found by a few letters, and every shortcut is listed and can be turned off', async ({
  playground,
  testAgent,
  page,
}) => {
  await playground.addLocalAgent(testAgent.url, 'northern-lights')
  await playground.ask('Tell me about the zeppelin.')
  const dialog = page.getByRole('dialog', { name: 'Commands' })
  const field = dialog.getByRole('combobox', { name: 'Search commands' })
  const options = dialog.getByRole('option')

  await page.keyboard.press('Control+k')
  await expect(field).toBeFocused()
  await field.fill('zepp')
  await expect(options).toHaveText([/Tell me about the zeppelin/])
  await field.fill('norli')
  await expect(options.first()).toHaveAccessibleName(/^northern-lights/)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page).toHaveURL(/#\/new\?agent=/)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('zeppelin')
  await page.keyboard.press('Enter')
  await playground.answer().expectState('completed')

  await page.keyboard.press('Control+k')
  await page.keyboard.type('theme dark')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Theme: Dark' })).toBeVisible()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('nothing is called like this')
  await expect(dialog.getByRole('status')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  const slider = page.getByRole('slider', { name: 'Replay position' })
  await slider.focus()
  await page.keyboard.press('j')
  await expect(playground.inspector.getByRole('row', { selected: true })).toHaveCount(1)
  await page.keyboard.press('/')
  await expect(playground.message).toBeFocused()
  await page.keyboard.type('?/j')
  await expect(playground.message, 'Nothing is a shortcut while one writes').toHaveValue('?/j')

  await slider.focus()
  await page.keyboard.press('?')
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(shortcuts.getByRole('region', { name: 'Replay' })).toContainText('Next finding')
  await shortcuts.getByRole('switch', { name: 'Single keys' }).click()
  await page.keyboard.press('Escape')
  await expect(shortcuts).toBeHidden()
  await slider.focus()
  await page.keyboard.press('?')
  await page.keyboard.press('Control+k')
  await expect(dialog).toBeVisible()
  await expect(shortcuts).toBeHidden()
})
