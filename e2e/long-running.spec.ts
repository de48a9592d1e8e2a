import { expect, test } from './fixtures.ts'
import type { Playground } from './pages/playground.ts'

/** The last words of the report: with them everything has arrived. */
const lastWords = 'Ask the East what it does differently.'
const firstWords = 'This takes a while; you may leave and come back.'

const countIn = async (playground: Playground, words: string): Promise<number> =>
  (await playground.answer().root.innerText()).split(words).length - 1

const openResearcher = async (playground: Playground, customInputs = ''): Promise<void> => {
  await playground.chooseAgent('long-researcher')
  await playground.background.click()
  await expect(playground.background).toBeChecked()
  if (customInputs !== '') await playground.setCustomInputs(customInputs)
}

/** Nothing is lost, and nothing is there twice. */
const expectWholeReport = async (playground: Playground): Promise<void> => {
  const answer = playground.answer()
  await answer.expectState('completed')
  await expect(answer.root).toContainText(lastWords)
  expect(await countIn(playground, firstWords)).toBe(1)
  expect(await countIn(playground, lastWords)).toBe(1)
}

/** The agent waits in the middle, so that there is a middle however fast the machine is. */
const waits = '{"pause_at": 40, "pause_ms": 8000}'

const exchanges = (playground: Playground) => playground.page.getByRole('navigation', { name: 'Exchanges of this run' })

test('a run in the background streams, and says how it was asked for', async ({ signedIn: playground }) => {
  await openResearcher(playground)
  const answer = await playground.ask('Research the outdoor market.')
  await expectWholeReport(playground)
  await expect(answer.root).toHaveAccessibleName(/streamed in the background/)
  await playground.tab('Request').click()
  await expect(playground.inspector).toContainText('background: true')
  await playground.tab('Findings').click()
  await expect(playground.inspector.getByText('No deviations found')).toBeVisible()
})

test('a run that is not streamed is polled until it is there', async ({ signedIn: playground }) => {
  await openResearcher(playground)
  await playground.stream.click()
  await playground.say('Research the outdoor market.')
  await expect(playground.answer().root.getByRole('status')).toContainText('works in the background')
  await expectWholeReport(playground)
  await expect(playground.answer().root).toHaveAccessibleName(/polled/)
  await expect(exchanges(playground)).toContainText(/GET …\/responses\/resp_/)
})

test('after a cut the rest is asked for by itself, and joins what was there', async ({
  signedIn: playground,
  watch,
}) => {
  watch.expect(/ERR_INCOMPLETE_CHUNKED_ENCODING/)
  await openResearcher(playground, '{"cut_at": 30}')
  await playground.say('Lose me on the way.')
  await expect(playground.answer().root.getByRole('status')).toContainText('The connection was cut')
  await expectWholeReport(playground)
  const bar = exchanges(playground)
  await expect(bar).toContainText('Exchange 2 of 2')
  await expect(bar).toContainText('stream=true&starting_after=')
  await bar.getByRole('button', { name: 'Previous exchange' }).click()
  await expect(bar).toContainText('POST …')
  await expect(bar).toContainText('cut')
})

test('the first event may come again: it is shown once', async ({ signedIn: playground, watch }) => {
  watch.expect(/ERR_INCOMPLETE_CHUNKED_ENCODING/)
  await openResearcher(playground, '{"cut_at": 1}')
  await playground.say('Lose me at once.')
  await expectWholeReport(playground)
  await expect(exchanges(playground)).toContainText('starting_after=0')
})

test('a reload in the middle loses nothing, and the answer goes on', async ({ signedIn: playground, page }) => {
  await openResearcher(playground, waits)
  await playground.say('Research the outdoor market.')
  await expect(playground.answer().root).toContainText(firstWords)
  await page.reload()
  await expectWholeReport(playground)
  const bar = exchanges(playground)
  await expect(bar).toContainText('Exchange 2 of 2')
  // A click into what was there before finds the exchange that brought it.
  await playground.answer().root.getByText('I look into').click()
  await expect(bar).toContainText('Exchange 1 of 2')
})

test('the connection can be dropped on purpose', async ({ signedIn: playground }) => {
  await openResearcher(playground, waits)
  await playground.say('Research the outdoor market.')
  await playground.drop.click()
  await expect(playground.answer().root.getByRole('status')).toContainText('You dropped the connection')
  await expectWholeReport(playground)
})

test('a stopped run goes on without us, and can be had again', async ({ signedIn: playground }) => {
  await openResearcher(playground, waits)
  await playground.say('Research the outdoor market.')
  await expect(playground.answer().root).toContainText(firstWords)
  await playground.stop.click()
  await playground.answer().expectState('stopped')
  await expect(playground.answer().root).toContainText('its server cannot cancel a run')
  await playground.answer().root.getByRole('button', { name: 'Reconnect' }).click()
  await expectWholeReport(playground)
})

test('another process takes over, and the chat says where', async ({ signedIn: playground }) => {
  await openResearcher(playground, '{"die_at": 40}')
  await playground.say('Crash on the way.')
  const answer = playground.answer()
  await expect(answer.root.getByRole('note')).toContainText('Attempt 2: another process took over')
  await expect(answer.root.getByRole('note')).toContainText('::attempt-2')
  await answer.expectState('completed')
  await expect(answer.root).toContainText(lastWords)
  await playground.inspector.getByRole('searchbox').fill('response.resumed')
  await playground.inspector.getByRole('button', { name: 'List only matches' }).click()
  await expect(playground.inspector.getByRole('gridcell', { name: /resumed/ }).first()).toBeVisible()
})

test('failures say what became of the run', async ({ signedIn: playground }) => {
  await openResearcher(playground, '{"fail_at": 40}')
  const failed = await playground.ask('Fail on the way.', 'failed')
  await expect(failed.alert).toContainText('The archive did not answer in time.')
  await expect(failed.root.getByRole('button', { name: 'Reconnect' })).toHaveCount(0)
  await playground.setCustomInputs('{"lose_at": 40}')
  const lost = await playground.ask('Forget me on the way.', 'failed')
  await expect(lost.alert).toContainText('Response not found')
  await playground.setCustomInputs('{"deadline_at": 30}')
  await playground.ask('Hang up on the way.')
  await expectWholeReport(playground)
})

test('a server without a database ignores it, and the chat says so', async ({ signedIn: playground }) => {
  await playground.chooseAgent('forgetful-researcher')
  await playground.background.click()
  const answer = await playground.ask('Research the outdoor market.')
  await expect(answer.root.getByRole('note')).toContainText('The server ignored background')
  await expect(playground.drop).toHaveCount(0)
})

test('only agents that can are offered it, each for itself', async ({ signedIn: playground }) => {
  await openResearcher(playground)
  await playground.chooseAgent('support-agent')
  await expect(playground.background).not.toBeChecked()
  await playground.chooseAgent('sales-insights')
  await expect(playground.stream).toBeVisible()
  await expect(playground.background).toHaveCount(0)
  await playground.chooseAgent('long-researcher')
  await expect(playground.background).toBeChecked()
})
