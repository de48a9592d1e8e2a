import { arrayOf, fieldOf, isObject, type Json, type JsonObject, numberOf, parseJson, stringOf } from '../lib/json.ts'
import { defined } from './defined.ts'
import { jsonText } from './json-text.ts'

/** What an error says, whichever shape it came in. Plain text: it is shown, never rendered. */
export interface ErrorText {
  readonly message: string
  readonly code?: string
  readonly requestId?: string
  /** Further particulars, one a line. */
  readonly details?: string
}

const longest = 2000

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)

const sentence = (value: Json | undefined): string | undefined => {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  return value === undefined || value === null ? undefined : jsonText(value)
}

/** Databricks lists the id of the request among the details; it is told by itself. */
const isRequestInfo = (entry: Json): boolean => stringOf(entry, 'request_id') !== undefined

/** One entry of FastAPI's `detail` list, of a list of zod issues, or of Databricks' `details`. */
const detailOf = (entry: Json): string => {
  const message = stringOf(entry, 'msg') ?? stringOf(entry, 'message') ?? stringOf(entry, 'reason')
  const place = (arrayOf(entry, 'loc') ?? arrayOf(entry, 'path') ?? []).join('.')
  if (message === undefined) return typeof entry === 'string' ? entry : jsonText(entry)
  return place === '' ? message : `${place}: ${message}`
}

const requestIdOf = (json: JsonObject): string | undefined => {
  const own = stringOf(json, 'request_id') ?? stringOf(fieldOf(json, 'databricks_output'), 'databricks_request_id')
  if (own !== undefined) return own
  const named = (arrayOf(json, 'details') ?? []).find((entry) => stringOf(entry, 'request_id') !== undefined)
  return stringOf(named, 'request_id')
}

const codeOf = (json: JsonObject): string | undefined =>
  stringOf(json, 'error_code') ??
  stringOf(json, 'code') ??
  stringOf(json, 'errorCode') ??
  numberOf(json, 'code')?.toString()

/** External model endpoints put the provider's whole error, as JSON text, into `message`. */
const unwrapped = (text: string, depth: number): ErrorText | undefined => {
  if (depth > 2 || !text.startsWith('{')) return undefined
  const parsed = parseJson(text)
  return parsed.ok && isObject(parsed.value) ? errorOfJson(parsed.value, depth + 1) : undefined
}

/**
 * The message of an error object: FastAPI `detail`, Express and AppKit `error` + `message`, Databricks REST
 * `error_code` + `message`, OpenAI's nested `error`, external models' `external_model_error`, SQL's
 * `error_description`. Undefined when the object does not look like an error.
 */
export const errorOfJson = (json: JsonObject, depth = 0): ErrorText | undefined => {
  if (depth > 4) return undefined
  const own = { code: codeOf(json), requestId: requestIdOf(json) }
  const nested = fieldOf(json, 'error') ?? fieldOf(json, 'external_model_error')
  if (isObject(nested)) {
    const inner = errorOfJson(nested, depth + 1)
    const code = inner?.code ?? stringOf(nested, 'type') ?? own.code
    return defined({ ...own, ...inner, code, message: inner?.message ?? cut(jsonText(nested)) })
  }
  const detail = fieldOf(json, 'detail')
  const list = (Array.isArray(detail) ? detail : arrayOf(json, 'details'))?.filter((entry) => !isRequestInfo(entry))
  const details = list === undefined || list.length === 0 ? undefined : cut(list.map(detailOf).join('\n'))
  const error = sentence(nested)
  const said = sentence(fieldOf(json, 'message')) ?? sentence(fieldOf(json, 'error_description'))
  const message = said ?? (Array.isArray(detail) ? undefined : sentence(detail)) ?? error ?? details
  if (message === undefined) return own.code === undefined ? undefined : defined({ ...own, message: own.code })
  const inner = unwrapped(message, depth)
  if (inner !== undefined) return defined({ ...inner, ...defined(own), details: inner.details ?? details })
  const code = own.code ?? (said !== undefined && error !== undefined && error !== said ? error : undefined)
  return defined({ ...own, code, message: cut(message), details: details === message ? undefined : details })
}

const entities = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
  ['&nbsp;', ' '],
])

const withoutTags = (html: string): string =>
  html
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (entity) => entities.get(entity) ?? entity)
    .replaceAll(/\s+/g, ' ')
    .trim()

const between = (html: string, tag: string): string => {
  const lower = html.toLowerCase()
  const open = lower.indexOf(`<${tag}`)
  if (open === -1) return ''
  const start = lower.indexOf('>', open) + 1
  const end = lower.indexOf(`</${tag}`, start)
  return start === 0 ? '' : withoutTags(html.slice(start, end === -1 ? start + longest : end))
}

const errorOfHtml = (html: string): ErrorText => {
  const head = html.slice(0, 100_000)
  const title = between(head, 'title')
  const pre = between(head, 'pre')
  const message = pre || title || withoutTags(head.replaceAll(/<(script|style)[^<>]*>[^<]*/gi, ' '))
  return defined({
    message: cut(message || 'An HTML page without text'),
    details: pre !== '' && title !== '' ? title : undefined,
  })
}

/** `CODE: message`, as some Databricks services answer in plain text. */
const codeAndMessage = /^([A-Z][A-Z0-9_]{2,}): ?(\S.*)$/s

/** Flattens an error body of any shape that is seen on the way to an agent. An empty body has an empty message. */
export const errorTextOf = (body: string, contentType = ''): ErrorText => {
  const text = body.trim()
  const parsed = parseJson(text)
  if (parsed.ok) {
    if (isObject(parsed.value)) return errorOfJson(parsed.value) ?? { message: cut(text) }
    return { message: cut(sentence(parsed.value) ?? '') }
  }
  if (contentType.toLowerCase().includes('html') || /^<(!doctype|html)/i.test(text)) return errorOfHtml(text)
  const coded = codeAndMessage.exec(text)
  if (coded?.[1] !== undefined && coded[2] !== undefined) return { message: cut(coded[2]), code: coded[1] }
  return { message: cut(text) }
}
