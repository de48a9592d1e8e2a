/** A URL taken apart for people, so that the host that decides cannot hide. */
export interface ShownUrl {
  readonly beforeHost: string
  /** As it is resolved: punycode for anything outside ASCII. */
  readonly host: string
  readonly afterHost: string
  /** The host in its own script, where that looks different. */
  readonly internationalHost: boolean
  /** The URL holds a name or password before the host, which is a way to pretend another one. */
  readonly credentials: boolean
}

// Everything that is not a visible ASCII character. The URL parser has encoded it in most places; fragments and
// opaque paths of future schemes must not be the exception that turns the reading direction around.
const unseen = /[^\u0021-\u007E]/gu

const escaped = (text: string): string =>
  text.replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`)

/** Undefined for whatever must not be opened: anything but http, https and mailto. */
export const showUrl = (text: string): ShownUrl | undefined => {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.protocol === 'mailto:') {
    return {
      beforeHost: 'mailto:',
      host: escaped(url.pathname),
      afterHost: escaped(url.search),
      internationalHost: false,
      credentials: false,
    }
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  const user = url.username === '' ? '' : `${url.username}${url.password === '' ? '' : ':***'}@`
  return {
    beforeHost: escaped(`${url.protocol}//${user}`),
    host: url.host,
    afterHost: escaped(`${url.pathname}${url.search}${url.hash}`),
    internationalHost: url.hostname.split('.').some((label) => label.startsWith('xn--')),
    credentials: user !== '',
  }
}
