import { deepStrictEqual } from 'node:assert/strict'
import type { Agent } from '../../src/agent/agent.ts'
import { naughtyTexts } from '../../src/code/naughty-texts.ts'
import { redactHeaders } from '../../src/exchange/redact.ts'
import { isObject, type JsonObject } from '../../src/lib/json.ts'
import type { Caller } from '../../src/sample/test-answers.ts'
import { ask, readAnswer, requestTo, type Asked, type Case, type CaseGroup } from './snippet-cases.ts'

/* Which requests are written as programs: every agent in four ways, and what is hard to write down. */

/** A question that most agents have more than one sentence to say to. */
const question = 'Where is order 1002, and what were the sales in the West?'
const customInputs: JsonObject = { id: 5, nested: { text: 'It’s "quoted" \\ \n 🙂', list: [1, null, true] } }

const bothWays = async (
  agent: Agent,
  caller: Caller,
  asked: Omit<Asked, 'stream'>,
  what = '',
): Promise<readonly Case[]> =>
  Promise.all(
    [true, false].map((stream) => {
      const name = `${agent.name}, ${stream ? 'streamed' : 'whole'}${what}`
      return ask(name, requestTo(agent, caller.origin, { ...asked, stream }), caller)
    }),
  )

/** Streamed and whole, with and without custom_inputs. */
export const groupOfAgent = async (agent: Agent, caller: Caller): Promise<CaseGroup> => ({
  name: agent.name,
  cases: [
    ...(await bothWays(agent, caller, { input: question })),
    ...(await bothWays(agent, caller, { input: question, customInputs }, ', with custom_inputs')),
  ],
})

const image = {
  name: 'it’s a "dot".gif',
  mediaType: 'image/gif',
  dataUrl: 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
}
const page = {
  name: 'page one.pdf',
  mediaType: 'application/pdf',
  dataUrl: `data:application/pdf;base64,${Buffer.from('%PDF-1.7\n').toString('base64')}`,
}

const naughtyInputs: JsonObject = {
  texts: naughtyTexts,
  names: Object.fromEntries(naughtyTexts.map((text, index) => [text, index])),
}
/** Every one of the texts in one message. */
const naughtyMessage = naughtyTexts.join('\n\n')

/** That the agent has said back every character, so that no two of its answers are the same by being equally wrong. */
const isSaidBack = ({ told }: Case): void => {
  deepStrictEqual(told.text, naughtyMessage)
  deepStrictEqual(isObject(told.customOutputs) ? told.customOutputs['custom_inputs'] : undefined, naughtyInputs)
}

export const hardGroups = async (agents: readonly Agent[], caller: Caller): Promise<readonly CaseGroup[]> => {
  const named = (name: string): Agent => {
    const agent = agents.find((each) => each.name === name)
    if (agent === undefined) throw new Error(`The sample workspace has no ${name}.`)
    return agent
  }
  const both = (name: string, asked: Omit<Asked, 'stream'>, more: Partial<Agent> = {}) =>
    bothWays({ ...named(name), ...more }, caller, asked)

  /** The second turn, with what the first one brought as history. */
  const secondTurn = async (name: string, of = name): Promise<readonly Case[]> => {
    const [first] = await both(of, { input: question })
    return both(name, { history: [{ input: question, snapshot: first?.snapshot }], input: 'What did I ask before?' })
  }
  const naughty = await both('echo-agent', { input: naughtyMessage, customInputs: naughtyInputs })
  naughty.forEach(isSaidBack)
  const groups = {
    'a hundred naughty texts': [...naughty, ...(await both('databricks-gpt-sample', { input: naughtyMessage }))],
    'several turns, with tool calls': [
      ...(await secondTurn('support-agent')),
      ...(await secondTurn('echo-agent', 'support-agent')),
      ...(await secondTurn('hr-helper')),
      ...(await secondTurn('databricks-gpt-sample')),
    ],
    'images and files': [
      ...(await both('file-clerk', { input: 'What is this?', files: [image, page] })),
      ...(await both('databricks-gpt-sample', { input: 'What is this?', files: [image] })),
    ],
    instructions: [
      ...(await both('echo-agent', { instructions: 'Be "brief"; \'; DROP TABLE agents; --' })),
      ...(await both('databricks-gpt-sample', { instructions: 'Be brief.' })),
    ],
    'the trace asked for': [
      ...(await both('support-agent', { input: question }, { asksTrace: true })),
      ...(await both('sales-insights', { input: question }, { asksTrace: true })),
    ],
  }
  return Object.entries(groups).map(([name, cases]) => ({ name, cases }))
}

/** What a person's own agent might ask for: characters that shells mind, and a credential. */
export const ownHeaders = { 'x-team': 'it\'s "us" $HOME `id` \\ %PATH% #!', 'x-api-key': 'k-5ec\'re"t' } as const

/** An id that the Databricks client cuts, in an answer that waits for approval. */
const longRequest = { type: 'mcp_approval_request', id: `mcpr_${'0'.repeat(80)}`, name: 'open', server_label: 'desk' }
const waiting = JSON.stringify({ output: [{ ...longRequest, arguments: '{"text":"It’s \\"late\\""}' }] })

/**
 * Requests to an address that shows what came: with headers of one's own, of which the credential is masked in the
 * record, and with history. A serving endpoint, because then the Databricks client is told the address, too.
 */
export const witnessedGroup = async (url: string, caller: Caller): Promise<CaseGroup> => {
  const agent = {
    target: { kind: 'serving-endpoint', endpoint: 'witness', task: 'agent/v1/responses' },
    name: 'witness',
    override: { path: '/responses' },
  } as const
  const { snapshot } = readAnswer(waiting, 'application/json', 200)
  const asked = {
    history: [{ input: question, snapshot }],
    approvals: [{ requestId: longRequest.id, approve: true }],
    customInputs: naughtyInputs,
  }
  const cases = await Promise.all(
    [true, false].map(async (stream) => {
      const request = { ...requestTo(agent, url, { ...asked, stream }), origin: caller.origin }
      const made = await ask('', { ...request, headers: Object.entries(ownHeaders) }, caller)
      const recorded = redactHeaders(Object.entries(ownHeaders))
      return { ...made, name: `witness, ${stream ? 'streamed' : 'whole'}`, request: { ...request, headers: recorded } }
    }),
  )
  return { name: 'headers of one’s own, and an approval', cases }
}
