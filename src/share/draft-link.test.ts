import { expect, test } from 'vitest'
import { draftFields, fillsIn, longestInput, maskedDraft, readDraftLink } from './draft-link.ts'
import { linkedHost, type UsedHosts } from './linked-host.ts'

test('what a link fills in is read, and what cannot be used is told', () => {
  expect(readDraftLink({ mode: 'whole', input: 'Hello', custom_inputs: '{"a":1}' })).toEqual({
    mode: 'whole',
    input: 'Hello',
    customInputs: '{"a":1}',
    notes: [],
  })
  expect(readDraftLink({ mode: 'backwards', input: 'Hello' })).toMatchObject({
    input: 'Hello',
    notes: [expect.stringContaining('“backwards” is not known')],
  })
  expect(readDraftLink({ custom_inputs: '{"a":' })).toMatchObject({
    customInputs: '{"a":',
    notes: [expect.stringContaining('not valid JSON')],
  })
  const huge = readDraftLink({ input: 'x'.repeat(longestInput + 1), custom_inputs: 'y'.repeat(30_000) })
  expect(huge).toEqual({ notes: [expect.stringContaining('left out'), expect.stringContaining('left out')] })
  expect(fillsIn(huge)).toBe(true)
  expect(fillsIn(readDraftLink({}))).toBe(false)
})

test('characters that are not seen are written out', () => {
  expect(readDraftLink({ input: 'Say\u202Eolleh\u200B' }).notes).toEqual([
    expect.stringContaining('2 characters that cannot be seen. Written out, it begins: Say\\u{202E}olleh\\u{200B}'),
  ])
  expect(readDraftLink({ input: 'Grüße 🧑‍🚀' }).notes).toEqual([])
})

test('what is written is what is read', () => {
  const draft = { mode: 'whole', input: 'a & b\n#?=+%', customInputs: '{"q":"ü&"}' } as const
  const query = new URLSearchParams({ ...draftFields(draft) }).toString()
  expect(readDraftLink(Object.fromEntries(new URLSearchParams(query)))).toEqual({ ...draft, notes: [] })
  expect(draftFields({ mode: 'streamed', input: '', customInputs: '' })).toEqual({ mode: 'streamed' })
})

const used: UsedHosts = {
  sampleOrigin: 'http://localhost:8021',
  allowedHosts: ['agents.acme.example'],
  workspaces: ['https://adb-1.azuredatabricks.net'],
  localAgents: ['http://localhost:8000'],
}

test.each([
  [{}, 'known'],
  [{ workspace: 'sample', agent: 'apps/sales' }, 'known'],
  [{ workspace: 'https://adb-1.azuredatabricks.net/', agent: 'apps/sales' }, 'known'],
  [{ agent: 'http://localhost:8000/responses' }, 'known'],
  [{ agent: 'apps/sales' }, 'known'],
  [{ workspace: 'https://adb-2.azuredatabricks.net', agent: 'apps/sales' }, 'new-workspace'],
  [{ workspace: 'https://agents.acme.example' }, 'new-workspace'],
  [{ agent: 'http://localhost:9000' }, 'new-local-agent'],
  [{ workspace: 'https://evil.example' }, 'refused'],
  [{ workspace: 'https://adb-1.azuredatabricks.net@evil.example' }, 'refused'],
  [{ workspace: 'https://аdb-1.azuredatabricks.net' }, 'refused'],
  [{ workspace: 'https://adb-1.azuredatabricks.net.evil.example' }, 'refused'],
  [{ workspace: 'http://adb-2.azuredatabricks.net' }, 'refused'],
  [{ workspace: `https://${'a'.repeat(5000)}.azuredatabricks.net` }, 'refused'],
  [{ agent: 'https://evil.example/responses' }, 'refused'],
  [{ agent: 'javascript:alert(1)' }, 'refused'],
  [{ agent: 'apps/../../x' }, 'refused'],
])('%o is %s', (link, kind) => {
  expect(linkedHost(link, used).kind).toBe(kind)
})

test('a name that hides something is shown without its disguise', () => {
  const host = linkedHost({ workspace: 'https://adb-1.azuredatabricks.net\u202E/\u2066moc' }, used)
  expect(host).toMatchObject({ kind: 'refused', named: 'https://adb-1.azuredatabricks.net\\u{202E}/\\u{2066}moc' })
})

test('a masked draft is still one that can be sent', () => {
  const input = 'Ask ada@acme.example, the rest as it is.'
  const customInputs = '{"password":"hunter22","nested":"{\\"to\\":\\"ada@acme.example\\"}","region":"West"}'
  const masked = maskedDraft({ mode: 'whole', input, customInputs })
  expect(masked.mode).toBe('whole')
  expect(masked.input).toBe('Ask [email-1.......], the rest as it is.')
  expect(JSON.parse(masked.customInputs)).toEqual({
    password: '[key-1.]',
    nested: '{"to":"[email-1.......]"}',
    region: 'West',
  })
})
