import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Markdown } from './markdown.tsx'

const html = (text: string): string =>
  renderToStaticMarkup(<Markdown text={text} streaming={false} onLink={() => {}} />)

describe('Markdown', () => {
  test.each([
    ['# One', '<h3 dir="auto" data-from="0" data-to="5">One</h3>'],
    ['##### Five', '<h6 dir="auto"'],
    [
      'a **b** _c_ ~~d~~ `e`',
      'a <strong>b</strong> <em>c</em> <del>d</del> <code class="markdown-inline-code">e</code>',
    ],
    ['&copy; &amp;lt; \\&copy;', '© &amp;lt; &amp;copy;'],
    ['<b>x</b>', '<span class="markdown-html">&lt;b&gt;</span>x'],
    ['- [x] done', '<input type="checkbox" disabled="" aria-label="Done" checked=""/>'],
    ['3. three', '<ol dir="auto" start="3"'],
    ['| a |\n|--:|\n| 1 |', '<td dir="auto" data-align="right">1</td>'],
    ['| a |\n|---|', 'role="group" aria-label="Table" tabindex="0"'],
    ['```js\nlet a\n```', 'aria-label="Code, js"'],
    ['https://example.com', '<a href="https://example.com/" target="_blank" rel="noopener noreferrer">'],
    ['[x](https://b\u00fccher.example/)', 'href="https://xn--bcher-kva.example/"'],
    ['[x](javascript:alert(1))', '(<!-- -->javascript:alert(1)<!-- -->)'],
    ['note[^1]\n\n[^1]: text', 'note<sup>[1]</sup>'],
  ])('shows %j', (text, expected) => {
    expect(html(text).replaceAll('<!-- -->', '')).toContain(expected.replaceAll('<!-- -->', ''))
  })

  test('names an image and its host instead of loading it', () => {
    const shown = html('![chart](https://images.example/a.png)')
    expect(shown).not.toContain('<img')
    expect(shown).not.toContain('a.png')
    expect(shown.replaceAll(/<[^>]+>/g, '')).toBe('Image: chart images.example, not loaded')
  })

  test('shows links as text with their target while nobody asks before opening them', () => {
    const shown = renderToStaticMarkup(<Markdown text="[x](https://example.com/a)" streaming={false} />)
    expect(shown).not.toContain('href')
    expect(shown.replaceAll(/<[^>]+>/g, '')).toBe('x (https://example.com/a)')
  })

  test('marks a growing text and closed groups', () => {
    const shown = renderToStaticMarkup(<Markdown text={'text\n\n'.repeat(70)} streaming />)
    expect(shown).toContain('data-streaming=""')
    expect(shown.match(/data-closed/g)).toHaveLength(2)
  })

  test('keeps every block in its group when it closes', () => {
    const groupsOf = (text: string) => html(text).split('markdown-group').slice(1)
    const before = groupsOf('text\n\n'.repeat(65))
    const after = groupsOf('text\n\n'.repeat(68))
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
  })
})
