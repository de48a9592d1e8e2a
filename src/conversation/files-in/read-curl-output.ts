import { headerField } from '../../exchange/header-field.ts'
import type { Head, RecordedExchange, RecordedRequest } from '../../exchange/recording.ts'
import { redactHeaders, redactUrl } from '../../exchange/redact.ts'
import type { EpochMs, Ms } from '../../lib/brand.ts'
import { joinedBytes } from '../../lib/joined-bytes.ts'
import { bodyAlone, openedOf, type Opened, type Source } from './found.ts'
import { fieldsOfLines } from './header-lines.ts'

/** One byte, one character: places in the text are places in the bytes. */
const byteText = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

const statusLine = /^HTTP\/[\d.]+ (\d{3})(?: (.*))?$/

const headOf = (lines: readonly string[]): Head | undefined => {
  const [, status = '', words = ''] = statusLine.exec(lines[0] ?? '') ?? []
  if (status === '' || Number(status) < 100 || Number(status) > 599) return undefined
  const fields = fieldsOfLines(lines.slice(1))
  return { at: 0 as Ms, status: Number(status), statusText: words.trim(), headers: redactHeaders(fields) }
}

interface Cut {
  readonly heads: readonly Head[]
  readonly request: RecordedRequest | undefined
  readonly body: Uint8Array
  /** Whether lines that curl said itself were taken out of the body's middle. */
  readonly isMended: boolean
}

/** `-i`: heads that stand in front of the body, one after the other after a 100, a proxy's answer or a redirect. */
const cutPlain = (bytes: Uint8Array): Cut => {
  const text = byteText(bytes)
  const heads: Head[] = []
  let at = /^\s*/.exec(text)?.[0].length ?? 0
  while (text.startsWith('HTTP/', at)) {
    const blank = /\r?\n\r?\n/g
    blank.lastIndex = at
    const end = blank.exec(text)
    const head = headOf(text.slice(at, end?.index ?? text.length).split(/\r?\n/))
    if (head === undefined) break
    heads.push(head)
    at = end === null ? text.length : end.index + end[0].length
  }
  return { heads, request: undefined, body: bytes.subarray(at), isMended: false }
}

/** What curl says about itself: `-v` notes, and sizes of what it moved. */
const noise = /^(?:\d\d:\d\d:\d\d\.\d+ )?(?:\* |\{ \[\d+ bytes data\]|\} \[\d+ bytes data\])|^\s+% Total\s|^\s+Dload\s/

/** Its progress, which it writes over itself wherever the body has come to. */
const meter = /\r *\d+(?: +[\d.kMGT]+){7}(?: +[\d:-]+){3} +[\d.kMGT]+(?:\n(?=\* |$))?/g

/** With `--trace-time`, a moment stands ahead. */
const said = /^(?:\d\d:\d\d:\d\d\.\d+ )?([<>]) ?(.*)$/

const requestOf = (lines: readonly string[], isSecure: boolean): RecordedRequest | undefined => {
  const [, method = '', path = ''] = /^([A-Z]+) (\S+) HTTP\//.exec(lines[0] ?? '') ?? []
  if (method === '') return undefined
  const fields = fieldsOfLines(lines.slice(1))
  const host = headerField(fields, 'host') ?? ''
  return {
    method,
    url: redactUrl(`${isSecure ? 'https' : 'http'}://${host}${path}`),
    headers: redactHeaders(fields),
    body: '',
  }
}

const withoutMeters = (bytes: Uint8Array): Uint8Array => {
  const parts: Uint8Array[] = []
  let from = 0
  for (const { index, 0: found } of byteText(bytes).matchAll(meter)) {
    parts.push(bytes.subarray(from, index))
    from = index + found.length
  }
  return joinedBytes([...parts, bytes.subarray(from)])
}

/** `-v`: the heads are marked, and what curl says stands between the lines of the body. */
const cutVerbose = (printed: Uint8Array): Cut => {
  const bytes = withoutMeters(printed)
  const text = byteText(bytes)
  const sent: string[] = []
  const heads: string[][] = []
  const body: [from: number, to: number][] = []
  for (let at = 0; at < text.length;) {
    const feed = text.indexOf('\n', at)
    const next = feed < 0 ? text.length : feed + 1
    const line = text.slice(at, next).replace(/\r?\n$/, '')
    const [, side, words = ''] = said.exec(line) ?? []
    if (side === '>') sent.push(words)
    else if (side === '<' && statusLine.test(words)) heads.push([words])
    else if (side === '<') heads.at(-1)?.push(words)
    else if (!noise.test(line)) body.push([at, next])
    at = next
  }
  const joined = joinedBytes(body.map(([from, to]) => bytes.subarray(from, to)))
  // Only one request is drawn: that of the last redirect is the one that was answered.
  const lastSent = sent.findLastIndex((line) => / HTTP\//.test(line))
  return {
    heads: heads.flatMap((lines) => headOf(lines) ?? []),
    request: requestOf(
      sent.slice(Math.max(0, lastSent)).filter((line) => line !== ''),
      /^\* .*(SSL|TLS|ALPN)/m.test(text),
    ),
    // `-i` beside `-v` prints the heads once more.
    body: cutPlain(joined).body,
    isMended: true,
  }
}

const dateOf = (head: Head | undefined): EpochMs | undefined => {
  const date = headerField(head?.headers ?? [], 'date')
  const at = date === undefined ? Number.NaN : Date.parse(date)
  return Number.isFinite(at) && at >= 0 ? (at as EpochMs) : undefined
}

const isVerbose = (text: string): boolean => /^(?:\d\d:\d\d:\d\d\.\d+ )?< HTTP\/[\d.]+ \d{3}/m.test(text)

/** Whether curl printed a head, with `-i` or with `-v`. */
export const isCurlOutput = ({ text }: Pick<Source, 'text'>): boolean =>
  /^\s*HTTP\/[\d.]+ \d{3}/.test(text) || isVerbose(text)

/** What `curl -N -i`, with or without `-v`, printed. `request`: from the command, where it stands above. */
export const readCurlOutput = (source: Source, request?: RecordedRequest): Opened => {
  const cut = isVerbose(source.text) ? cutVerbose(source.bytes) : cutPlain(source.bytes)
  const head = cut.heads.at(-1)
  const asked = request ?? cut.request
  const alone = bodyAlone(cut.body, dateOf(head) ?? source.openedAt, cut.isMended ? ['bytes'] : [])
  const known = new Set<string>([...(head === undefined ? [] : ['head']), ...(asked === undefined ? [] : ['request'])])
  const exchange: RecordedExchange = {
    ...alone,
    head,
    request: asked ?? alone.request,
    missing: (alone.missing ?? []).filter((thing) => !known.has(thing)),
  }
  const passed = cut.heads.length - 1
  const notes = [
    ...(passed > 0
      ? [
          `${passed} earlier ${passed === 1 ? 'head' : 'heads'} (${cut.heads
            .slice(0, -1)
            .map(({ status }) => status)
            .join(', ')}) stood ahead of the answer’s own.`,
        ]
      : []),
    ...(asked !== undefined && asked.body === '' ? ['The body of the request is not in it.'] : []),
  ]
  return openedOf([exchange], source.name, notes)
}
