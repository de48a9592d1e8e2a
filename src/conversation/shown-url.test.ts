import fc from 'fast-check'
import { expect, test } from 'vitest'
import { showUrl } from './shown-url.ts'

const words = (text: string) => {
  const url = showUrl(text)
  return url === undefined ? undefined : `${url.beforeHost}${url.host}${url.afterHost}`
}

test.each([
  ['https://docs.example/a?b=c#d', 'https://docs.example/a?b=c#d'],
  ['https://аpple.com/', 'https://xn--pple-43d.com/'],
  ['http://EXAMPLE.com:80/%41', 'http://example.com/%41'],
  ['https://bank.example@evil.example/', 'https://bank.example@evil.example/'],
  ['https://user:secret@evil.example/', 'https://user:***@evil.example/'],
  ['mailto:someone@example.com?subject=x', 'mailto:someone@example.com?subject=x'],
])('%s', (text, expected) => {
  expect(words(text)).toBe(expected)
})

test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'vbscript:x', 'source1.com', ''])(
  '%j is not for opening',
  (text) => {
    expect(showUrl(text)).toBeUndefined()
  },
)

test('what a host pretends is told', () => {
  expect(showUrl('https://аpple.com/')).toMatchObject({ internationalHost: true, credentials: false })
  expect(showUrl('https://apple.com@evil.example/')).toMatchObject({ host: 'evil.example', credentials: true })
})

test('nothing invisible and nothing that turns the text around is ever shown raw', () => {
  const hostile = fc.constantFrom('\u202E', '\u200B', '\u2066', '\u00AD', '\uFEFF', 'é', 'a', '/', '?', '#', '\n', ' ')
  fc.assert(
    fc.property(fc.array(hostile), (tail) => {
      expect(words(`https://example.com/${tail.join('')}`)).toMatch(/^[\u0021-\u007E]*$/u)
    }),
    { seed: 20 },
  )
})
