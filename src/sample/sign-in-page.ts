import { createHash } from 'node:crypto'
import type { Person } from './people.ts'

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const style = `
:root{color-scheme:light dark;--page:#f4f2ee;--card:#fffdfa;--ink:#23201c;--soft:#6a635a;--line:#ddd6cc;--accent:#a8421b;--on-accent:#fff;--tag:#f6e6dc}
@media (prefers-color-scheme:dark){:root{--page:#171513;--card:#211e1b;--ink:#f1ece5;--soft:#aaa197;--line:#3a352f;--accent:#f0875a;--on-accent:#1d1009;--tag:#3a241a}}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:grid;place-items:center;padding:1.25rem;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:27rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1.75rem;box-shadow:0 1px 2px #0001,0 12px 32px -16px #0004}
.tag{display:inline-block;margin:0 0 1rem;padding:.15rem .6rem;border-radius:1rem;background:var(--tag);color:var(--accent);font-size:.8125rem;font-weight:600}
h1{margin:0 0 .375rem;font-size:1.375rem;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
p{margin:0 0 1.25rem;color:var(--soft)}
ul{margin:0 0 1.25rem;padding:0;list-style:none;border:1px solid var(--line);border-radius:.75rem}
li{padding:.75rem 1rem}li+li{border-top:1px solid var(--line)}li small{display:block;color:var(--soft)}
button{font:inherit;color:inherit;cursor:pointer;border-radius:.75rem;border:1px solid var(--line);background:transparent;min-height:2.75rem}
button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.person{display:grid;grid-template-columns:2.5rem 1fr;gap:.875rem;align-items:center;width:100%;padding:.75rem .875rem;margin-bottom:.625rem;text-align:start}
.person:hover{border-color:var(--accent)}
.person small{display:block;color:var(--soft);font-size:.875rem}
.mark{display:grid;place-items:center;width:2.5rem;height:2.5rem;border-radius:50%;background:var(--tag);color:var(--accent);font-weight:650}
.row{display:grid;grid-template-columns:1fr 1fr;gap:.625rem}
.primary{background:var(--accent);border-color:var(--accent);color:var(--on-accent);font-weight:600}
.quiet{width:100%;margin-top:.375rem;border-color:transparent;color:var(--soft)}
.quiet:hover,.row button:hover{border-color:var(--accent)}
footer{margin-top:1.25rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.8125rem;color:var(--soft)}
`

const styleHash = createHash('sha256').update(style).digest('base64')

/**
 * `form-action` also governs where a form's redirects may lead, so the addresses that a sign-in
 * returns to have to be named (CSP 3, 6.4.1.1).
 */
export const signInHeaders = (redirectOrigins: readonly string[]): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action 'self' ${redirectOrigins.join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
})

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – Sample workspace</title><style>${style}</style></head>
<body><main><span class="tag">Sample workspace</span>${content}
<footer>This workspace is part of Agent Playground and runs on this computer. Its people, agents and numbers are made up, and it asks for no password.</footer>
</main></body></html>`

const initialsOf = (person: Person): string => `${person.givenName.charAt(0)}${person.familyName.charAt(0)}`

const personButton = (person: Person, label: string): string =>
  `<button class="person" name="person" value="${person.key}"><span class="mark" aria-hidden="true">${initialsOf(person)}</span>` +
  `<span><strong>${escapeHtml(label)}</strong><small>${escapeHtml(person.about)}</small></span></button>`

/** Asks who to be. `current` is the person whose session this browser still has. */
export const signInPage = (people: readonly Person[], current?: Person): string => {
  const others = people.filter((person) => person !== current)
  const continued = current === undefined ? '' : personButton(current, `Continue as ${current.displayName}`)
  return page(
    'Sign in',
    `<h1>Who do you want to be?</h1><p>Pick a person to sign in with.</p>
<form method="post">${continued}${others.map((person) => personButton(person, person.displayName)).join('')}
<button class="quiet" name="decision" value="cancel">Cancel</button></form>`,
  )
}

/** Asks whether the client may act for this person. */
export const consentPage = (clientName: string, returnsTo: string, person: Person): string =>
  page(
    'Allow access',
    `<h1>Allow ${escapeHtml(clientName)} to act for you?</h1>
<p>You are signed in as ${escapeHtml(person.displayName)}. The answer goes to ${escapeHtml(returnsTo)}.</p>
<ul><li>Call every API as you<small>all-apis</small></li><li>Stay signed in when you are away<small>offline_access</small></li></ul>
<form method="post" class="row"><button name="decision" value="cancel">Cancel</button><button class="primary" name="decision" value="allow">Allow</button></form>`,
  )

/** Shown when a sign-in page is opened that is over or was never begun. */
export const expiredPage = (): string =>
  page(
    'Sign-in is over',
    '<h1>This sign-in is over</h1><p>It was finished, took too long, or belongs to another browser. Go back to the playground and sign in again.</p>',
  )
