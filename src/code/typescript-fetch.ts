import { backgroundNotes } from './client-call.ts'
import {
  fileNameOf,
  isStreamed,
  needsToken,
  tokenAdvice,
  tokenVariable,
  type CodeRequest,
  type Snippet,
} from './code-request.ts'
import { javascriptLiteral, javascriptString } from './javascript-literal.ts'
import { javascriptHeaders } from './typescript-openai.ts'

/** Only AppKit says what an event is beside its data; everywhere else the data does. */
const isNamed = ({ url }: CodeRequest): boolean => new URL(url).pathname.endsWith('/api/agents/chat')

const print: Readonly<Record<'data' | 'named', string>> = {
  data: '  if (data !== "" && data !== "[DONE]") console.log(data);',
  named: '  if (data !== "") console.log(field("event"), data);',
}

const readEvents = (request: CodeRequest): string => `
// The answer comes as server-sent events: frames of lines, with an empty line after each.
const decoder = new TextDecoder();
let rest = "";
const take = (frame: string) => {
  const field = (name: string) => {
    const lines = frame.split(/\\r?\\n/).filter((line) => line.startsWith(\`\${name}:\`));
    return lines.map((line) => line.slice(name.length + 1).replace(/^ /, "")).join("\\n");
  };
  const data = field("data");
${print[isNamed(request) ? 'named' : 'data']}
};
for await (const bytes of response.body) {
  const frames = (rest + decoder.decode(bytes, { stream: true })).split(/\\r?\\n\\r?\\n/);
  rest = frames.pop() ?? "";
  frames.forEach(take);
}
take(rest);
`

/** No package at all: what a browser and Node bring along. */
export const typescriptFetch = (request: CodeRequest): Snippet => {
  const streamed = isStreamed(request)
  const headers = [
    '"Content-Type": "application/json"',
    `Accept: "${streamed ? 'text/event-stream' : 'application/json'}"`,
    ...(needsToken(request) ? [`Authorization: \`Bearer \${process.env["${tokenVariable}"]}\``] : []),
    ...javascriptHeaders(request),
  ]
  const text = [
    ...(needsToken(request) ? [`// export ${tokenVariable}="$(${tokenAdvice(request)})"`] : []),
    `const response = await fetch(${javascriptString(request.url)}, {`,
    '  method: "POST",',
    '  headers: {',
    ...headers.map((header) => `    ${header},`),
    '  },',
    `  body: JSON.stringify(${javascriptLiteral(request.body, '  ')}),`,
    '});',
    'if (!response.ok || response.body === null) {',
    '  throw new Error(`${response.status}: ${await response.text()}`);',
    '}',
    ...(streamed ? [readEvents(request)] : ['console.log(await response.text());', '']),
    '// Makes this file a module, which may wait at its top level.',
    'export {};',
    '',
  ].join('\n')
  return { kind: 'code', text, fileName: fileNameOf(request, 'ts', 'fetch'), notes: backgroundNotes(request.body) }
}
