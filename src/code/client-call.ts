import { fieldOf, stringOf, type Json, type JsonObject } from '../lib/json.ts'
import type { CodeRequest } from './code-request.ts'

/** A request as a client of the OpenAI family makes it: a base URL, one of its two APIs, and arguments. */
export interface ClientCall {
  readonly base: string
  readonly api: 'responses' | 'chat'
  /** `model` and the other arguments that the client knows by name, `stream` among them. */
  readonly known: JsonObject
  /** What goes into the body beside them, such as `custom_inputs`. */
  readonly extra: JsonObject
  readonly notes: readonly string[]
}

export type ClientCallResult =
  | { readonly ok: true; readonly call: ClientCall }
  | { readonly ok: false; readonly why: string }

const responsesNames = [
  'background',
  'include',
  'input',
  'instructions',
  'max_output_tokens',
  'max_tool_calls',
  'metadata',
  'model',
  'parallel_tool_calls',
  'previous_response_id',
  'reasoning',
  'store',
  'stream',
  'temperature',
  'text',
  'tool_choice',
  'tools',
  'top_p',
  'truncation',
  'user',
]
const chatNames = [
  'frequency_penalty',
  'max_completion_tokens',
  'max_tokens',
  'messages',
  'metadata',
  'model',
  'n',
  'parallel_tool_calls',
  'presence_penalty',
  'reasoning_effort',
  'response_format',
  'seed',
  'stop',
  'stream',
  'stream_options',
  'temperature',
  'tool_choice',
  'tools',
  'top_p',
  'user',
]

const knownNames: Readonly<Record<ClientCall['api'], ReadonlySet<string>>> = {
  responses: new Set(responsesNames),
  chat: new Set(chatNames),
}

/** The model and `stream` first, as everybody writes them; what was said comes after. */
const inOrder = (entries: readonly (readonly [string, Json])[]): JsonObject => {
  const rank = (name: string): number => (name === 'model' ? 0 : name === 'stream' ? 2 : 1)
  return Object.fromEntries(entries.toSorted(([one], [other]) => rank(one) - rank(other)))
}

export const isMessages = (body: JsonObject): boolean => Array.isArray(fieldOf(body, 'messages'))

interface Place {
  readonly base: string
  readonly api: ClientCall['api']
  readonly endpoint?: string
  readonly notes: readonly string[]
}

const placeOf = ({ url, body }: CodeRequest): Place | undefined => {
  const { origin, pathname, search } = new URL(url)
  if (search !== '') return undefined
  const base = (ending: string): string => `${origin}${pathname.slice(0, -ending.length)}`
  if (pathname.endsWith('/responses')) return { base: base('/responses'), api: 'responses', notes: [] }
  if (pathname.endsWith('/chat/completions')) return { base: base('/chat/completions'), api: 'chat', notes: [] }
  const endpoint = /^\/serving-endpoints\/([^/]+)\/invocations$/.exec(pathname)?.[1]
  if (endpoint === undefined) return undefined
  const api = isMessages(body) ? 'chat' : 'responses'
  const path = api === 'chat' ? '/serving-endpoints/chat/completions' : '/serving-endpoints/responses'
  return {
    base: `${origin}/serving-endpoints`,
    api,
    endpoint: decodeURIComponent(endpoint),
    notes: [`The client posts to ${path} with the endpoint as model; this request went to ${pathname}.`],
  }
}

export const clientCallOf = (request: CodeRequest): ClientCallResult => {
  const place = placeOf(request)
  const path = new URL(request.url).pathname
  if (place === undefined) {
    return {
      ok: false,
      why: `The client only posts to /responses and /chat/completions, and this request goes to ${path}.`,
    }
  }
  const wanted = place.api === 'chat' ? 'messages' : 'input'
  if (fieldOf(request.body, wanted) === undefined) {
    return { ok: false, why: `The client asks with “${wanted}”, and this request has none: it has a form of its own.` }
  }
  const model = stringOf(request.body, 'model') ?? place.endpoint
  const entries = Object.entries({ ...request.body, ...(model === undefined ? {} : { model }) })
  const isKnown = ([name]: readonly [string, Json]): boolean => knownNames[place.api].has(name)
  return {
    ok: true,
    call: {
      base: place.base,
      api: place.api,
      known: inOrder(entries.filter(isKnown)),
      extra: Object.fromEntries(entries.filter((entry) => !isKnown(entry))),
      notes: [...place.notes, ...backgroundNotes(request.body)],
    },
  }
}

/** What every program says of a request that only starts the work. */
export const backgroundNotes = (body: JsonObject): readonly string[] =>
  fieldOf(body, 'background') === true
    ? [
        'With background the agent answers at once with an id; the answer itself is read with GET on that id, which is not written here.',
      ]
    : []
