import { truncate, writeFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { chartPng } from '../src/sample/drawing.ts'
import { expect, test } from './fixtures.ts'
import type { Playground } from './pages/playground.ts'

interface TestFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

const picture: TestFile = { name: 'chart.png', mimeType: 'image/png', buffer: Buffer.from(chartPng(), 'base64') }
const table: TestFile = { name: 'rooms.csv', mimeType: 'text/csv', buffer: Buffer.from('room,pieces\ntools,17\n') }
const paper: TestFile = { name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%fake\n') }

const files = (playground: Playground): Locator => playground.page.getByRole('list', { name: 'Attached files' })
const composer = (page: Page): Locator => page.getByRole('region', { name: 'Composer' })

const choose = async (page: Page, chosen: readonly TestFile[]): Promise<void> => {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  await (await chooser).setFiles([...chosen])
}

/** A drop or a paste as the browser makes it, with files of the test's own. */
const give = (target: Locator, how: 'drop' | 'paste', given: readonly TestFile[]): Promise<void> =>
  target.evaluate(
    (element, { how, given }) => {
      const transfer = new DataTransfer()
      for (const { name, mimeType, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
        transfer.items.add(new File([bytes], name, { type: mimeType }))
      }
      const event =
        how === 'drop'
          ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
      element.dispatchEvent(event)
    },
    { how, given: given.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') })) },
  )

/** The parts of the last message of a request. */
const contentOf = (body: unknown): readonly unknown[] => {
  const input: unknown = typeof body === 'object' && body !== null && 'input' in body ? body.input : []
  const last: unknown = Array.isArray(input) ? input.at(-1) : undefined
  const parts: unknown = typeof last === 'object' && last !== null && 'content' in last ? last.content : []
  return Array.isArray(parts) ? parts : []
}

test('files are chosen, dropped and pasted, kept over a reload, sent whole, and sent again', async ({
  page,
  signedIn: playground,
}) => {
  await playground.chooseAgent('file-clerk')
  await choose(page, [picture])
  await give(composer(page).getByRole('textbox', { name: 'Message' }), 'drop', [table])
  await give(playground.message, 'paste', [paper])
  await expect(files(playground).getByRole('listitem')).toHaveCount(3)
  await expect(files(playground).getByRole('listitem').first()).toContainText('chart.png')
  await expect(files(playground).getByRole('listitem').first().locator('img')).toBeVisible()
  await playground.message.fill('What is this?')

  await page.reload()
  await expect(files(playground).getByRole('listitem')).toHaveCount(3)
  await expect(files(playground).getByRole('listitem').first().locator('img')).toBeVisible()
  await files(playground).getByRole('button', { name: 'Remove plan.pdf' }).click()
  await expect(files(playground).getByRole('listitem')).toHaveCount(2)

  // The preview leaves the bytes out; what is sent holds all of them.
  await page.getByRole('button', { name: /^custom_inputs/ }).click()
  await expect(page.getByRole('region', { name: 'Request preview' })).toContainText('data:image/png;base64,… (')
  const sent = page.waitForRequest((candidate) => candidate.url().includes('/relay/') && candidate.method() === 'POST')
  await playground.message.press('Enter')
  expect(contentOf((await sent).postDataJSON())).toEqual([
    { type: 'input_text', text: 'What is this?' },
    { type: 'input_image', image_url: `data:image/png;base64,${picture.buffer.toString('base64')}`, detail: 'auto' },
    { type: 'input_file', filename: 'rooms.csv', file_data: `data:text/csv;base64,${table.buffer.toString('base64')}` },
  ])
  await playground.answer().expectState('completed')
  await expect(playground.answer().root).toContainText('320 × 200 pixels')
  await expect(playground.answer().root).toContainText('begins “room,pieces”')
  await expect(files(playground)).toHaveCount(0)
  const shown = playground.conversation.getByRole('list', { name: 'Files of this message' })
  await expect(shown).toContainText('chart.png')

  // A message of files alone, and the earlier ones go along again.
  await choose(page, [paper])
  await playground.send.click()
  await expect(playground.answers).toHaveCount(2)
  await playground.answer().expectState('completed')
  await expect(playground.answer().root).toContainText('PDF 1.7')
  await expect(playground.answer().root).toContainText('Earlier messages brought 2 more.')
  await page.reload()
  await expect(shown.first().locator('img')).toBeVisible()
})

test('what cannot go along is said before anything is sent', async ({ page, signedIn: playground }, info) => {
  await playground.chooseAgent('file-clerk')
  const alert = composer(page).getByRole('alert')
  await choose(page, [{ name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }])
  await expect(alert).toContainText('nothing.txt is empty')
  const huge = info.outputPath('huge.bin')
  await writeFile(huge, '')
  await truncate(huge, 50_000_000)
  await page.getByLabel('Files to attach').setInputFiles(huge)
  await expect(alert).toContainText('huge.bin has 50.0 MB')
  await choose(page, [{ ...paper, name: 'photo.png', mimeType: 'image/png' }])
  await expect(alert).toContainText('It goes along as application/pdf.')
  await choose(page, [{ ...paper, name: 'copy.pdf' }])
  await expect(alert).toContainText('copy.pdf is attached already, as photo.png.')
  await expect(files(playground).getByRole('listitem')).toHaveCount(1)
  await alert.getByRole('button', { name: 'Dismiss' }).click()
  await expect(alert).toHaveCount(0)
})

test('an endpoint’s limit counts base64 and what was sent before', async ({ page, signedIn: playground }) => {
  await playground.chooseAgent('sales-insights')
  const large = (name: string, first: number): TestFile => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(1_700_000, first),
  })
  await choose(page, [large('a.bin', 1), large('b.bin', 2)])
  await expect(composer(page).getByRole('alert')).toContainText('a serving endpoint for agents takes 4.0 MB')
  await playground.message.fill('Look')
  await expect(playground.send).toBeDisabled()
  await files(playground).getByRole('button', { name: 'Remove b.bin' }).click()
  await expect(playground.send).toBeEnabled()
})

test('a model that takes images says so of other files', async ({ page, signedIn: playground }) => {
  await playground.chooseAgent('databricks-gpt-sample')
  await give(playground.message, 'drop', [table, picture])
  await expect(composer(page).getByRole('alert')).toContainText('rooms.csv is text/csv. This agent takes images')
  await playground.say('And this?')
  await playground.answer().expectState('completed')
  await expect(playground.answer().root).toContainText('I was sent an image.')
})
