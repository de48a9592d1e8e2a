/** A command line cut into its words, as sh does it, or PowerShell where it is written for that. Nothing is run. */
export interface ShellWords {
  readonly words: readonly string[]
  /** What stands behind the command: its output, or another one. */
  readonly rest: string
  /** Variables and commands that a shell would have put in; they stay as they are written. */
  readonly unknown: readonly string[]
}

const ansiEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
}

const codes = /\\(?:u([\da-fA-F]{1,4})|U([\da-fA-F]{1,8})|x([\da-fA-F]{1,2})|([0-7]{1,3})|([\s\S]))/g

/** `$'…'`: what browsers write when they copy a request with line breaks or quotes in it. */
const ansiText = (text: string): string =>
  text.replace(codes, (_, u?: string, big?: string, x?: string, octal?: string, other?: string) => {
    const hex = u ?? big ?? x
    const code =
      hex === undefined ? (octal === undefined ? undefined : Number.parseInt(octal, 8)) : Number.parseInt(hex, 16)
    if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD'
    const letter = other ?? ''
    return Object.hasOwn(ansiEscapes, letter) ? (ansiEscapes[letter] ?? '') : `\\${letter}`
  })

interface Dialect {
  /** Joins a line with the next one, and keeps the character behind it. */
  readonly escape: '\\' | '`'
  /** What a double quote within double quotes may be written as, beside the escape. */
  readonly doubles: boolean
}

const sh: Dialect = { escape: '\\', doubles: false }
const powershell: Dialect = { escape: '`', doubles: true }

/** A text that ends its lines with a backtick, or names the program as PowerShell needs it, is PowerShell's. */
const dialectOf = (text: string): Dialect => (/`[ \t]*\r?\n|^\s*curl\.exe\b/.test(text) ? powershell : sh)

/** The end of a quotation: the place of its closing mark, skipping what is escaped. */
const closing = (text: string, from: number, mark: string, escape: string): number => {
  for (let at = from; at < text.length; at += 1) {
    if (escape !== '' && text[at] === escape) at += 1
    else if (text[at] === mark) return at
  }
  return -1
}

const variable = /\$(?:\{[^}]*\}|\([^)]*\)|(?:env:)?[A-Za-z_]\w*)/g

/** Cuts one command. Undefined where a quotation has no end. */
export const shellWords = (text: string): ShellWords | undefined => {
  const { escape, doubles } = dialectOf(text)
  const words: string[] = []
  const unknown: string[] = []
  let word: string | undefined
  let at = 0
  const add = (more: string) => {
    word = (word ?? '') + more
  }
  const finish = () => {
    if (word !== undefined) words.push(word)
    word = undefined
  }
  const note = (more: string) => {
    unknown.push(...(more.match(variable) ?? []))
    return more
  }

  const quotedDouble = (): boolean => {
    let inner = ''
    for (at += 1; at < text.length; at += 1) {
      const character = text[at] ?? ''
      const next = text[at + 1] ?? ''
      if (character === '"' && doubles && next === '"') {
        inner += '"'
        at += 1
      } else if (character === '"') {
        at += 1
        add(note(inner))
        return true
      } else if (character === escape) {
        at += 1
        if (next === '\n') continue
        if (escape === '`') inner += { n: '\n', t: '\t', r: '\r' }[next] ?? next
        else inner += '$`"\\'.includes(next) ? next : `\\${next}`
      } else inner += character
    }
    return false
  }

  const quotedSingle = (): boolean => {
    let from = at + 1
    for (;;) {
      const end = text.indexOf("'", from)
      if (end < 0) return false
      add(text.slice(from, end))
      at = end + 1
      // PowerShell writes a quote as two.
      if (!doubles || text[at] !== "'") return true
      add("'")
      from = at + 1
    }
  }

  while (at < text.length) {
    const character = text[at] ?? ''
    const next = text[at + 1] ?? ''
    if (character === '\n' || character === ';' || character === '|' || character === '&') break
    if (/\s/.test(character)) {
      finish()
      at += 1
    } else if (character === '$' && next === "'" && !doubles) {
      const end = closing(text, at + 2, "'", '\\')
      if (end < 0) return undefined
      add(ansiText(text.slice(at + 2, end)))
      at = end + 1
    } else if (character === "'") {
      if (!quotedSingle()) return undefined
    } else if (character === '"') {
      if (!quotedDouble()) return undefined
    } else if (character === escape) {
      const continued = /^[ \t]*\r?\n[ \t]*/.exec(text.slice(at + 1))?.[0]
      if (continued === undefined) add(next)
      else finish()
      at += 1 + (continued?.length ?? 1)
    } else if (character === '#' && word === undefined) break
    else {
      const found =
        character === '$' ? /^\$(?:\{[^}]*\}|\([^)]*\)|(?:env:)?[A-Za-z_]\w*)/.exec(text.slice(at))?.[0] : undefined
      add(found === undefined ? character : note(found))
      at += found?.length ?? 1
    }
  }
  finish()
  return { words, rest: text.slice(at), unknown }
}
