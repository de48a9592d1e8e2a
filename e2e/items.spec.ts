import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { Playground } from './pages/playground.ts'
import { createLatch, type Script } from './test-agent.ts'

const visit = async (playground: Playground, rooms: string): Promise<Locator> => {
  await playground.chooseAgent('tool-museum')
  return (await playground.ask(rooms)).root
}

const card = (answer: Locator, name: string | RegExp): Locator => answer.getByRole('region', { name })

test('searches show what was looked for and found; only web addresses can be opened, and only after a question', async ({
  page,
  signedIn: playground,
}) => {
  const answer = await visit(playground, 'Show me web and file.')
  const search = card(answer, /^Web search “light tents 2026”/)
  await expect(search).toContainText('done')
  await search.getByRole('button', { name: /^Web search/ }).click()
  await expect(search.getByRole('link')).toHaveCount(2)
  await expect(search).toContainText('javascript:alert(1)')
  await search.getByRole('link', { name: 'https://www.example.com/tents' }).click()
  const dialog = page.getByRole('dialog', { name: 'Open this link of the agent?' })
  await expect(dialog).toContainText('www.example.com')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(card(answer, /^Web search opened https/)).toBeVisible()
  await expect(card(answer, /^Web search looked for “weight”/)).toBeVisible()

  const found = card(answer, /^File search/)
  await found.getByRole('button', { name: /^File search/ }).click()
  await expect(found).toContainText('catalogue-2026.pdf')
  await expect(found).toContainText('score 0.91')
  await expect(found).toContainText('department')
})

test('code, commands and patches show what was run and what came of it', async ({ signedIn: playground }) => {
  const answer = await visit(playground, 'The code room.')
  const code = card(answer, 'Tool call code_interpreter')
  await expect(code).toContainText('import matplotlib.pyplot')
  await expect(code.getByText('W', { exact: true })).toBeVisible()
  await expect(code.getByRole('img', { name: 'Image from a tool' })).toBeVisible()
  await expect(code).toContainText('Not fetched:')

  const shell = (await playground.ask('shell')).root
  const both = card(shell, /^Shell ls -la/)
  await expect(both).toContainText('wc -l catalogue.csv')
  await expect(both).toContainText('exit 0')
  await expect(both).toContainText('exit 1')
  await expect(card(shell, /^Local shell git status/)).toContainText('M catalogue.csv')

  const patch = (await playground.ask('patch')).root
  await expect(card(patch, 'Patch changes docs/hours.md')).toContainText('+Monday to Saturday')
  const failed = card(patch, 'Patch deletes docs/old.md')
  await expect(failed).toContainText('failed')
  await expect(failed).toContainText('docs/old.md does not exist')
})

test('servers of tools, computers, and what nobody knows', async ({ signedIn: playground }) => {
  const answer = await visit(playground, 'mcp')
  await expect(card(answer, 'Tools tracker: 2 tools')).toContainText('done')
  await expect(card(answer, 'Tools wiki: 0 tools')).toContainText('The server did not answer within 10 s.')
  await expect(card(answer, 'Tool call close_issue')).toContainText('Error: SHOP-0 does not exist.')

  const computer = (await playground.ask('computer')).root
  const click = card(computer, 'Computer left click at 82, 116')
  await expect(click).toContainText('Safety check malicious_instructions')
  await expect(click.getByRole('img', { name: 'What the agent saw' })).toBeVisible()

  const unknown = (await playground.ask('unknown')).root
  await expect(card(unknown, 'Item hologram')).toContainText('From a later version of the protocol.')

  const spoken = (await playground.ask('sound')).root
  await expect(spoken).toContainText('Welcome. Please do not touch the pieces.')
})

test('all of the museum, streamed and whole', async ({ signedIn: playground }) => {
  test.setTimeout(120_000)
  const streamed = await visit(playground, 'Show me all.')
  const names = (answer: Locator) =>
    answer.getByRole('region').evaluateAll((regions) => regions.map((region) => region.getAttribute('aria-label')))
  const cards = await names(streamed)
  expect(cards).toHaveLength(23)
  await playground.stream.click()
  const whole = (await playground.ask('Show me all.')).root
  await expect(whole).toHaveAccessibleName('Answer, whole, completed')
  await expect.poll(() => names(whole)).toEqual(cards)
})

// A red dot and a green one, each one pixel: what matters is which of them is shown.
const dots = [
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNg+M8AAAICAQB7CYF4AAAAAElFTkSuQmCC',
] as const

test('an image gets sharper while its state is told, and nothing but an image is drawn', async ({
  playground,
  testAgent,
}) => {
  const partial = createLatch()
  const hold = createLatch()
  const item = { type: 'image_generation_call', id: 'ig', status: 'in_progress', result: null }
  const place = { item_id: 'ig', output_index: 0 }
  const draw: Script = async (answer) => {
    answer.stream()
    await answer.event({ type: 'response.output_item.added', output_index: 0, item })
    await answer.event({ type: 'response.image_generation_call.generating', ...place })
    await partial.opened
    await answer.event({
      type: 'response.image_generation_call.partial_image',
      ...place,
      partial_image_index: 0,
      partial_image_b64: dots[0],
    })
    await hold.opened
    await answer.event({
      type: 'response.output_item.done',
      output_index: 0,
      item: { ...item, status: 'completed', result: dots[1], revised_prompt: 'A dot' },
    })
    // A document with a script in it calls itself an image.
    const hostile = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    await answer.event({
      type: 'response.output_item.done',
      output_index: 1,
      item: { ...item, id: 'ig2', status: 'completed', result: hostile.toString('base64') },
    })
    await answer.write('data: [DONE]\n\n')
    answer.end()
  }
  await playground.addLocalAgent(testAgent.url)
  testAgent.next(draw)
  await playground.say('Draw a dot.')
  const image = playground.answer().root.getByRole('region', { name: /^Image/ })
  await expect(image.first()).toContainText('generating')
  partial.open()
  await expect(image.first().getByRole('img')).toHaveAttribute('src', `data:image/png;base64,${dots[0]}`)
  await expect(image.first()).toContainText('Partial image 1.')
  hold.open()
  await playground.answer().expectState('completed')
  await expect(image.first().getByRole('img', { name: 'A dot' })).toHaveAttribute(
    'src',
    `data:image/png;base64,${dots[1]}`,
  )
  await expect(image.nth(1)).toContainText('no image in a form that can be shown here')
  await expect(image.nth(1).getByRole('img')).toHaveCount(0)
})

const count = 300

/** So many short messages, all at once. */
const many: Script = async (answer) => {
  answer.stream()
  const frames = Array.from({ length: count }, (_, index) => {
    const content = [{ type: 'output_text', text: `Message number ${index}.`, annotations: [] }]
    const item = { type: 'message', id: `msg_${index}`, role: 'assistant', status: 'completed', content }
    return `data: ${JSON.stringify({ type: 'response.output_item.done', output_index: index, item })}\n\n`
  })
  await answer.write(`${frames.join('')}data: [DONE]\n\n`)
  answer.end()
}

test('a long answer is drawn from its end, and further where somebody looks', async ({
  page,
  playground,
  testAgent,
}) => {
  await playground.addLocalAgent(testAgent.url)
  testAgent.next(many)
  await playground.say('Everything, please.')
  const items = playground.conversation.getByText(/^Message number/)
  await expect(items).toHaveCount(count)

  await page.reload()
  await expect(items.last()).toHaveText(`Message number ${count - 1}.`)
  await expect(items).toHaveCount(100)
  await page.getByRole('button', { name: /^Show earlier items/ }).click()
  await expect(items).toHaveCount(200)
  await playground.inspector.getByRole('grid', { name: 'Events' }).press('Home')
  await expect(items).toHaveCount(count)
  await expect(items.first()).toBeInViewport()
})
