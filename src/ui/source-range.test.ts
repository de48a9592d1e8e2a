import { describe, expect, test } from 'vitest'
import { advance, blocksOf, emptyMarkdown } from './markdown-blocks.ts'
import { inlineText, type MarkdownNode } from './markdown-tree.ts'
import { alignText } from './source-range.ts'

/** What the view shows of a node, without its chrome. */
const shownText = (node: MarkdownNode): string => {
  switch (node.kind) {
    case 'paragraph':
    case 'line':
    case 'heading':
      return inlineText(node.children)
    case 'code':
    case 'plain':
      return node.parts.join('')
    case 'quote':
      return node.children.map(shownText).join('')
    case 'note':
      return `[${node.label}]${node.children.map(shownText).join('')}`
    case 'list':
      return node.items.flatMap((item) => item.children.map(shownText)).join('')
    case 'table':
      return [node.header, ...node.parts.flat()].flatMap((row) => row.map(inlineText)).join('')
    case 'html':
      return node.text
    case 'rule':
    case 'definition':
      return ''
  }
}

const sourceOf = (source: string, rendered: string, shown: string): string => {
  const map = alignText(source, rendered)
  const at = rendered.indexOf(shown)
  const from = map[at] ?? -1
  const to = map[at + shown.length - 1] ?? -1
  return source.slice(from, to + 1)
}

describe('alignText', () => {
  test.each([
    ['plain', 'plain', 'plain'],
    ['# Heading *one*', 'Heading one', 'one'],
    ['a **bold** and _em_ end', 'a bold and em end', 'em end', 'em_ end'],
    ['[link](https://example.com/end "the end") the end', 'link the end', 'the end'],
    ['see [that][the end] the end', 'see that the end', 'the end'],
    ['- one\n- two\n  1. three', 'onetwothree', 'three'],
    ['| a | b |\n|---|:-:|\n| c | d |', 'abcd', 'd'],
    ['```just\njust\ncode\n```', 'just\ncode\n', 'just\ncode'],
    ['- x\n  ```js\n  join\n  ```', 'xjoin\n', 'join'],
    ['> quoted\n> lines', 'quoted\nlines', 'lines'],
    ['1 &lt; 2 &amp; 3', '1 < 2 & 3', '2 & 3', '2 &amp; 3'],
    ['\\*not em\\*', '*not em*', 'not em'],
    ['`a` b `c`', 'a b c', 'b'],
    ['text ![alt](https://example.com/a.png) more', 'text alt more', 'more'],
    ['日本 **語** 🎉 end', '日本 語 🎉 end', '🎉 end'],
    ['~~gone~~ <b>raw</b>', 'gone <b>raw</b>', '<b>raw</b>'],
  ])('finds %j in %j: %j', (source, rendered, shown, written = shown) => {
    expect(sourceOf(source, rendered, shown)).toBe(written)
  })

  test('gives text without a source no offset and stays in step behind it', () => {
    const map = alignText('abc def', 'XYZabc def')
    expect([...map]).toEqual([-1, -1, -1, 0, 1, 2, 3, 4, 5, 6])
  })

  test('never goes back, and maps nearly all of what is shown', () => {
    const source = [
      '# Plan **now**\n\nSome *text* with `code`, a [link](https://example.com/some/text "with a title") and more text.',
      '1. First do `x`:\n   ```sh\n   npm install\n   ```\n2. Then\n   - a\n   - b\n\n- [x] done\n- [ ] open',
      '| name | value |\n|:-----|------:|\n| left | 1,000 |\n| none |     2 |',
      '> A quote with **strong** words\n> over two lines.\n\n&copy; 2026 &mdash; done[^1].\n\n[^1]: A *note*.',
    ].join('\n\n')
    let shownLength = 0
    let mapped = 0
    for (const block of blocksOf(advance(emptyMarkdown, source))) {
      const written = source.slice(block.from, block.to)
      const map = [...alignText(written, shownText(block.node))]
      const found = map.filter((at) => at !== -1)
      expect(found).toEqual([...found].sort((one, other) => one - other))
      shownLength += map.length
      mapped += found.length
    }
    expect(mapped / shownLength).toBeGreaterThan(0.99)
  })

  test('takes linear time on a large block', () => {
    const code = 'let value = compute(1, 2)\n'.repeat(8_000)
    const map = alignText(`\`\`\`\n${code}\`\`\``, code)
    expect(map.at(-1)).toBe(code.length + 3)
  })
})
