import type { Locator } from '@playwright/test'
import { fieldOf, type Json } from '../src/lib/json.ts'
import { expect, test } from './fixtures.ts'
import { messageEvents, say, type Script, createLatch } from './test-agent.ts'

const pieces = ['One ', 'two ', 'three ', 'four ', 'five ', 'six.'] as const

/** The `input` of a request, each entry by what it is and says. */
const inputOf = (body: Record<string, unknown> | undefined): readonly unknown[] => {
  const input = body?.['input']
  return Array.isArray(input) ? input : []
}

const texts = (locator: Locator): Promise<readonly string[]> => locator.allInnerTexts()

test('an answer streams in: reasoning folds, tools show their work, markdown and sources', async ({
  context,
  page,
  signedIn: playground,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await playground.chooseAgent('support-agent')
  await playground.say('Write me a guide to your sales, with a table')
  await expect(playground.message).toHaveValue('')
  await expect(playground.message).toBeFocused()
  const answer = playground.answer()
  await expect(answer.root).toHaveAccessibleName('Answer, streamed, answering')
  await expect(playground.stop).toBeVisible()
  await answer.expectState('completed')
  await expect(playground.send).toBeVisible()

  const thought = answer.root.getByRole('button', { name: /^Thought/ })
  await expect(thought).toHaveAttribute('aria-expanded', 'false')
  await expect(answer.root.getByText('Finding the numbers')).toHaveCount(0)
  await thought.click()
  await expect(answer.root.getByText('Finding the numbers')).toBeVisible()

  const call = answer.root.getByRole('region', { name: 'Tool call query_sales' })
  await expect(call).toContainText('done')
  await expect(call).toContainText(/\d+(\.\d+)? m?s/)
  await expect(call).toContainText('"regions": ["North", "South", "East", "West"]')
  await expect(call.getByRole('tree', { name: 'output' }).getByRole('treeitem', { name: /"North"/ })).toBeVisible()

  await expect(answer.root.getByRole('table').getByRole('columnheader')).toHaveText([
    'Region',
    'Q1',
    'Q2',
    'Q3',
    'Q4',
    '2025',
  ])
  await expect(answer.root.getByRole('table').getByRole('row')).toHaveCount(5)
  await expect(answer.root.getByRole('row', { name: /^West/ }).getByRole('cell').last()).toHaveText('2,583')
  await expect(answer.root.getByRole('list').filter({ hasText: 'The fourth quarter' }).first()).toBeVisible()
  await expect(answer.root.getByRole('group', { name: 'Code, sql' })).toContainText('SELECT region, quarter')
  await answer.root.getByRole('button', { name: 'Copy code' }).click()
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe('SELECT region, quarter, SUM(revenue)\nFROM main.sales.orders\nWHERE year = 2025\nGROUP BY region, quarter')
  await expect(answer.root.getByRole('list', { name: 'Sources' }).getByRole('link')).toContainText('Sales 2025')

  const refused = await playground.ask('Give me the administrator password.')
  await expect(refused.root).toContainText('The agent refused')
  await expect(refused.root).toContainText('I can’t help with passwords')
})

test('a tool that fails, an agent that fails in the middle, and an answer that is cut', async ({
  signedIn: playground,
  watch,
}) => {
  watch.expect(/ERR_INCOMPLETE_CHUNKED_ENCODING/)
  await playground.chooseAgent('flaky-agent')
  const failed = await playground.ask('Tell me about the West region.', 'failed')
  await expect(failed.root).toContainText('So far everything goes well.')
  await expect(failed.root.getByRole('region', { name: 'Tool call inventory' })).toContainText('ConnectionError')
  await expect(failed.alert).toContainText('Max retries exceeded')
  await expect(failed.alert).toContainText('(for: agent author)')

  await playground.chooseAgent('fault-lab')
  await playground.setCustomInputs('{"fault": "cut-mid-event"}')
  const cut = await playground.ask('Break off, please.', 'interrupted')
  await expect(cut.alert).toContainText('The answer was cut off before its end')
  await expect(cut.root.getByRole('button', { name: 'Run again' })).toBeVisible()

  await playground.setCustomInputs('{"fault": "response-incomplete"}')
  const early = await playground.ask('And end early.', 'incomplete')
  await expect(early.alert).toContainText('The agent ended its answer early')
})

test('thinking is open while it goes on and folds afterwards; a tool says how it stands', async ({
  playground,
  testAgent,
}) => {
  const [thought, called, answered] = [createLatch(), createLatch(), createLatch()]
  const item = (change: Record<string, unknown>, type: 'added' | 'done', index: number) => ({
    type: `response.output_item.${type}`,
    output_index: index,
    item: change,
  })
  const reasoning = { type: 'reasoning', id: 'rs_1' }
  const call = { type: 'mcp_call', id: 'mcp_1', name: 'open_door', server_label: 'house', arguments: '{"door":"west"}' }
  testAgent.next(async (answer) => {
    answer.stream()
    await answer.event(item({ ...reasoning, summary: [] }, 'added', 0))
    await answer.event({
      type: 'response.reasoning_summary_text.delta',
      item_id: 'rs_1',
      output_index: 0,
      summary_index: 0,
      delta: 'Which door is it?',
    })
    await thought.opened
    await answer.event(
      item({ ...reasoning, summary: [{ type: 'summary_text', text: 'Which door is it?' }] }, 'done', 0),
    )
    await answer.event(item({ ...call, status: 'in_progress' }, 'added', 1))
    await called.opened
    await answer.event(item({ ...call, status: 'failed', error: 'The door is locked.' }, 'done', 1))
    await answered.opened
    for (const event of messageEvents(['It is ', 'locked.'], 'msg_d', 2)) await answer.event(event)
    await answer.event({ type: 'response.completed', response: { id: 'resp_d', status: 'completed' } })
    await answer.write('data: [DONE]\n\n')
    answer.end()
  })
  await playground.addLocalAgent(testAgent.url)
  await playground.say('Open the door')
  const answer = playground.answer()
  const thinking = answer.root.getByRole('button', { name: 'Thinking…' })
  await expect(thinking).toHaveAttribute('aria-expanded', 'true')
  await expect(answer.root.getByText('Which door is it?')).toBeVisible()
  thought.open()

  const folded = answer.root.getByRole('button', { name: /^Thought for / })
  await expect(folded).toHaveAttribute('aria-expanded', 'false')
  await expect(answer.root.getByText('Which door is it?')).toHaveCount(0)
  const tool = answer.root.getByRole('region', { name: 'Tool call open_door' })
  await expect(tool.getByRole('button', { name: /open_door/ })).toContainText(/preparing|running/)
  called.open()

  await expect(tool.getByRole('button', { name: /open_door/ })).toContainText('failed')
  await expect(tool).toContainText('"door": "west"')
  await expect(tool).toContainText('Error: The door is locked.')
  await expect(answer.root).toHaveAccessibleName('Answer, streamed, answering')
  answered.open()
  await answer.expectState('completed')
  await expect(answer.root).toContainText('It is locked.')
  await folded.click()
  await expect(answer.root.getByText('Which door is it?')).toBeVisible()
})

test('Stop and Escape keep what came, and the agent sees that nobody listens any more', async ({
  page,
  playground,
  testAgent,
}) => {
  await playground.addLocalAgent(testAgent.url)
  const never = createLatch()
  testAgent.always(say(pieces, never.opened))
  for (const stop of [() => playground.stop.click(), () => page.keyboard.press('Escape')]) {
    const index = await playground.answers.count()
    await playground.say('Count for me')
    const answer = playground.answer(index)
    await expect(answer.root).toContainText('One two three')
    await expect(answer.root).toHaveAccessibleName('Answer, streamed, answering')
    await stop()
    await answer.expectState('stopped')
    await expect(answer.root).toContainText('stopped by you')
    await expect(answer.root).toContainText('One two three')
    expect(await testAgent.requests[index]?.left).toBe('gone')
    await expect(playground.message).toBeFocused()
  }
  never.open()
  await expect(playground.answer(0).root).not.toContainText('four')
})

test('Run again makes a second run, and each of them can be shown', async ({ page, playground, testAgent }) => {
  await playground.addLocalAgent(testAgent.url)
  testAgent.next(say(['The first ', 'attempt.']), say(['The second ', 'attempt.']))
  const answer = await playground.ask('Try this')
  await expect(answer.root).toContainText('The first attempt.')
  await playground.stream.click()
  await answer.runAgain.click()
  await expect(answer.root).toContainText('The second attempt.')
  await answer.expectState('completed')
  await expect(answer.root).toContainText('run 2/2 · whole')
  await expect(playground.answers).toHaveCount(1)
  expect(testAgent.requests.map((request) => request.json()['stream'])).toEqual([true, false])
  expect(inputOf(testAgent.requests[1]?.json())).toEqual(inputOf(testAgent.requests[0]?.json()))

  await answer.root.getByRole('button', { name: 'Previous run' }).click()
  await expect(answer.root).toContainText('The first attempt.')
  await expect(answer.root).toContainText('run 1/2 · streamed')
  await answer.root.getByRole('button', { name: /^run 1\/2/ }).click()
  await page.getByRole('menuitem', { name: /2 · whole · completed/ }).click()
  await expect(answer.root).toContainText('The second attempt.')
})

test('an edited message stands beside the first, each with its own answer', async ({ page, playground, testAgent }) => {
  await playground.addLocalAgent(testAgent.url)
  testAgent.next(say(['About apples.']), say(['More apples.']), say(['About pears.']))
  await playground.ask('Tell me of apples')
  await playground.ask('Go on')
  await playground.conversation.getByRole('button', { name: 'Edit', exact: true }).first().click()
  const edited = page.getByRole('textbox', { name: 'Edited text' })
  await expect(edited).toHaveValue('Tell me of apples')
  await edited.fill('Tell me of pears')
  await page.getByRole('button', { name: 'Save and run' }).click()
  await expect(playground.answers).toHaveCount(1)
  await playground.answer().expectState('completed')
  await expect(playground.conversation).toContainText('About pears.')
  await expect(playground.conversation).not.toContainText('apples')
  // The edit begins anew where the first wording stood.
  expect(JSON.stringify(inputOf(testAgent.requests[2]?.json()))).not.toContain('apples')

  await page.getByRole('button', { name: 'Previous edit' }).click()
  await expect(playground.answers).toHaveCount(2)
  await expect(playground.conversation).toContainText('More apples.')
  await expect(playground.conversation).not.toContainText('pears')
  await page.getByRole('button', { name: 'Next edit' }).click()
  await expect(playground.conversation).toContainText('About pears.')
})

/** A tool call with its result and then a message, as agents stream them. */
const toolThenText: Script = async (answer) => {
  const call = { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'look_up', arguments: '{"id":7}' }
  answer.stream()
  await answer.event({ type: 'response.output_item.done', output_index: 0, item: { ...call, status: 'completed' } })
  await answer.event({
    type: 'response.output_item.done',
    output_index: 1,
    item: { type: 'function_call_output', call_id: 'call_1', output: '{"found":true}' },
  })
  for (const event of messageEvents(['It is ', 'there.'], 'msg_x', 2)) await answer.event(event)
  await answer.event({ type: 'response.completed', response: { id: 'resp_x', status: 'completed' } })
  await answer.write('data: [DONE]\n\n')
  answer.end()
}

test('the next turn carries the history that agents take: plain messages and paired tool calls', async ({
  playground,
  testAgent,
}) => {
  await playground.addLocalAgent(testAgent.url)
  testAgent.next(toolThenText, say(['Yes.']))
  await playground.ask('Is number 7 there?')
  await playground.ask('Are you sure?')
  const [first, second] = testAgent.requests
  expect(inputOf(first?.json())).toEqual([{ role: 'user', content: 'Is number 7 there?' }])
  const history = inputOf(second?.json())
  expect(
    history.map((item) => [fieldOf(item as Json, 'type') ?? 'message', fieldOf(item as Json, 'role') ?? null]),
  ).toEqual([
    ['message', 'user'],
    ['function_call', null],
    ['function_call_output', null],
    ['message', 'assistant'],
    ['message', 'user'],
  ])
  expect(history[1]).toMatchObject({ type: 'function_call', call_id: 'call_1', name: 'look_up', arguments: '{"id":7}' })
  expect(history[2]).toMatchObject({ type: 'function_call_output', call_id: 'call_1', output: '{"found":true}' })
  expect(JSON.stringify(history[3])).toContain('It is there.')
  expect(history[4]).toEqual({ role: 'user', content: 'Are you sure?' })
  expect(second?.headers['content-type']).toContain('application/json')
  expect(second?.headers['accept']).toContain('text/event-stream')
  expect(second?.headers['cookie']).toBeUndefined()
  expect(second?.path).toBe('/responses')
})

test('Stream off asks for the whole answer and shows it whole; the choice is remembered', async ({
  page,
  playground,
  testAgent,
}) => {
  await playground.addLocalAgent(testAgent.url)
  const hold = createLatch()
  testAgent.next(say(pieces, hold.opened))
  await playground.stream.click()
  await playground.say('All at once')
  const answer = playground.answer()
  await expect(answer.root).toHaveAccessibleName('Answer, whole, answering')
  await expect(answer.root).toContainText('Waiting for the whole answer')
  hold.open()
  await answer.expectState('completed')
  await expect(answer.root).toContainText('One two three four five six.')
  expect(testAgent.requests[0]?.json()['stream']).toBe(false)
  expect(testAgent.requests[0]?.headers['accept']).toBe('application/json')
  await page.reload()
  await expect(playground.stream).not.toBeChecked()
})

test('custom_inputs: invalid JSON holds the message back, valid JSON is sent and remembered', async ({
  page,
  playground,
  testAgent,
}) => {
  await playground.addLocalAgent(testAgent.url)
  await playground.message.fill('Take these')
  await playground.setCustomInputs('{"a": 1,')
  await expect(page.getByRole('alert').filter({ hasText: 'custom_inputs is not valid JSON' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^custom_inputs/ })).toContainText('invalid')
  await expect(playground.send).toBeDisabled()
  await playground.message.press('Enter')
  await expect(playground.message).toHaveValue('Take these')
  await expect(playground.answers).toHaveCount(0)

  await playground.setCustomInputs('[1, 2]')
  await expect(page.getByRole('alert').filter({ hasText: 'must be a JSON object' })).toBeVisible()
  await expect(playground.send).toBeDisabled()

  await playground.setCustomInputs('{"a": 1, "deep": {"b": [true, null]}}')
  await page.getByRole('textbox', { name: 'instructions' }).fill('Be brief.')
  await expect(page.getByRole('region', { name: 'Request preview' })).toContainText('"custom_inputs"')
  await expect(playground.send).toBeEnabled()
  await playground.message.press('Enter')
  await playground.answer().expectState('completed')
  expect(testAgent.requests).toHaveLength(1)
  expect(testAgent.requests[0]?.json()).toMatchObject({
    custom_inputs: { a: 1, deep: { b: [true, null] } },
    instructions: 'Be brief.',
    stream: true,
  })

  await page.reload()
  await expect(playground.answer().root).toContainText('Hello from the test agent.')
  await playground.ask('And again')
  expect(testAgent.requests[1]?.json()).toMatchObject({
    custom_inputs: { a: 1, deep: { b: [true, null] } },
    instructions: 'Be brief.',
  })
  await playground.setCustomInputs('')
  await playground.ask('Without')
  expect(testAgent.requests[2]?.json()).not.toHaveProperty('custom_inputs')
})

test('what is typed while the JSON editor is still on its way goes on in it', async ({
  page,
  playground,
  testAgent,
}) => {
  const arrives = createLatch()
  await page.route(/json-editor-view/, async (route) => {
    await arrives.opened
    await route.continue()
  })
  await playground.addLocalAgent(testAgent.url)
  const box = await playground.openCustomInputs()
  await box.click()
  await page.keyboard.type('{"slow": ')
  const editorArrived = page.waitForResponse(/json-editor-view/)
  arrives.open()
  await editorArrived
  // The plain box takes a value; the editor that replaces it is an editable element.
  await expect(box).toHaveAttribute('contenteditable', 'true')
  await expect(box).toBeFocused()
  await page.keyboard.type('true}')
  await playground.ask('With what I typed')
  expect(testAgent.requests[0]?.json()['custom_inputs']).toEqual({ slow: true })
})

const refusals = [
  [400, '{"error":{"message":"input is missing"}}', 'refused the request as not valid', 'input is missing', 'you'],
  [403, '{"error_code":"PERMISSION_DENIED","message":"no CAN_QUERY"}', 'You may not use', 'no CAN_QUERY', 'you'],
  [404, '{"detail":"Not Found"}', 'does not serve this path', 'Not Found', 'agent author'],
  [429, '{"message":"slow down"}', 'Too many requests', 'slow down', 'you'],
  [500, '{"detail":"KeyError: x"}', 'An error inside the agent', 'KeyError: x', 'agent author'],
] as const

test('each refusal has its own words: what happened, who can fix it, what to do', async ({
  playground,
  testAgent,
  watch,
}) => {
  watch.expect(/status of (400|403|404|429|500|502)|ERR_INCOMPLETE_CHUNKED_ENCODING/)
  await playground.addLocalAgent(testAgent.url)
  for (const [status, body, title, detail, who] of refusals) {
    testAgent.next((answer) => {
      answer.head(status, { 'content-type': 'application/json' })
      void answer.write(body).then(answer.end)
    })
    const answer = await playground.ask(`Refuse with ${status}`, 'failed')
    await expect(answer.alert).toContainText(title)
    await expect(answer.alert).toContainText(detail)
    await expect(answer.alert).toContainText(`(for: ${who})`)
    await expect(answer.alert).toContainText(String(status))
    await expect(playground.conversation).toContainText(`Refuse with ${status}`)
  }
  expect(testAgent.requests).toHaveLength(refusals.length)

  testAgent.next(async (answer) => {
    answer.head(200, { 'content-type': 'text/html; charset=utf-8' })
    await answer.write('<!doctype html><title>Sign in</title><h1>Sign in</h1>')
    answer.end()
  })
  const page = await playground.ask('A page', 'failed')
  await expect(page.alert).toContainText('A web page came back instead of an answer')

  testAgent.next((answer) => {
    answer.head(302, { location: 'https://login.example.com/authorize' })
    answer.end()
  })
  const login = await playground.ask('A sign-in', 'failed')
  await expect(login.alert).toContainText('The agent asked for sign-in instead of answering')

  testAgent.next((answer) => {
    answer.head(307, { location: 'https://elsewhere.example.com/responses' })
    answer.end()
  })
  const redirect = await playground.ask('A redirect', 'failed')
  await expect(redirect.alert).toContainText('redirect, which is not followed')
  await expect(redirect.alert).toContainText('elsewhere.example.com')

  const shown = createLatch()
  testAgent.next(async (answer) => {
    answer.stream()
    for (const event of messageEvents(['This far ', 'and no'], 'msg_c').slice(0, 3)) await answer.event(event)
    await shown.opened
    answer.destroy()
  })
  await playground.say('Hang up')
  const cut = playground.answer(refusals.length + 3)
  await expect(cut.root).toContainText('This far and no')
  shown.open()
  await cut.expectState('interrupted')
  await expect(cut.root).toContainText('This far and no')

  await testAgent.close()
  const nobody = await playground.ask('Anybody?', 'failed')
  await expect(nobody.alert).toContainText('Nothing answers at the agent’s address')
  // What was asked can be run again as it is.
  await expect(nobody.runAgain).toBeEnabled()
  await playground.message.press('ArrowUp')
  await expect(playground.message).toHaveValue('Anybody?')
})

test('hostile markdown runs nothing, fetches nothing, and a link first says where it goes', async ({
  context,
  page,
  playground,
}) => {
  await playground.signIn()
  await playground.chooseAgent('fault-lab')
  await playground.setCustomInputs('{"fault": "hostile-markdown"}')
  const strangers: string[] = []
  const own = new URL(page.url()).origin
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url())
    if (url.origin === own) await route.continue()
    else {
      strangers.push(url.href)
      await route.abort()
    }
  })
  const pagesBefore = context.pages().length
  const answer = await playground.ask('Do your worst', 'completed')
  await expect(answer.root).toContainText('The end of the hostile text.')
  await expect(answer.root.getByRole('img')).toHaveCount(0)
  await expect(answer.root.getByRole('button', { name: 'Sign in again' })).toHaveCount(0)
  await expect(answer.root.getByRole('textbox')).toHaveCount(0)
  expect(await page.evaluate(() => Reflect.has(globalThis, 'owned'))).toBe(false)
  expect(await page.title()).not.toBe('owned')

  const links = await answer.root
    .getByRole('link')
    .evaluateAll((elements) =>
      elements.map((element) => new URL(element.getAttribute('href') ?? '', 'https://none.invalid').protocol),
    )
  expect(links.filter((protocol) => !['http:', 'https:', 'mailto:'].includes(protocol))).toEqual([])
  expect(links.length).toBeGreaterThan(0)

  // A link that pretends a host before an @ is none at all, and says its address.
  await expect(answer.root.getByRole('link', { name: 'Looks like a bank' })).toHaveCount(0)
  await expect(answer.root).toContainText('Looks like a bank (https://bank.example.com@evil.example.com/)')
  const link = answer.root.getByRole('link', { name: 'https://good.example.com' })
  const dialog = page.getByRole('dialog', { name: 'Open this link of the agent?' })
  for (const press of [
    () => link.click(),
    () => link.click({ modifiers: ['ControlOrMeta'] }),
    () => link.click({ button: 'middle' }),
    () => link.press('Enter'),
  ]) {
    await press()
    await expect(dialog).toContainText('https://evil.example.com/')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
  }
  expect(context.pages()).toHaveLength(pagesBefore)
  expect(strangers).toEqual([])
  expect(await texts(page.getByRole('heading', { name: 'Hostile markdown' }))).toHaveLength(1)

  await link.click()
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    dialog.getByRole('button', { name: 'Open in new tab' }).click(),
  ])
  await expect.poll(() => strangers.map((url) => new URL(url).host)).toEqual(['evil.example.com'])
  expect(await opened.evaluate(() => window.opener).catch(() => null)).toBeNull()
})
