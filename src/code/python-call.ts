import type { JsonObject } from '../lib/json.ts'
import { hasLoneSurrogate } from '../lib/unseen.ts'
import type { ClientCall } from './client-call.ts'
import { isStreamed, ownHeaders, type CodeRequest } from './code-request.ts'
import { pythonLiteral, pythonString } from './python-literal.ts'

const step = '    '

const headerArgument = (request: CodeRequest): readonly string[] => {
  const headers = ownHeaders(request)
  if (headers.length === 0) return []
  const entries = headers.map(({ name, value }) => {
    const written = 'text' in value ? pythonString(value.text) : `os.environ[${pythonString(value.variable)}]`
    return `${pythonString(name)}: ${written}`
  })
  return [`${step}extra_headers={${entries.join(', ')}},`]
}

const bodyArguments = (fields: JsonObject): readonly string[] =>
  Object.entries(fields).map(([name, value]) => `${step}${name}=${pythonLiteral(value, step)},`)

/** The call and what is done with its answer; `client` exists by then. Every line is one JSON object. */
export const pythonCall = (request: CodeRequest, { api, known, extra }: ClientCall): string => {
  const streamed = isStreamed(request)
  const create = api === 'chat' ? 'client.chat.completions.create' : 'client.responses.create'
  const [answer, part] = api === 'chat' ? ['completion', 'chunk'] : ['response', 'event']
  const lines = [
    `${streamed ? `${part}s` : answer} = ${create}(`,
    ...bodyArguments(known),
    ...(Object.keys(extra).length === 0 ? [] : [`${step}extra_body=${pythonLiteral(extra, step)},`]),
    ...headerArgument(request),
    ')',
    ...(streamed
      ? [`for ${part} in ${part}s:`, `${step}print(${part}.to_json(indent=None))`]
      : [`print(${answer}.to_json())`]),
  ]
  return `${lines.join('\n')}\n`
}

export const readsEnvironment = (request: CodeRequest): boolean =>
  ownHeaders(request).some(({ value }) => 'variable' in value)

export const pythonNotes = (request: CodeRequest): readonly string[] =>
  hasLoneSurrogate(textsOf(request.body))
    ? ['A text in this request holds half of a surrogate pair, which Python’s clients refuse to send.']
    : []

/** All texts of the body in one; `JSON.stringify` alone would hide a half pair behind its escape. */
const textsOf = (body: JsonObject): string => {
  const texts: string[] = []
  JSON.stringify(body, (name, value: unknown) => {
    texts.push(name)
    if (typeof value === 'string') texts.push(value)
    return value
  })
  return texts.join(' ')
}
