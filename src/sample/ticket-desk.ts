import { fieldOf, isObject, parseJson, stringOf, type Json, type JsonObject } from '../lib/json.ts'
import type { Behaviour } from './agent.ts'
import type { AgentRequest } from './request-body.ts'
import type { Script, Step } from './script.ts'
import { createSeededRandom } from './seeded-random.ts'

/** What a person answered, with the request that it belongs to. */
interface Answered {
  readonly id: string
  readonly tool: string
  readonly arguments: JsonObject
  readonly approve: boolean
  readonly reason: string | undefined
}

const typeOf = (item: Json): string => stringOf(item, 'type') ?? 'message'

/** The answers that end the input: what came before them was dealt with in an earlier turn. */
const answeredNow = (input: readonly Json[]): readonly Answered[] => {
  const last = input.findLastIndex((item) => typeOf(item) !== 'mcp_approval_response')
  return input.slice(last + 1).flatMap((response) => {
    const id = stringOf(response, 'approval_request_id') ?? ''
    const request = input.find((item) => typeOf(item) === 'mcp_approval_request' && stringOf(item, 'id') === id)
    const parsed = parseJson(stringOf(request, 'arguments') ?? '')
    if (request === undefined) return []
    return [
      {
        id,
        tool: stringOf(request, 'name') ?? '',
        arguments: parsed.ok && isObject(parsed.value) ? parsed.value : {},
        approve: fieldOf(response, 'approve') === true,
        reason: stringOf(response, 'reason'),
      },
    ]
  })
}

const say = (text: string): Step => ({ step: 'say', text })

/** What the tickets are about: each thing that is named, else one ticket about the words themselves. */
const subjectsOf = (question: string): readonly string[] => {
  const named = [...question.matchAll(/\b(tent|stove|lamp|jacket|rope|boots?)s?\b/gi)].map(([, word]) => word ?? '')
  return named.length === 0 ? [question.trim().slice(0, 80) || 'Something is broken'] : [...new Set(named)]
}

const ticketRequest = (subject: string, question: string): Step => ({
  step: 'ask',
  tool: 'create_ticket',
  server: 'jira',
  arguments: {
    project: 'SHOP',
    title: `Customer report: ${subject}`,
    priority: /urgent|asap|broken|burn/i.test(question) ? 'high' : 'normal',
    description: question,
    labels: ['support', 'sample'],
    notify: { watchers: ['ben.ruiz@example.com'], email: false },
  },
})

const numberOf = (answered: Answered): string => `SHOP-${createSeededRandom(answered.id).between(100, 999)}`

const resultOf = (answered: Answered): Step => ({
  step: 'result',
  callId: answered.id,
  output:
    answered.tool === 'create_ticket'
      ? JSON.stringify({ key: numberOf(answered), title: answered.arguments['title'] ?? null, status: 'open' })
      : JSON.stringify({ posted: true, channel: answered.arguments['channel'] ?? null }),
  takesMs: 480,
})

const wordsFor = (answered: Answered): string => {
  const isTicket = answered.tool === 'create_ticket'
  const title = stringOf(answered.arguments, 'title') ?? 'the ticket'
  if (answered.approve) return isTicket ? `**${numberOf(answered)}** is open: ${title}.` : 'The team was told.'
  const why = answered.reason === undefined ? '' : ` You said: “${answered.reason}”`
  return isTicket ? `I did not open “${title}”.${why}` : `I told nobody.${why}`
}

/** A second request follows the first where the person wanted somebody to be told. */
const announcement = (opened: readonly Answered[], request: AgentRequest): readonly Step[] =>
  opened.length > 0 && /\b(tell|announce|notify|post)\b/i.test(request.question)
    ? [
        {
          step: 'ask',
          tool: 'post_message',
          server: 'slack',
          arguments: { channel: '#shop-support', text: `New: ${opened.map(numberOf).join(', ')}` },
        },
      ]
    : []

const afterDecision = (answered: readonly Answered[], request: AgentRequest): Script => {
  const opened = answered.filter(({ approve, tool }) => approve && tool === 'create_ticket')
  return {
    steps: [
      ...answered.filter(({ approve }) => approve).map(resultOf),
      say(answered.map(wordsFor).join('\n\n')),
      ...announcement(opened, request),
    ],
  }
}

const help = `I open tickets, and ask before I do. Try one of these:

- **Open a ticket** for the broken stove
- **Open tickets** for the tent and the stove (two requests at once)
- **Open a ticket** for the lamp **and tell the team** (a second request after the first)`

/**
 * Opens tickets through an MCP server that needs a person's approval for each call. Approved: the call's result, then
 * text. Denied: text alone.
 */
export const ticketDesk: Behaviour = (request) => {
  const answered = answeredNow(request.input)
  if (answered.length > 0) return afterDecision(answered, request)
  if (!/\b(tickets?|report|broken|open)\b/i.test(request.question)) return { steps: [say(help)] }
  const subjects = subjectsOf(request.question)
  return {
    steps: [
      say(
        subjects.length === 1
          ? 'I would open this ticket. May I?'
          : `I would open ${subjects.length} tickets, one for each. May I?`,
      ),
      ...subjects.map((subject) => ticketRequest(subject, request.question)),
    ],
  }
}
