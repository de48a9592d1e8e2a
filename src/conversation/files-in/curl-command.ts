import { headerField } from '../../exchange/header-field.ts'
import { isMasked, redactHeaders, redactUrl } from '../../exchange/redact.ts'
import type { RecordedRequest } from '../../exchange/recording.ts'
import { failure, success, type Problem, type Result } from '../../lib/problem.ts'
import { fieldsOfLines } from './header-lines.ts'
import { shellWords } from './shell-words.ts'

/** What a `curl` command would have sent. */
export interface CurlCommand {
  readonly request: RecordedRequest
  /** What was left out or could not be known, one sentence each. */
  readonly notes: readonly string[]
  /** What stands behind the command: its output, where it was copied along. */
  readonly rest: string
}

/** Comments and settings ahead of the command, and the prompt that it was typed at. */
const lead = /^(?:\s*(?:#|export |\$env:)[^\n]*\n)*\s*(?:[$>%]\s+|PS [^>\n]*>\s*)?/

const longestLead = 10_000

/** PowerShell's way to write a text over several lines, and to hand it to a program. */
const hereString = /^@'\r?\n([\s\S]*?)\r?\n'@\s*\|\s*/

const commandIn = (text: string): { readonly command: string; readonly given?: string } => {
  const command = text.slice(lead.exec(text.slice(0, longestLead))?.[0].length ?? 0)
  const given = hereString.exec(command)
  return given === null ? { command } : { command: command.slice(given[0].length), given: given[1] ?? '' }
}

export const isCurlCommand = (text: string): boolean => /^curl(?:\.exe)?\s/.test(commandIn(text).command)

/** `<<'JSON'` and the lines down to that word: what the command reads as its input. */
const hereDocument = (
  words: readonly string[],
  rest: string,
): { readonly given: string; readonly rest: string } | undefined => {
  const mark = words.find((word) => /^<<-?\w+$/.test(word))?.replace(/^<<-?/, '')
  if (mark === undefined) return undefined
  const lines = rest.replace(/^\r?\n/, '').split(/\r?\n/)
  const end = lines.indexOf(mark)
  return end < 0 ? undefined : { given: lines.slice(0, end).join('\n'), rest: lines.slice(end + 1).join('\n') }
}

const refuse = (title: string, detail: string, remedy: string): { readonly ok: false; readonly problem: Problem } =>
  failure({ kind: 'input', code: 'curl-unreadable', title, detail, remedy, who: 'you' })

/** Options of curl that take the next word; those of one letter may have it attached. */
const withValue = new Set(
  'H X d u A e b c m o w x E F T K r y Y z U C D P Q t url-query request header data data-raw data-binary data-ascii data-urlencode json url user user-agent referer cookie cookie-jar max-time connect-timeout output write-out proxy form form-string upload-file config retry retry-delay cacert cert key resolve connect-to interface limit-rate oauth2-bearer proxy-user proxy-header unix-socket ciphers tls-max rate stderr trace trace-ascii dump-header max-redirs speed-limit speed-time keepalive-time'.split(
    ' ',
  ),
)

const dataOptions = new Set(['d', 'data', 'data-ascii', 'data-raw', 'data-binary', 'json'])
const headerOptions = new Set(['H', 'header'])
const fileOptions = new Set(['F', 'form', 'form-string', 'T', 'upload-file', 'K', 'config'])

interface Option {
  readonly name: string
  readonly value: string
}

/** Words as options and addresses: `-XPOST`, `-sNH 'a: b'`, `--json=…` and `--json …` alike. */
const optionsOf = (words: readonly string[]): readonly Option[] => {
  const options: Option[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--') continue
    if (word.startsWith('--')) {
      const equals = word.indexOf('=')
      const name = word.slice(2, equals < 0 ? undefined : equals)
      if (!withValue.has(name)) options.push({ name, value: '' })
      else options.push({ name, value: equals < 0 ? (words[(at += 1)] ?? '') : word.slice(equals + 1) })
    } else if (word.startsWith('-') && word.length > 1) {
      const letters = word.slice(1)
      const taking = [...letters].findIndex((letter) => withValue.has(letter))
      for (const name of letters.slice(0, taking < 0 ? undefined : taking)) options.push({ name, value: '' })
      if (taking < 0) continue
      const attached = letters.slice(taking + 1)
      options.push({ name: letters[taking] ?? '', value: attached === '' ? (words[(at += 1)] ?? '') : attached })
    } else options.push({ name: 'url', value: word })
  }
  return options
}

const addressOf = (options: readonly Option[]): string | undefined => {
  const written = options.find(({ name, value }) => name === 'url' && value !== '')?.value
  if (written === undefined) return undefined
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `http://${written}`
}

const secretNames = new Set(['u', 'user', 'oauth2-bearer', 'b', 'cookie', 'proxy-user', 'U'])

const notesOf = (
  options: readonly Option[],
  headers: RecordedRequest['headers'],
  unknown: readonly string[],
): readonly string[] => {
  const masked = headers.filter(([, value]) => isMasked(value)).map(([name]) => name)
  const secret = options.some(({ name }) => secretNames.has(name)) ? ['the sign-in of the command'] : []
  const dropped = [...masked, ...secret]
  const variables = [...new Set(unknown)]
  return [
    ...(dropped.length === 0 ? [] : [`Left out: ${dropped.join(', ')}. The playground signs in itself.`]),
    ...(variables.length === 0
      ? []
      : [`The shell would have put something in for ${variables.slice(0, 5).join(', ')}; here it stays as written.`]),
  ]
}

/** A body from a file is not here; `--data-raw` alone takes an @ for what it is. */
const fileNamed = (options: readonly Option[]): string | undefined => {
  const named = options.find(
    ({ name, value }) =>
      (dataOptions.has(name) && name !== 'data-raw' && value.startsWith('@')) || fileOptions.has(name),
  )
  return named?.value.replace(/^@/, '')
}

/** Reads a command without running it. */
export const readCurlCommand = (text: string): Result<CurlCommand> => {
  const { command, given } = commandIn(text)
  const cut = shellWords(command)
  if (cut === undefined) {
    return refuse(
      'This curl command is not complete',
      'A quotation in it has no end.',
      'Copy the whole command, with its last quote.',
    )
  }
  const document = hereDocument(cut.words, cut.rest)
  const input = given ?? document?.given
  const options = optionsOf(cut.words.slice(1).filter((word) => !/^<<-?\w+$/.test(word))).map((option) =>
    input !== undefined && dataOptions.has(option.name) && option.value === '@-'
      ? { name: 'data-raw', value: input }
      : option,
  )
  const url = addressOf(options)
  if (url === undefined || !URL.canParse(url)) {
    return refuse(
      'This curl command names no address',
      url === undefined ? 'None of its words is a URL.' : `“${url.slice(0, 200)}” cannot be read as one.`,
      'Copy the command with its URL.',
    )
  }
  const file = fileNamed(options)
  if (file !== undefined) {
    return refuse(
      'The body of this curl command is in a file',
      file === '-'
        ? 'It is read from the standard input.'
        : `It is read from “${file.slice(0, 200)}”, which the playground cannot open.`,
      'Put the content of the file in its place, after --json, and paste again.',
    )
  }
  const data = options.filter(({ name }) => dataOptions.has(name))
  const json = options.some(({ name }) => name === 'json')
  const fields = fieldsOfLines(options.flatMap(({ name, value }) => (headerOptions.has(name) ? [value] : [])))
  const implied =
    json && headerField(fields, 'content-type') === undefined ? [['content-type', 'application/json'] as const] : []
  const headers = redactHeaders([...fields, ...implied])
  const method =
    options.findLast(({ name }) => name === 'X' || name === 'request')?.value ?? (data.length > 0 ? 'POST' : 'GET')
  return success({
    request: {
      method: method.toUpperCase().slice(0, 20),
      url: redactUrl(url),
      headers,
      // curl joins --json as it is, and the others with an ampersand.
      body: data.map(({ value }) => value).join(json ? '' : '&'),
    },
    notes: notesOf(options, headers, cut.unknown),
    rest: document?.rest ?? cut.rest,
  })
}
