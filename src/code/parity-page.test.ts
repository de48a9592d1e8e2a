import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const page = readFileSync(new URL('docs/parity.md', root), 'utf8')
const rows = page.split('\n').filter((line) => /^\| (?!The client|-)/.test(line))

/** `path › words of the test`, or the path alone where all of a file is meant. */
const namedIn = (text: string): readonly (readonly [path: string, words: string | undefined])[] =>
  [...text.matchAll(/`((?:src|e2e)\/[^`› ]+)(?: › ([^`]+))?`/g)].map(([, path = '', words]) => [path, words])

test('each row of the parity page names the test that shows it', () => {
  expect(rows.length).toBeGreaterThan(20)
  for (const row of rows) expect(namedIn(row.split('|').at(-2) ?? ''), row).not.toEqual([])
})

test.each(namedIn(page))('%s has the test “%s”', (path, words) => {
  const file = new URL(path, root)
  expect(existsSync(file)).toBe(true)
  if (words !== undefined) expect(readFileSync(file, 'utf8')).toContain(words)
})
