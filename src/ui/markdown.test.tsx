import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Markdown } from './markdown.tsx'

const html = (text: string): string =>
  renderToStaticMarkup(<Markdown text={text} streaming={false} onLink={() => {}} />)

test('smoke', () => {
  const text = `# Title

para **bold** _em_ ~~del~~ \`code\` https://example.com <b>x</b> &amp; &copy; [ref] [^1]

- [x] done
- [ ] open
  1. nested

| a | b |
|---|--:|
| 1 | 2 |

\`\`\`js
let a = 1
\`\`\`

![alt](https://evil.com/a.png) [x](javascript:alert(1))

[ref]: https://example.org/

[^1]: note text
`
  const out = html(text)
  expect(out).toContain('<strong>bold</strong>')
})
