import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shellWords } from './shell-words.ts'

const wordsOf = (text: string): readonly string[] | undefined => shellWords(text)?.words

describe('the words of a command', () => {
  it.each<[string, readonly string[]]>([
    ['curl  a   b', ['curl', 'a', 'b']],
    [`curl 'a b' "c d" e\\ f`, ['curl', 'a b', 'c d', 'e f']],
    [`curl 'it'\\''s'`, ['curl', "it's"]],
    [`curl "a \\"b\\" \\$c \\\\ \\n"`, ['curl', 'a "b" $c \\ \\n']],
    ["curl $'a\\nb\\u0021\\x41\\'\\101'", ['curl', "a\nb!A'A"]],
    ['curl \\\n  -N \\\r\n  url', ['curl', '-N', 'url']],
    [`curl a'b'"c"d`, ['curl', 'abcd']],
    ["curl ''", ['curl', '']],
    ['curl url # a comment', ['curl', 'url']],
    ['curl url#fragment', ['curl', 'url#fragment']],
    ['curl.exe -N `\n  --json "{""a"":1}" `\n  url', ['curl.exe', '-N', '--json', '{"a":1}', 'url']],
    ["curl.exe 'it''s'", ['curl.exe', "it's"]],
    ['curl url | jq .', ['curl', 'url']],
    ['curl url && echo', ['curl', 'url']],
  ])('%j', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })

  it('tell what the shell would have put in, and what stands behind the command', () => {
    expect(shellWords('curl -H "Authorization: Bearer $TOKEN" ${HOST}/x $(id)\nHTTP/1.1 200')).toMatchObject({
      words: ['curl', '-H', 'Authorization: Bearer $TOKEN', '${HOST}/x', '$(id)'],
      unknown: ['$TOKEN', '${HOST}', '$(id)'],
      rest: '\nHTTP/1.1 200',
    })
  })

  it.each([`curl 'a`, `curl "a`, "curl $'a", 'curl "a\\"'])('do not end: %j', (text) => {
    expect(wordsOf(text)).toBeUndefined()
  })

  it('are those that were quoted, whatever they are', () => {
    const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`
    const ansi = (word: string) =>
      `$'${Array.from(word, (character) => `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`).join('')}'`
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 6 }), (words) => {
        expect(wordsOf(`curl ${words.map(quoted).join(' ')}`)).toEqual(['curl', ...words])
        expect(wordsOf(`curl ${words.map(ansi).join(' ')}`)).toEqual(['curl', ...words])
      }),
      { seed: 20_261_127, numRuns: 500 },
    )
  })
})
