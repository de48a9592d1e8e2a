import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advance, BLOCK_LIMIT, blocksOf, emptyMarkdown, type MarkdownState } from './markdown-blocks.ts'
import { lexBlocks, noDefinitions, type Block } from './markdown-lexer.ts'
import type { MarkdownNode } from './markdown-tree.ts'

/** Our own documents: one per construct of CommonMark 0.31.2 and GFM, and the places where constructs meet. */
const documents: readonly string[] = [
  '',
  'one line',
  'two\nlines',
  'a\n\nb',
  'a\n\n\n\nb\n',
  '   three spaces\n    lazy four',
  'hard  \nbreak\\\nbackslash',
  'trailing spaces   \n\nnext',
  '# one\n## two\n### three\n#### four\n##### five\n###### six\n####### seven',
  '# closed #\n## also ##   \n### not#',
  '#no space\n#\n# ',
  'setext\n===\n\nsecond\n---',
  'two line\nsetext\n======\nafter',
  'para\n---\n***\n___\n* * *\n- - -',
  'a\n-\nb\n=',
  '===\n\n---\n',
  '> quote',
  '> a\n> b\n\n> c',
  '> lazy\ncontinuation\n\nafter',
  '> # heading\n> - list\n> - more\n>\n> ```\n> code\n> ```',
  '> > nested\n> back\n>> again',
  '> a\n---',
  '> - item\nlazy\n- other',
  '>no space\n>\n>   spaced',
  '- a\n- b\n- c',
  '- a\n\n- b\n\n- c',
  '- a\n  - b\n    - c\n      - d\n- e',
  '- a\n\n  second paragraph\n\n- b',
  '- a\n\n\n  far',
  '- a\nlazy\n- b',
  '* a\n+ b\n- c',
  '1. a\n2. b\n3) c\n4) d',
  '7. seven\n8. eight\n\ntext',
  '0. zero\n1. one',
  '-\n- b\n-',
  '- \n\n  text',
  '- a\n  ```js\n  code\n  ```\n- b',
  '- a\n\n      indented code\n- b',
  '- [ ] open\n- [x] done\n- [X] also\n- [] none',
  '- [ ] a\n\n- [x] b',
  '1. [x] numbered\n   - [ ] nested',
  'text\n- interrupts\n\ntext\n2. does not',
  'text\n1. does',
  '- a\n- b\n\ntext\n\n- c',
  '10) ten\n11) eleven',
  '- # heading\n- > quote\n- ---\n- | a |\n  |---|\n  | 1 |',
  '```\ncode\n```',
  '```js\nlet a\n\n\nlet b\n```\nafter',
  '~~~ python title\ncode\n~~~',
  '````\n```\ninner\n```\n````',
  '```\nunclosed\n\n# not a heading',
  '  ```\n  indented\n    more\n  ```',
  '```\n```',
  '```\n\n```',
  '```js',
  '```js\n',
  '```a`b\nno fence',
  '~~~a`b\nfence\n~~~',
  'text\n```\ninterrupts\n```\ntext',
  '```\na\n``\nb\n````  \nc',
  '```\na\n```x\nb\n```',
  '    indented\n    code\n\n    more\n\ntext',
  'text\n    no code',
  '\ttab code\n\n\t\tdeeper',
  '# h\n    code\n---\n    code',
  '<div>\nraw\n</div>\n\ntext',
  '<div>\n\n*text*\n\n</div>',
  '<!-- comment\n\nstill -->\ntext',
  '<!-- open\n\nfor ever',
  '<script>\nalert(1)\n\nmore\n</script>\ntext',
  '<?php echo\n\n?>\ntext',
  '<!DOCTYPE html>\ntext',
  '<![CDATA[\n\nx]]>\ntext',
  'text <b>inline</b> <i a="b">x</i> <br/> </p>',
  '<custom-tag a=1>\ntext\n\nafter',
  'para\n<custom>\nsame',
  'para\n<div>\nother',
  '<details>\n<summary>S</summary>\n\nhidden **text**\n\n</details>\n\nend',
  '<a href="x">\n\nhttps://example.com\n\nwww.example.com',
  '<pre>\n\n&amp; *x*\n\n</pre>\n\n&amp; y',
  '[a]: /url\n\n[a]',
  '[a]\n\n[a]: https://example.com "title"',
  "[a]: <https://example.com/a b> (title)\n[b]: x 't'\n\n[a] [b] [c]",
  '[a]:\n  https://example.com\n  "title\nover lines"\n\n[a]',
  '[a]: x "open\n\nnot a title"\n\n[a]',
  '[Foo Bar]: https://example.com\n\n[foo   bar] [text][FOO bar] [foo bar][]',
  '[a]: https://one.example\n[a]: https://two.example\n\n[a]',
  'text\n[a]: no definition\n\n[a]',
  '> [a]: https://example.com\n\n[a]',
  '- [a]: https://example.com\n\n[a]',
  '[a] and ![b] and [c][a]\n\n- [a]\n\n| [a] |\n|---|\n| [b] |\n\n> [a]\n\n[a]: https://a.example\n[b]: https://b.example',
  '# [a]\n\n[a]: https://example.com',
  '*[a*]*\n\n[a*]: https://example.com',
  '[a\\]b]\n\n[a\\]b]: https://example.com',
  'one[^1] two[^note]\n\n[^1]: first\n[^note]: second\n    indented\n\n    paragraph\n\nafter',
  '[^1]: before\n\nuse[^1]',
  'missing[^x]\n\nnothing',
  '[^a]: word\n[^b]: word\n\n[^a][^b]',
  '[^1]: - list\n    - more\n\n[^1]',
  'text[^1]\n\n> quote[^1]\n\n- item[^1]\n\n[^1]: note [link][l]\n\n[l]: https://example.com',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '| a | b |\n|:--|--:|\n| 1 | 2 |\n\nafter',
  'a | b\n--|--\n1 | 2\n3\n4 | 5 | 6',
  '| a |\n|---|\n# heading',
  '| a |\n|---|\n> quote',
  '| a |\n|---|\ntext is a row\n\ntext is not',
  'para\n| a |\n|---|\n| 1 |',
  '| a | b |\n|---|\nno table',
  '| `a\\|b` | **c** |\n|:-:|---|\n| \\| | [x](https://example.com) |',
  '| a |\n|---|',
  '| a |\n| - |\n\n| b |\n| - |\n| 1 |',
  '|a|b|\n|-|-|\n||x|\n|y||',
  '*em* _em_ **strong** __strong__ ***both*** ~~gone~~ ~one~',
  'a*b*c _d_e_ f__g__h **i*j**k*',
  '**a *b* c** *a **b** c* ***a* b**',
  '* not em * ** not **',
  '\\*escaped\\* \\# \\[x\\] \\\\ \\&amp;',
  '`code` `` a`b `` ` a ` `unclosed',
  '`multi\nline` code',
  '[link](https://example.com "title") [angle](<https://example.com/a b>) [empty]()',
  '[paren](https://example.com/a_(b)) [nested [x]](https://example.com)',
  '![image](https://example.com/a.png "t") ![ref][r]\n\n[r]: https://example.com/b.png',
  '[![inner](https://example.com/a.png)](https://example.com)',
  '<https://example.com> <mailto:a@example.com> <a@example.com>',
  'https://example.com, www.example.com. (http://example.com/a_(b)) a@example.com',
  'https://example.com/?a=1&amp;b=2 https://example.com&copy;',
  '&amp; &lt; &#65; &#x41; &#0; &#xD800; &unknown; &copy &nbsp;',
  'a & b &#65; c & d',
  'line one  \nline two\\\nline three\nline four',
  'a\r\nb\r\n\r\n- c\r\n- d\r\n',
  'a\rb\r\rc',
  '```\r\ncode\r\nmore\r\n```\r\nafter\r\n',
  '| a |\r\n|---|\r\n| 1 |\r\n\r\nb',
  'unicode: äöü 日本語 🎉 👩‍👩‍👧\n\n**日本**語',
  'ZWSP\u200Bhere NBSP\u00A0there',
  '\u202Ebidi\u202C override',
  '\n\n\nleading blank lines',
  '   \n\t\n text',
  'text\n   \t\n\nafter',
  '# h\n\n\n# h\n\n\n# h',
  '---\n---\n---\n\n---',
  '> a\n\n# h\n\n- b\n\n```\nc\n```\n\n| d |\n|---|\n| e |\n\nf',
  'Here is a plan:\n\n1. **First** do `x`:\n   ```sh\n   npm i\n   ```\n2. Then\n   - a\n   - b\n\nDone.',
  'Steps:\n- one\n- two\n\nResult:\n\n| k | v |\n|:--|--:|\n| x | 1 |\n\n> Note: *careful*.\n\n---\n\nEnd[^1].\n\n[^1]: src',
  'a\n***\nb\n___\nc',
  '+ a\n\n  + b\n\n    + c\n\nd',
  '1. a\n\n   b\n\n2. c\n   > d\n   e',
  '- a\n - b\n  - c\n   - d\n    - e',
  '  - a\n  - b\n- c',
  '- a\n\n---\n\n- b',
  '* a\n* * *\n* b',
  '- ```\n  unclosed\n\n  in item\n- b',
  '> ```\n> unclosed\nafter',
  '> | a |\n> |---|\n> | 1 |\nlazy?',
  'a  \n  \n  b',
  '\\',
  '*',
  '[',
  '![',
  '<',
  '|',
  '| a',
  '`',
  '[^',
  '[^1]:',
  '[a]:',
  '1.',
  '>',
  'x\n11) a\n    indented\n   - [ ] b',
  '  |---|\n*\n- [ ] open',
]

const comparable = (blocks: readonly Block[]) => blocks.map(({ from, to, node }) => ({ from, to, node }))

/** A carriage return at the end is not read until it is known whether a line feed follows. */
const atOnce = (text: string) =>
  comparable(lexBlocks(text.replace(/\r+$/, ''), 0, noDefinitions).blocks.map(({ block }) => block))

const streamed = (text: string, cuts: readonly number[]): MarkdownState =>
  [...cuts, text.length].reduce((state, cut) => advance(state, text.slice(0, cut)), emptyMarkdown)

const everyCharacter = (text: string): readonly number[] => Array.from(text, (_, index) => index)

const cutsOf = (text: string): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.nat(text.length), { maxLength: 20 }).map((cuts) => cuts.sort((one, other) => one - other))

describe('a streamed text', () => {
  test.each(documents)('reads as it does at once, cut everywhere: %j', (text) => {
    expect(comparable(blocksOf(streamed(text, everyCharacter(text))))).toEqual(atOnce(text))
    for (let cut = 0; cut < text.length; cut += 1) {
      expect(comparable(blocksOf(streamed(text, [cut])))).toEqual(atOnce(text))
    }
  })

  test('reads as it does at once when documents meet, in any cutting', () => {
    const joined = fc
      .tuple(
        fc.array(fc.constantFrom(...documents), { minLength: 2, maxLength: 8 }),
        fc.constantFrom('\n\n', '\n', '\n\n\n', ''),
      )
      .map(([parts, glue]) => parts.join(glue))
      .chain((text) => fc.tuple(fc.constant(text), cutsOf(text)))
    fc.assert(
      fc.property(joined, ([text, cuts]) => {
        expect(comparable(blocksOf(streamed(text, cuts)))).toEqual(atOnce(text))
      }),
      { seed: 7, numRuns: 600 },
    )
  }, 60_000)

  test('reads as it does at once when lines are shuffled, one character at a time', () => {
    const lines = [...new Set(documents.flatMap((document) => document.split('\n')))]
    const shuffled = fc.array(fc.constantFrom(...lines, '', '', ''), { maxLength: 14 }).map((list) => list.join('\n'))
    fc.assert(
      fc.property(shuffled, (text) => {
        expect(comparable(blocksOf(streamed(text, everyCharacter(text))))).toEqual(atOnce(text))
      }),
      { seed: 11, numRuns: 300 },
    )
  }, 60_000)

  test('reads as it does at once when it is made of markup characters', () => {
    const noise = fc
      .array(fc.constantFrom(...'#>-*_`~|[]()!<&:\\ \t\n\n\n1.aA^="'), { maxLength: 60 })
      .map((characters) => characters.join(''))
    fc.assert(
      fc.property(noise, (text) => {
        expect(comparable(blocksOf(streamed(text, everyCharacter(text))))).toEqual(atOnce(text))
      }),
      { seed: 13, numRuns: 1000 },
    )
  }, 60_000)

  test('covers its source in order', () => {
    for (const text of documents) {
      const blocks = blocksOf(advance(emptyMarkdown, text))
      blocks.reduce((end, block) => {
        expect(block.from).toBeGreaterThanOrEqual(end)
        expect(block.to).toBeLessThanOrEqual(text.length)
        return block.to
      }, 0)
    }
  })
})

const nodesOf = (text: string): readonly MarkdownNode[] =>
  blocksOf(advance(emptyMarkdown, text)).map(({ node }) => node)

describe('a long text', () => {
  const answer = Array.from({ length: 400 }, (_, index) => documents[(index * 7) % documents.length]).join(
    '\n\ntext\n\n',
  )

  test('gives the same blocks in every cutting', () => {
    const whole = comparable(blocksOf(advance(emptyMarkdown, answer)))
    const cuts = Array.from({ length: Math.floor(answer.length / 37) }, (_, index) => index * 37)
    expect(comparable(blocksOf(streamed(answer, cuts)))).toEqual(whole)
  })

  test('keeps the identity of groups that are full', () => {
    const before = advance(emptyMarkdown, 'para\n\n'.repeat(100))
    const after = advance(before, `${before.text}more and more`)
    expect(before.groups).toHaveLength(3)
    after.groups.forEach((group, index) => expect(group).toBe(before.groups[index]))
  })

  test('reads only waiting blocks again when a definition comes late', () => {
    const before = advance(emptyMarkdown, `see [late]\n\n${'para\n\n'.repeat(100)}`)
    const after = advance(before, `${before.text}[late]: https://example.com/\n`)
    expect(after.groups[0]?.[0]?.node).toMatchObject({ children: [{ kind: 'text' }, { kind: 'link' }] })
    expect(after.groups[0]?.[1]).toBe(before.groups[0]?.[1])
    expect(after.groups[1]).toBe(before.groups[1])
  })

  test('starts again when it does not continue', () => {
    const state = advance(advance(emptyMarkdown, 'first\n\nsecond'), 'third')
    expect(comparable(blocksOf(state))).toEqual(atOnce('third'))
  })

  test.each([1, 7, 500])('cuts long lists into numbered segments, %i characters at a time', (size) => {
    const text = `${Array.from({ length: 200 }, (_, index) => `${index + 5}. item ${index}`).join('\n')}\n\nend`
    const cuts = Array.from({ length: Math.floor(text.length / size) }, (_, index) => index * size)
    const state = streamed(text, cuts)
    expect(comparable(blocksOf(state))).toEqual(comparable(blocksOf(advance(emptyMarkdown, text))))
    const lists = blocksOf(state).flatMap(({ node }) => (node.kind === 'list' ? [node] : []))
    expect(lists.map((list) => list.start)).toEqual([5, 37, 69, 101, 133, 165, 197])
    expect(lists.map((list) => list.continues)).toEqual([false, true, true, true, true, true, true])
    expect(lists.flatMap((list) => list.items)).toHaveLength(200)
  })

  test.each([1, 7, 500])('reads long tables row by row, %i characters at a time', (size) => {
    const rows = Array.from({ length: 200 }, (_, index) => `| ${index} | **b** | [r] |`).join('\n')
    const text = `before\n\n| a | b | c |\n|---|---|---|\n${rows}\n\nend\n\n[r]: https://example.com`
    const cuts = Array.from({ length: Math.floor(text.length / size) }, (_, index) => index * size)
    expect(comparable(blocksOf(streamed(text, cuts)))).toEqual(atOnce(text))
  })

  test.each([1, 7, 500])('reads long code line by line, %i characters at a time', (size) => {
    const code = Array.from({ length: 300 }, (_, index) => `line ${index} \`\`\``).join('\n')
    const text = `before\n\`\`\`\`js x\n${code}\n\`\`\`\`\nend`
    const cuts = Array.from({ length: Math.floor(text.length / size) }, (_, index) => index * size)
    expect(comparable(blocksOf(streamed(text, cuts)))).toEqual(atOnce(text))
  })
})

/** Each is a shape that is known to cost parsers quadratic time or their stack. */
const pathological: Readonly<Record<string, string>> = {
  'nested quotes': '>'.repeat(10_000) + ' a',
  'nested quotes with spaces': '> '.repeat(10_000) + 'a',
  'nested lists in one line': '- '.repeat(10_000) + 'a',
  'nested numbers in one line': '1. '.repeat(10_000) + 'a',
  'nested lists by indentation': Array.from({ length: 400 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n'),
  'one line of a million characters': 'word '.repeat(200_000),
  'one word of a million characters': 'a'.repeat(1_000_000),
  'a million line breaks': '\n'.repeat(1_000_000),
  'a million spaces': ' '.repeat(1_000_000),
  'lines of spaces': ' \n'.repeat(100_000),
  'a large table': `| a | b |\n|---|---|\n${'| cell | other cell |\n'.repeat(9_000)}`,
  'a wide table': `|${' a |'.repeat(5_000)}\n|${'---|'.repeat(5_000)}\n|${' b |'.repeat(5_000)}`,
  'open brackets': '['.repeat(50_000),
  'brackets that close': '[a]'.repeat(20_000),
  'nested brackets': '['.repeat(5_000) + 'a' + ']'.repeat(5_000),
  'link openers': '[a]('.repeat(20_000),
  'image openers': '![a]('.repeat(20_000),
  'emphasis openers': '*a '.repeat(20_000),
  'emphasis of two kinds': '*a_ '.repeat(20_000),
  'strong openers': '**a '.repeat(20_000),
  'strikethrough openers': '~~a '.repeat(20_000),
  'nested emphasis': '*a **b '.repeat(5_000) + 'c** d*'.repeat(5_000),
  'backticks of every length': Array.from({ length: 400 }, (_, index) => '`'.repeat(index + 1)).join(' '),
  'tag openers': '<a '.repeat(20_000),
  'comment openers': 'x <!--'.repeat(20_000),
  'attributes without end': `<a ${'b="c" '.repeat(20_000)}`,
  'a block tag with many attributes': `<custom ${'b '.repeat(20_000)}`,
  'entity openers': '&'.repeat(50_000),
  addresses: 'a@'.repeat(30_000),
  'dots and dashes of an address': `a@${'b.'.repeat(20_000)}-`,
  www: 'www.'.repeat(20_000),
  'parentheses behind a URL': `https://a.example/${')'.repeat(30_000)}`,
  definitions: Array.from({ length: 5_000 }, (_, index) => `[a${index}]: https://a.example/${index}`).join('\n'),
  'an open definition title': `[a]: b "${'c\n'.repeat(20_000)}`,
  'setext candidates': 'a\n'.repeat(20_000) + '===',
  rules: '---\n'.repeat(20_000),
  headings: '# h\n'.repeat(20_000),
  'list items': '- a\n'.repeat(20_000),
  'loose list items': '- a\n\n'.repeat(20_000),
  'quotes and lists in turn': '> - '.repeat(5_000),
  'fences that open and close': '```\n```\n'.repeat(10_000),
  'an unclosed fence': '```\n' + 'code\n'.repeat(40_000),
  backslashes: '\\'.repeat(50_000),
  'note references': '[^a]'.repeat(20_000) + '\n\n[^a]: b',
  'notes in notes': '[^a]: '.repeat(5_000),
  pipes: '|'.repeat(50_000),
  'delimiter row': '|a|\n' + '|-'.repeat(30_000),
}

describe('pathological input', () => {
  test.each(Object.entries(pathological))('%s: neither throws nor hangs', (name, text) => {
    const start = performance.now()
    const whole = advance(emptyMarkdown, text)
    const read = performance.now() - start
    const half = Math.floor(text.length / 2)
    const deltas = Array.from({ length: 40 }, (_, index) => half + index * 5)
    const begin = performance.now()
    deltas.reduce((state, cut) => advance(state, text.slice(0, cut)), advance(emptyMarkdown, text.slice(0, half)))
    if (process.env['MARKDOWN_TIMES'] !== undefined) {
      const streamedTime = performance.now() - begin - read / 2
      console.log(`${name}: ${read.toFixed(0)} ms at once, ${(streamedTime / 40).toFixed(1)} ms per delta`)
    }
    expect(blocksOf(whole).at(-1)?.to ?? 0).toBeLessThanOrEqual(text.length)
  })

  test('a large block is plain up to the next blank line', () => {
    const text = `${'word '.repeat(BLOCK_LIMIT)}\n\n**after**`
    expect(nodesOf(text).map((node) => node.kind)).toEqual(['plain', 'paragraph'])
  })
})
