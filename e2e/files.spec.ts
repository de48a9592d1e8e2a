import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { AnswerCard } from './pages/answer-card.ts'
import { Playground } from './pages/playground.ts'
import { say } from './test-agent.ts'

const importFile = async (page: Page, name: string, content: string | Buffer): Promise<void> => {
  const chooserOpened = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const chooser = await chooserOpened
  await chooser.setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) })
}

/** The number that stands under the answer. */
const eventsOf = async (answer: AnswerCard): Promise<number> =>
  Number(/(\d+)\s+events/.exec(await answer.root.innerText())?.[1])

const dropFile = async (page: Page, name: string, content: string): Promise<void> => {
  const transfer = await page.evaluateHandle(
    ([fileName, text]) => {
      const data = new DataTransfer()
      data.items.add(new File([text], fileName))
      return data
    },
    [name, content] as const,
  )
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer })
  await expect(page.getByText('Drop a recording to open it')).toBeVisible()
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}

test('an answer goes as a file to somebody without a sign-in, who sees the same', async ({
  browser,
  origin,
  playground,
  testAgent,
  watch,
}) => {
  await playground.addLocalAgent(testAgent.url, 'Greeter')
  testAgent.next(say(['Grüße ', '🧭 ', 'from ', 'afar.']))
  const answer = await playground.ask('Where are you?')
  const events = await eventsOf(answer)
  const findings = await playground.tab('Findings').innerText()
  const recording = await answer.export('Recording')
  expect(recording.suggestedFilename()).toMatch(/^Greeter-.*\.recording\.json$/)
  const lines = (await readFile(await (await answer.export('Events')).path(), 'utf8')).trimEnd().split('\n')
  expect(lines).toHaveLength(events)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    exchange: 0,
    index: 0,
    offset: 0,
    event: { type: expect.any(String) },
  })

  const context = await browser.newContext({ baseURL: origin })
  await watch.join(context)
  try {
    const other = new Playground(await context.newPage())
    await other.open()
    await importFile(other.page, 'greeting.recording.json', await readFile(await recording.path()))
    await other.answer().expectState('completed')
    await expect(other.answer().root).toContainText('Grüße 🧭 from afar.')
    await expect(other.page.getByRole('heading', { name: 'Greeter', level: 1 })).toBeVisible()
    await expect(other.page.getByText('Imported', { exact: true })).toBeVisible()
    expect(await eventsOf(other.answer())).toBe(events)
    expect(await other.tab('Findings').innerText()).toBe(findings)
    await expect(other.answer().runAgain).toBeDisabled()
    await other.page.reload()
    await expect(other.answer().root).toContainText('Grüße 🧭 from afar.')
    expect(testAgent.requests).toHaveLength(1)
  } finally {
    await context.close()
  }
})

test('what is no recording is refused in words, and changes nothing', async ({ page, playground }) => {
  await playground.open()
  const valid = { format: 'agent-playground-recording', version: 1, title: 'T', agentName: 'A', leaf: null, turns: [] }
  await importFile(page, 'half.recording.json', JSON.stringify(valid).slice(0, 40))
  await expect(playground.alerts).toContainText('half.recording.json: It begins like JSON, but is not')
  await importFile(page, 'new.recording.json', JSON.stringify({ ...valid, version: 2 }))
  await expect(playground.alerts).toContainText('another version')
  await importFile(page, 'package.json', '{"name": "something"}')
  await expect(playground.alerts).toContainText('neither a recording, an HTTP archive')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await dropFile(page, 'dropped.json', '[]')
  await expect(playground.alerts).toContainText('dropped.json')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Talk to your agent')
  await dropFile(page, 'empty.recording.json', JSON.stringify({ ...valid, agentName: 'Nobody' }))
  await expect(page.getByRole('heading', { name: 'Nobody', level: 1 })).toBeVisible()
})

const pasteText = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('button', { name: 'Paste text', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Paste text' })
  await dialog.getByRole('textbox', { name: 'Text to open' }).fill(text)
  await dialog.getByRole('button', { name: 'Open', exact: true }).click()
}

test('what others recorded opens, and what their files lack is said', async ({ page, playground }) => {
  await playground.open()
  await pasteText(page, 'Dear colleague, it does not answer.')
  await expect(playground.alerts).toContainText('No event and no answer was found')
  await page.keyboard.press('Escape')

  await pasteText(
    page,
    [
      "ResponseTextDeltaEvent(content_index=0, delta='From ', item_id='m', output_index=0, type='response.output_text.delta')",
      "ResponseTextDeltaEvent(content_index=0, delta=\"Python's print\", item_id='m', output_index=0, type='response.output_text.delta')",
      "ResponseCompletedEvent(response=Response(id='r', object='response', output=[], status='completed'), type='response.completed')",
    ].join('\n'),
  )
  await expect(playground.answer().root).toContainText("From Python's print")
  await playground.answer().expectState('completed')
  const source = page.getByRole('complementary', { name: 'Source' })
  await expect(source).toContainText('Pasted. Not in it: the moments of arrival')
  await expect(page.getByText('What was asked is not in the source.').first()).toBeVisible()
  const row = playground.inspector.getByRole('row').filter({ hasText: 'completed' })
  await expect(row.getByRole('gridcell').nth(1)).toHaveText('–')
  await playground.tab('Timeline').click()
  await expect(playground.inspector.getByText('There is no timeline without times')).toBeVisible()

  const event = (delta: string) =>
    `data: ${JSON.stringify({ type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta })}\n\n`
  const answer = `${event('From developer tools')}data: [DONE]\n\n`
  const entry = {
    startedDateTime: '2026-11-27T08:00:00.000Z',
    time: 900,
    request: {
      method: 'POST',
      url: 'http://localhost:8000/responses',
      headers: [{ name: 'Authorization', value: 'Bearer canary' }],
      postData: { mimeType: 'application/json', text: '{"input":"Where from?","stream":true}' },
    },
    response: {
      status: 200,
      statusText: 'OK',
      headers: [{ name: 'content-type', value: 'text/event-stream' }],
      content: {
        size: 9,
        mimeType: 'text/event-stream',
        text: Buffer.from(answer).toString('base64'),
        encoding: 'base64',
      },
    },
    timings: { blocked: 1, send: 1, wait: 398, receive: 500 },
  }
  const har = JSON.stringify({ log: { version: '1.2', creator: { name: 'DevTools', version: '1' }, entries: [entry] } })
  const chooserOpened = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const file = (name: string, content: string) => ({ name, mimeType: '', buffer: Buffer.from(content) })
  await (await chooserOpened).setFiles([file('notes.txt', 'nothing'), file('b.json', '{"a":1}'), file('call.har', har)])
  await expect(playground.alerts).toContainText('2 of 3 files could not be opened')
  await expect(playground.alerts).toContainText('notes.txt: ')
  await expect(playground.alerts).toContainText('b.json: ')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(playground.answer().root).toContainText('From developer tools')
  await expect(playground.conversation).toContainText('Where from?')
  await expect(source).toContainText('the head came after 400 ms, the end after 900 ms')
  await playground.tab('Request').click()
  await expect(playground.inspector).toContainText('Authorization')
  await expect(playground.inspector).not.toContainText('canary')
})

test('a curl command becomes a draft, and what somebody else recorded goes on with an own agent', async ({
  page,
  playground,
  testAgent,
}) => {
  await playground.open()
  const body = JSON.stringify({
    input: [{ role: 'user', content: "It's *here*" }],
    custom_inputs: { depth: 2 },
    stream: true,
  })
  await pasteText(
    page,
    `curl -N ${testAgent.url}/responses \\\n  -H 'Authorization: Bearer canary' \\\n  --json '${body.replaceAll("'", "'\\''")}'`,
  )
  const trust = page.getByRole('dialog').filter({ hasText: testAgent.url })
  expect(testAgent.requests).toHaveLength(0)
  await trust.getByRole('button', { name: 'Trust and continue' }).click()
  await expect(playground.message).toHaveValue("It's *here*")
  await expect(page.getByRole('status').filter({ hasText: 'Left out: Authorization' })).toBeVisible()
  testAgent.next(say(['Where ', 'it is.']))
  await playground.send.click()
  await playground.answer().expectState('completed')
  expect(testAgent.requests[0]?.json()).toMatchObject({ custom_inputs: { depth: 2 }, stream: true })

  const har = await playground.answer().export('HTTP archive')
  const recording = await readFile(await har.path(), 'utf8')
  expect(recording).not.toContain('canary')
  await importFile(page, 'here.har', recording)
  await expect(page.getByText('Imported', { exact: true })).toBeVisible()
  await expect(page.getByRole('complementary', { name: 'Source' })).toHaveText('Imported from here.har.')
  await page.getByRole('button', { name: 'Start from here' }).click()
  const choice = page.getByRole('dialog', { name: 'Start from here' })
  await choice.getByRole('list', { name: 'Agents to go on with' }).getByRole('button').first().click()
  await expect(choice).toBeHidden()
  testAgent.next(say(['Going ', 'on.']))
  await playground.ask('And then?')
  const sent = JSON.stringify(testAgent.requests[1]?.json()['input'])
  for (const said of ["It's *here*", 'Where it is.', 'And then?']) expect(sent).toContain(said)
})
