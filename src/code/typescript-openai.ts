import { clientCallOf } from './client-call.ts'
import {
  fileNameOf,
  isStreamed,
  needsToken,
  ownHeaders,
  tokenAdvice,
  tokenVariable,
  type CodeRequest,
  type Snippet,
} from './code-request.ts'
import { javascriptLiteral, javascriptString } from './javascript-literal.ts'

export const javascriptHeaders = (request: CodeRequest): readonly string[] =>
  ownHeaders(request).map(({ name, value }) => {
    const written =
      'text' in value ? javascriptString(value.text) : `process.env[${javascriptString(value.variable)}] ?? ""`
    return `${javascriptString(name)}: ${written}`
  })

const typeOf = (api: 'responses' | 'chat', streamed: boolean): string => {
  const kind = streamed ? 'Streaming' : 'NonStreaming'
  return api === 'chat'
    ? `OpenAI.Chat.ChatCompletionCreateParams${kind}`
    : `OpenAI.Responses.ResponseCreateParams${kind}`
}

export const typescriptOpenai = (request: CodeRequest): Snippet => {
  const found = clientCallOf(request)
  if (!found.ok) return { kind: 'impossible', why: found.why }
  const { base, api, known, extra, notes } = found.call
  const streamed = isStreamed(request)
  const signedIn = needsToken(request)
  const hasExtra = Object.keys(extra).length > 0
  const headers = javascriptHeaders(request)
  const body = javascriptLiteral({ ...known, ...extra }, '  ')
  const create = api === 'chat' ? 'client.chat.completions.create' : 'client.responses.create'
  const name = streamed ? (api === 'chat' ? 'chunks' : 'events') : api === 'chat' ? 'completion' : 'response'
  const text = [
    '// npm install openai',
    ...(signedIn ? [`// export ${tokenVariable}="$(${tokenAdvice(request)})"`] : []),
    'import OpenAI from "openai";',
    '',
    'const client = new OpenAI({',
    `  baseURL: ${javascriptString(base)},`,
    signedIn
      ? `  apiKey: process.env["${tokenVariable}"],`
      : '  apiKey: "none", // An agent on this computer asks for no sign-in.',
    '  maxRetries: 0, // Asked again, an agent may use its tools again.',
    '});',
    '',
    ...(hasExtra ? [`// The client’s types do not know ${Object.keys(extra).join(', ')}.`] : []),
    `const ${name} = await ${create}(`,
    `  ${body} as ${typeOf(api, streamed)},`,
    ...(headers.length === 0 ? [] : [`  { headers: { ${headers.join(', ')} } },`]),
    ');',
    ...(streamed
      ? [`for await (const part of ${name}) console.log(JSON.stringify(part));`]
      : [`console.log(JSON.stringify(${name}, null, 2));`]),
    '',
  ].join('\n')
  return { kind: 'code', text, fileName: fileNameOf(request, 'ts'), notes }
}
