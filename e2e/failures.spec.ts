import { errorAnswers } from '../src/sample/error-answers.ts'
import { expect, test } from './fixtures.ts'

const credential =
  "Credential for user identity('ben@example.com') is not found for the connection 'jira'. Please login first to the connection by visiting https://workspace.example.com/explore/connections/jira?o=1"

/** One of each status: that each body has its words is tested beside them, over HTTP too. */
const ofEachStatus = errorAnswers.filter(
  ({ status }, index) => errorAnswers.findIndex((answer) => answer.status === status) === index,
)

test('an error of every status that is seen on the way to an agent is told in words', async ({ playground, watch }) => {
  test.setTimeout(120_000)
  watch.expect(/status of [45]\d\d/)
  await playground.signIn('Ben Ruiz')
  await playground.chooseAgent('fault-lab')
  for (const { name, status } of ofEachStatus) {
    await playground.setCustomInputs(JSON.stringify({ fault: name }))
    const { alert, runAgain } = await playground.ask(name, 'failed')
    await expect(alert, name).toContainText(/What to do: [A-Z].+\(for: (you|agent author|workspace admin|Databricks)\)/)
    await expect(alert, name).toContainText(new RegExp(`${status} · [a-z-]+ · [0-9a-f-]{36}`))
    await expect(runAgain, name).toBeEnabled()
  }
})

test('a limit is counted down, and nothing is sent by itself', async ({ playground, testAgent, page, watch }) => {
  watch.expect(/status of 429/)
  testAgent.next((answer) => answer.json(429, { error: 'Too many concurrent runs' }, { 'retry-after': '4' }))
  await playground.addLocalAgent(testAgent.url)
  const limited = await playground.ask('Once more', 'failed')
  await expect(limited.alert).toContainText('Too many requests')
  await expect(limited.alert).toContainText('Wait 4 s, as the server asks, then run again.')
  await expect(limited.root.getByRole('status')).toHaveText(/^The server asks to wait [34] s\.$/)
  await expect(limited.runAgain, 'Who wants to may run again at once').toBeEnabled()

  // The wait is a moment, not a duration: a reload does not begin it anew.
  await page.reload()
  await expect(limited.root).toContainText(/The server asks to wait: [123] s left\./)
  await expect(limited.root.getByRole('status')).toHaveText('The wait is over. You can run again.')
  await expect(limited.root).toContainText('The wait that the server asked for is over.')
  expect(testAgent.requests).toHaveLength(1)

  await limited.runAgain.click()
  await playground.answer().expectState('completed')
  expect(testAgent.requests).toHaveLength(2)
})

test('a tool that needs a sign-in offers it, and shows first where it leads', async ({
  playground,
  testAgent,
  page,
}) => {
  testAgent.next(async (answer) => {
    answer.stream()
    await answer.event({ type: 'response.output_text.delta', item_id: 'm', delta: 'I look into Jira. ' })
    await answer.event({ error: credential })
    await answer.write('data: [DONE]\n\n')
    answer.end()
  })
  await playground.addLocalAgent(testAgent.url)
  const answer = await playground.ask('My tickets?', 'failed')
  await expect(answer.root, 'What came before stays').toContainText('I look into Jira.')
  await expect(answer.alert).toContainText('A tool needs your sign-in to its connection')
  await expect(answer.alert).toContainText("the connection 'jira'")
  await expect(answer.alert).toContainText('(for: you)')
  await answer.alert.getByRole('button', { name: 'Open the connection' }).click()
  const dialog = page.getByRole('dialog', { name: 'Open this link of the agent?' })
  await expect(dialog).toContainText('workspace.example.com')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
})
