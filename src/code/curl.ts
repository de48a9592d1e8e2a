import { escapeUnseen } from '../lib/unseen.ts'
import { backgroundNotes } from './client-call.ts'
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
import { asciiJson, powershellString } from './powershell-literal.ts'
import { insideDoubleQuotes, shellString } from './shell-literal.ts'

/** Unseen characters cannot stand outside of strings in JSON, so escaping all of them is escaping within strings. */
const jsonBody = ({ body }: CodeRequest): string =>
  JSON.stringify(body, null, 2)
    .split('\n')
    .map((line) => escapeUnseen(line))
    .join('\n')

const accept = (request: CodeRequest): string =>
  `Accept: ${isStreamed(request) ? 'text/event-stream' : 'application/json'}`

/** One argument of a program may have 128 kB on Linux; a longer body goes in by the input. */
const longestArgument = 100_000

/** For sh, bash, zsh and their like. */
export const curlForShell = (request: CodeRequest): Snippet => {
  const json = jsonBody(request)
  const isLong = json.length > longestArgument
  const options = [
    `--url ${shellString(request.url)}`,
    `--header 'Content-Type: application/json'`,
    `--header ${shellString(accept(request))}`,
    ...(needsToken(request) ? [`--header "Authorization: Bearer $${tokenVariable}"`] : []),
    ...ownHeaders(request).map(({ name, value }) =>
      'text' in value
        ? `--header ${shellString(`${name}: ${value.text}`)}`
        : `--header "${insideDoubleQuotes(name)}: $${value.variable}"`,
    ),
    isLong ? "--data-binary @- <<'JSON'" : `--data-binary ${shellString(json)}`,
  ]
  const text = [
    ...(needsToken(request) ? [`# export ${tokenVariable}="$(${tokenAdvice(request)})"`] : []),
    `curl --no-buffer --silent --show-error --fail-with-body --request POST \\\n  ${options.join(' \\\n  ')}`,
    ...(isLong ? [json, 'JSON'] : []),
    '',
  ].join('\n')
  return { kind: 'code', text, fileName: fileNameOf(request, 'sh'), notes: backgroundNotes(request.body) }
}

/** For PowerShell on any system. The body goes in by the input: as an argument, its quotes would not survive. */
export const curlForPowershell = (request: CodeRequest): Snippet => {
  const texts = ownHeaders(request).flatMap(({ name, value }) => ('text' in value ? [`${name}: ${value.text}`] : []))
  const options = [
    `--url ${powershellString(request.url)}`,
    `--header 'Content-Type: application/json'`,
    `--header ${powershellString(accept(request))}`,
    ...(needsToken(request) ? [`--header "Authorization: Bearer $env:${tokenVariable}"`] : []),
    ...ownHeaders(request).map(({ name, value }) =>
      'text' in value
        ? `--header ${powershellString(`${name}: ${value.text}`)}`
        : `--header "${name}: $env:${value.variable}"`,
    ),
    '--data-binary "@-"',
  ]
  const text = [
    ...(needsToken(request)
      ? [
          `# $env:${tokenVariable} = (databricks auth token --host ${request.origin ?? ''} | ConvertFrom-Json).access_token`,
        ]
      : []),
    "@'",
    asciiJson(JSON.stringify(request.body, null, 2)),
    `'@ | curl.exe --no-buffer --silent --show-error --fail-with-body --request POST \`\n  ${options.join(' `\n  ')}`,
    '',
  ].join('\n')
  const notes = [
    'curl.exe is part of Windows; elsewhere write curl.',
    ...(texts.some((header) => header.includes('"'))
      ? ['A header holds a double quote, which PowerShell before 7.3 does not hand on to programs as written.']
      : []),
    ...backgroundNotes(request.body),
  ]
  return { kind: 'code', text, fileName: fileNameOf(request, 'ps1'), notes }
}
