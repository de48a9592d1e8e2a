import { deflateRawSync } from 'node:zlib'
import { checksumOf } from '../src/share/checksum.ts'
import { expect, test } from './fixtures.ts'
import { faultsOfLayout } from './layout-faults.ts'

/** A link with a right checksum, whatever is in it. */
const linkTo = (document: Uint8Array | string): string => {
  const bytes = Buffer.from(document)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(checksumOf(bytes))
  return `/shared/1.${Buffer.concat([checksum, deflateRawSync(bytes)]).toString('base64url')}`
}

const header = {
  agent: 'apps/a',
  agentName: 'A',
  title: 'T',
  scope: 'answer',
  workspace: 'https://a.cloud.databricks.com',
}
const turn = {
  parent: null,
  input: { text: 'Hello', customInputs: '', instructions: '' },
  createdAt: 1,
  runs: [],
  chosen: null,
}
const file = { format: 'agent-playground-recording', version: 1, title: 'T', agentName: 'A', leaf: 0, turns: [turn] }
const documentOf = (content: unknown, about: unknown = header): string =>
  `${JSON.stringify(about)}\n${typeof content === 'string' ? content : JSON.stringify(content)}\n`
const withTurns = (turns: unknown): string => documentOf({ conversation: { ...file, turns }, reads: [] })

const markup = '<img src=x onerror=alert(1)><script>alert(2)</script> ![x](https://evil.example/pixel) \u202Egnp.exe'

const worst: readonly (readonly [what: string, fragment: string, shown: RegExp])[] = [
  ['spaces that unpack to 20 MB', linkTo(new Uint8Array(20 * 1024 * 1024).fill(0x20)), /larger than any/],
  ['brackets that unpack to 1 MB', linkTo(documentOf('['.repeat(1_000_000))), /nested more than/],
  ['a hundred thousand messages', withLong(), /messages|entries/],
  ['no header', linkTo('null\n{}\n'), /cannot be read/],
  ['another version', '/shared/77.AAAA', /newer playground/],
  ['a version of many digits', `/shared/${'9'.repeat(500)}.AAAA`, /cannot be read/],
  ['more than any link holds', `/shared/1.${'A'.repeat(40_000)}`, /larger than any/],
  ['characters that are no base64', '/shared/1.AAAA<script>alert(1)</script>', /leads nowhere/],
  [
    'a prototype',
    linkTo(documentOf('{"__proto__":{"polluted":1},"conversation":{"__proto__":{"turns":[]}},"reads":[]}')),
    /cannot be read/,
  ],
  ['times that go backwards', linkTo(withTurns([{ ...turn, createdAt: -5 }])), /cannot be read/],
  ['a parent that comes later', linkTo(withTurns([{ ...turn, parent: 7 }])), /cannot be read/],
  ['rounds of key derivation without end', sealedWith(4_294_967_295), /rounds of key derivation/],
  ['a passphrase in front of nothing', sealedWith(600_000), /protected by a passphrase/],
  [
    'a host that only looks like one',
    linkTo(
      documentOf({ conversation: file, reads: [] }, { ...header, workspace: 'https://аdb-1.azuredatabricks.net' }),
    ),
    /xn--/,
  ],
  [
    'markup and hidden directions',
    linkTo(
      documentOf(
        { conversation: { ...file, turns: [{ ...turn, input: { ...turn.input, text: markup } }] }, reads: [] },
        { ...header, title: markup },
      ),
    ),
    /onerror=alert/,
  ],
]

function withLong(): string {
  return linkTo(withTurns(Array.from({ length: 5001 }, () => 0)))
}

function sealedWith(iterations: number): string {
  const bytes = Buffer.alloc(120, 7)
  bytes.writeUInt32BE(iterations, 4)
  bytes.writeUInt32BE(checksumOf(bytes.subarray(4)))
  return `/shared/2.${bytes.toString('base64url')}`
}

test('the worst links show a page that says what is wrong, and ask nobody for anything', async ({
  page,
  playground,
}) => {
  await playground.open()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname, origin } = new URL(request.url())
    // The page's own files come as they are needed, and nothing else does.
    if (origin !== new URL(page.url()).origin || !/^\/(assets\/|$)/.test(pathname)) asked.push(request.url())
  })
  page.on('dialog', (dialog) => {
    asked.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  for (const [what, fragment, shown] of worst) {
    await playground.open(fragment)
    await expect(
      page.getByRole('main').or(page.getByRole('alert')).filter({ hasText: shown }).first(),
      what,
    ).toBeVisible()
    expect(await faultsOfLayout(page), what).toEqual([])
    expect(await page.evaluate(() => Reflect.get({}, 'polluted')), what).toBeUndefined()
  }
  expect(asked).toEqual([])
})
