import { readFile } from 'node:fs/promises'
import { expect, test } from './fixtures.ts'
import { faultsOfLayout } from './layout-faults.ts'
import { messageEvents } from './test-agent.ts'

// Put together here, so that no scanner takes this file for a leak.
const canaries = {
  email: 'canary@acme.example',
  token: `dapi${'0a1b2c3d4e5f6789'.repeat(2)}`,
  password: 'canary-pass-w0rd',
  header: 'canary-of-a-header',
}

/** The canaries that stand in the text, also in base64. */
const leaksIn = (text: string): readonly string[] => {
  const decoded = [...text.matchAll(/[\w+/-]{16,}={0,2}/g)].map(([found]) => Buffer.from(found, 'base64').toString())
  return Object.values(canaries).filter((canary) => [text, ...decoded].some((each) => each.includes(canary)))
}

test('no canary of a session leaves by any door, unless the switch is turned off', async ({
  page,
  playground,
  testAgent,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  testAgent.always(async (answer) => {
    answer.head(200, { 'content-type': 'text/event-stream', 'x-served-by': canaries.header })
    const pieces = ['Write to can', 'ary@acme', '.example with dapi0a1b2c3d4e5f6', `7890a1b2c3d4e5f6789.`]
    for (const event of messageEvents(pieces, 'msg_canary')) await answer.event(event)
    // So much is masked beside the page.
    await answer.write(`: ${'.'.repeat(150_000)}\n\n`)
    await answer.write('data: [DONE]\n\n')
    answer.end()
  })
  await playground.addLocalAgent(testAgent.url, 'Keeper')
  await playground.setCustomInputs(`{"password":"${canaries.password}"}`)
  await playground.message.fill(`Who is ${canaries.email}?`)

  await page.getByRole('button', { name: 'Copy draft link' }).click()
  await expect(page.getByRole('button', { name: 'Link copied' })).toBeVisible()
  expect(leaksIn(decodeURIComponent(await clipboard()))).toEqual([])
  await expect(page.getByText('1 key or password and 1 e-mail address masked in the link')).toBeVisible()
  expect(await faultsOfLayout(page)).toEqual([])

  await playground.send.click()
  const answer = playground.answer()
  await answer.expectState('completed')
  await expect(answer.root).toContainText(canaries.email)
  for (const entry of ['Recording', 'Bytes as received', 'Events', 'HTTP archive', 'Markdown to read'] as const) {
    const download = await answer.export(entry)
    expect(leaksIn(await readFile(await download.path(), 'utf8')), entry).toEqual([])
  }
  await expect(page.getByRole('status').filter({ hasText: 'masked' })).toContainText('1 e-mail address')

  await answer.root.getByRole('button', { name: 'Code', exact: true }).click()
  const code = page.getByRole('dialog', { name: /^Code/ })
  await code.getByRole('tab', { name: 'curl' }).click()
  await expect(code.getByRole('region', { name: 'Code, curl' })).toContainText('[email-1')
  await code.getByRole('button', { name: 'Copy the code' }).click()
  await expect.poll(clipboard).toContain('curl ')
  expect(leaksIn(await clipboard())).toEqual([])
  await page.keyboard.press('Escape')

  await answer.exportButton.click()
  await page.getByRole('menuitem', { name: 'Report a problem…' }).click()
  const report = page.getByRole('dialog', { name: 'Report a problem' })
  await report.getByRole('textbox', { name: 'What went wrong?' }).fill(`It names ${canaries.email}.`)
  await expect(report.getByRole('region', { name: 'The text of the report' })).toContainText('It names [email-1')
  expect(await faultsOfLayout(page)).toEqual([])
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    report.getByRole('button', { name: 'Copy the text, save the recording' }).click(),
  ])
  await expect.poll(clipboard).toContain('# Problem with an answer of Keeper')
  expect(leaksIn((await clipboard()) + (await readFile(await file.path(), 'utf8')))).toEqual([])
  expect(file.suggestedFilename()).toMatch(/^Keeper-.*\.recording\.json$/)
  await page.keyboard.press('Escape')

  await answer.exportButton.click()
  await page.getByRole('menuitemcheckbox', { name: 'Mask e-mail addresses, keys and tokens' }).click()
  await page.keyboard.press('Escape')
  const exact = await readFile(await (await answer.export('Bytes as received')).path())
  expect(exact).toEqual(Buffer.from(testAgent.written[0] ?? []))
})

test('a link with a passphrase shows nothing before it, and everything after', async ({
  page,
  playground,
  browser,
  origin,
  testAgent,
  watch,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await playground.addLocalAgent(testAgent.url, 'Keeper')
  const { root } = await playground.ask('What is the plan?')
  await root.getByRole('button', { name: 'Share', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Share as a link' })
  await dialog.getByRole('switch', { name: 'With a passphrase' }).click()
  await expect(dialog.getByRole('button', { name: 'Copy link' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Make one' }).click()
  const passphrase = await dialog.getByRole('textbox', { name: 'Passphrase' }).inputValue()
  expect(passphrase).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/)
  await dialog.getByRole('button', { name: 'Copy link' }).click()
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await faultsOfLayout(page)).toEqual([])
  const link = await page.evaluate(() => navigator.clipboard.readText())

  const context = await browser.newContext({ baseURL: origin })
  await watch.join(context)
  try {
    const fresh = await context.newPage()
    await fresh.goto(link)
    const gate = fresh.getByRole('form', { name: 'Passphrase of the link' })
    await expect(gate).toBeVisible()
    await expect(fresh.getByText('Keeper')).toHaveCount(0)
    const field = gate.getByRole('textbox', { name: 'Passphrase' })
    await field.fill('something else')
    await field.press('Enter')
    await expect(gate.getByRole('alert')).toContainText('does not open the link')
    expect(await faultsOfLayout(fresh)).toEqual([])
    await field.fill(passphrase)
    await field.press('Enter')
    await expect(fresh.getByText('What is the plan?').first()).toBeVisible()
    await expect(fresh.getByText('Keeper')).toBeVisible()

    await fresh.goto(`${link.slice(0, -9)}`)
    await expect(fresh.getByRole('alert')).toContainText('damaged')
  } finally {
    await context.close()
  }
})
