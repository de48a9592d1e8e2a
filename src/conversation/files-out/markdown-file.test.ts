import fc from 'fast-check'
import { lexer, walkTokens, type Token } from 'marked'
import { describe, expect, it } from 'vitest'
import { hostileMarkdown } from '../../sample/hostile-markdown.ts'
import { recordedAnswers } from '../../sample/recorded-answers.ts'
import type { PortableConversation } from '../conversation-file.ts'
import { conversationWith } from '../test-conversations.ts'
import { markdownFile } from './markdown-file.ts'
import { codeBlock, quotedMarkdown } from './quoted-markdown.ts'

const answered = (text: string): PortableConversation => {
  const body = { output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }] }
  const bytes = new TextEncoder().encode(JSON.stringify({ object: 'response', status: 'completed', ...body }))
  const headers = [['content-type', 'application/json']] as const
  return conversationWith({ name: 'hostile', status: 200, headers, bytes, isCut: false })
}

const topHeadings = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((token) => (token.type === 'heading' ? [`${'#'.repeat(token['depth'])} ${token['text']}`] : []))

const htmlIn = (markdown: string): string[] => {
  const found: string[] = []
  walkTokens(lexer(markdown), (token) => {
    if (token.type === 'html') found.push(token.raw.trim())
  })
  return found
}

const imagesIn = (markdown: string): number => {
  let images = 0
  walkTokens(lexer(markdown), (token) => {
    if (token.type === 'image') images += 1
  })
  return images
}

const skeleton = ['# Play hostile', '## Message 1', '### Answer']

const attacks: readonly string[] = [
  hostileMarkdown,
  '# I am the title now\n\nSetext too\n===',
  '```\nnever closed',
  '~~~html\n<b>never closed',
  '</details></blockquote></div><h1>out</h1>',
  '\\`<script>x</script>\\`',
  '| ` | <img src=x> | ` |\n|---|---|---|\n| a | b | c |',
  'a ` b\n<script>x</script> ` c',
  '``<b>`` and `<i>` are code',
  '> > > nested\n</blockquote>',
  '![a](https://evil.example/a.png) [ref]\n\n[ref]: https://evil.example\n> [Agent]: https://evil.example',
  '- item\n\n  ```\n  <b>\n',
  '\r# carriage\r\n<!-- comment',
  'https://evil.example/\\<b>x</b> https://evil.example/`<i>`',
  '<?php echo 1 ?> <![CDATA[ x ]]> <!DOCTYPE html>',
]

/** What Markdown and HTML are made of. */
const marks =
  '` `` ``` ~~~ <b> </details> <!-- --> <script> --- \\ ![ ](x) &lt; word https://a.example/ www.a.example "> === * $'
const pieces = [
  ...marks.split(' '),
  '# ',
  '> ',
  '- ',
  '1. ',
  '[a]: x',
  '<a href="',
  '\n',
  '\n\n',
  '\r',
  '\t',
  '    ',
  '|',
]

describe('a conversation as Markdown', () => {
  it('shows messages, tool calls, figures and findings of every recorded answer', () => {
    for (const answer of recordedAnswers) {
      const text = markdownFile(conversationWith(answer))
      expect(topHeadings(lexer(text)), answer.name).toEqual([`# Play ${answer.name}`, '## Message 1', '### Answer'])
      expect(text).toContain(`> Play ${answer.name}`)
    }
  })

  it('reads like this', () => {
    expect(markdownFile(answered('It is *fine*.\n\n- one'))).toMatchInlineSnapshot(`
      "# Play hostile

      Agent: Recorded agent · 2026-11-18 11:06 UTC

      ## Message 1

      > Play hostile

      \`custom_inputs\`:

      \`\`\`json
      {
        "depth": 2
      }
      \`\`\`

      ### Answer

      > It is *fine*.
      >
      > - one

      whole · completed · first text after 14 ms · total 14 ms · 1 event · 158 B

      **Findings**

      - A message without an id (\`missing-id\`)
      "
    `)
  })

  it.each(attacks)('keeps its structure whatever the agent writes: %j', (attack) => {
    const text = markdownFile(answered(attack))
    expect(topHeadings(lexer(text))).toEqual(skeleton)
    expect(htmlIn(text)).toEqual([])
    expect(imagesIn(text)).toBe(0)
  })

  it('keeps its structure against any mixture of what Markdown and HTML are made of', () => {
    const piece = fc.constantFrom(...pieces)
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (parts) => {
        const text = markdownFile(answered(parts.join('')))
        expect(topHeadings(lexer(text))).toEqual(skeleton)
        expect(htmlIn(text)).toEqual([])
      }),
      { seed: 20_261_127, numRuns: 3000 },
    )
  })

  it('leaves code as it is', () => {
    expect(quotedMarkdown('Use `<b>`:\n\n```html\n<b>\n```')).toBe('> Use `<b>`:\n>\n> ```html\n> <b>\n> ```')
    expect(codeBlock('a ```` b')).toBe('`````\na ```` b\n`````')
  })
})
