import { describe, expect, it } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import type { Json } from '../lib/json.ts'
import { requestBody } from './request-body.ts'
import { snapshotOfAnswer } from './snapshot-of-answer.ts'

/** What `input` becomes for a history with one turn, answered with these items, and one new question. */
const inputAfter = (...output: Json[]): unknown =>
  requestBody({
    history: [{ input: 'first', snapshot: snapshotOfAnswer({ output }, 0 as Ms) }],
    input: 'second',
    stream: true,
  })['input']

const between = (...items: Json[]): unknown => [
  { role: 'user', content: 'first' },
  ...items,
  { role: 'user', content: 'second' },
]

const message = (text: string): Json => ({
  type: 'message',
  id: 'm'.repeat(80),
  role: 'assistant',
  status: null,
  provider_data: { model: 'x' },
  content: [{ type: 'output_text', text, annotations: [{ type: 'other_citation' }] }],
})
const call = (id: string): Json => ({
  type: 'function_call',
  id: 'fc',
  call_id: id,
  name: 'f',
  arguments: '{"a":1}',
  status: null,
})
const result = (id: string, output: Json): Json => ({ type: 'function_call_output', id: null, call_id: id, output })
const approvalRequest = (id: string): Json => ({
  type: 'mcp_approval_request',
  id,
  name: 'f',
  server_label: 's',
  arguments: '{}',
})
const plainCall = (id: string): Json => ({ type: 'function_call', call_id: id, name: 'f', arguments: '{"a":1}' })
const plainResult = (id: string, output: string): Json => ({ type: 'function_call_output', call_id: id, output })

describe('a request', () => {
  it('says always whether it wants a stream, and sends a list', () => {
    expect(requestBody({ history: [], input: 'hi', stream: false })).toEqual({
      input: [{ role: 'user', content: 'hi' }],
      stream: false,
    })
  })

  it('carries what else was set', () => {
    expect(
      requestBody({
        history: [],
        input: 'hi',
        stream: true,
        model: 'apps/x',
        instructions: 'Be brief',
        customInputs: { id: 5 },
      }),
    ).toEqual({
      model: 'apps/x',
      input: [{ role: 'user', content: 'hi' }],
      stream: true,
      instructions: 'Be brief',
      custom_inputs: { id: 5 },
    })
  })

  it.each<[about: string, output: Json[], kept: Json[]]>([
    ['a message, plain', [message('Hello')], [{ role: 'assistant', content: 'Hello' }]],
    ['no empty message', [message(' '), { type: 'message', role: 'assistant', content: [] }], []],
    [
      'a refusal as text',
      [{ type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] }],
      [{ role: 'assistant', content: 'No.' }],
    ],
    ['a call with its output', [call('c1'), result('c1', '7')], [plainCall('c1'), plainResult('c1', '7')]],
    [
      'an output that is no string, as text',
      [call('c1'), result('c1', { n: [1] })],
      [plainCall('c1'), plainResult('c1', '{"n":[1]}')],
    ],
    [
      'parallel calls in their order',
      [call('a'), call('b'), result('b', '2'), result('a', '1')],
      [plainCall('a'), plainCall('b'), plainResult('b', '2'), plainResult('a', '1')],
    ],
    ['no call without an output', [call('handoff'), message('Hi')], [{ role: 'assistant', content: 'Hi' }]],
    ['no output without a call', [result('c9', '7')], []],
    ['no output before its call', [result('c1', '7'), call('c1')], []],
    [
      'a call and an output once',
      [call('c1'), call('c1'), result('c1', '1'), result('c1', '2')],
      [plainCall('c1'), plainResult('c1', '1')],
    ],
    ['no reasoning', [{ type: 'reasoning', id: 'r', summary: [{ type: 'summary_text', text: 'x' }] }], []],
    [
      'nothing that MLflow rejects',
      [
        { type: 'mcp_call', id: 'x', name: 'f', arguments: '{}' },
        { type: 'web_search_call', id: 'w' },
        { type: 'hologram' },
      ],
      [],
    ],
    ['no approval request that nobody answered', [approvalRequest('r1')], []],
  ])('sends again %s', (_, output, kept) => {
    expect(inputAfter(...output)).toEqual(between(...kept))
  })

  it('keeps a question that was never answered', () => {
    const { input } = requestBody({ history: [{ input: 'lost' }], input: 'again', stream: true })
    expect(input).toEqual([
      { role: 'user', content: 'lost' },
      { role: 'user', content: 'again' },
    ])
  })

  it('answers an approval request, with the request and later its result', () => {
    const request = approvalRequest('r1')
    const asked = { input: 'first', snapshot: snapshotOfAnswer({ output: [request] }, 0 as Ms) }
    const approvals = [{ requestId: 'r1', approve: true }]
    const response = { type: 'mcp_approval_response', approval_request_id: 'r1', approve: true }
    expect(requestBody({ history: [asked], input: '', approvals, stream: true })['input']).toEqual([
      { role: 'user', content: 'first' },
      request,
      response,
    ])
    const done = {
      input: '',
      approvals,
      snapshot: snapshotOfAnswer({ output: [result('r1', 'made'), message('Done')] }, 0 as Ms),
    }
    expect(requestBody({ history: [asked, done], input: 'second', stream: true })['input']).toEqual(
      between(request, response, plainResult('r1', 'made'), { role: 'assistant', content: 'Done' }),
    )
  })

  it('answers several requests at once, a reason with them', () => {
    const asked = {
      input: 'first',
      snapshot: snapshotOfAnswer({ output: [approvalRequest('r1'), approvalRequest('r2')] }, 0 as Ms),
    }
    const approvals = [
      { requestId: 'r1', approve: true },
      { requestId: 'r2', approve: false, reason: 'Not today' },
    ]
    expect(requestBody({ history: [asked], input: '', approvals, stream: true })['input']).toEqual([
      { role: 'user', content: 'first' },
      approvalRequest('r1'),
      approvalRequest('r2'),
      { type: 'mcp_approval_response', approval_request_id: 'r1', approve: true },
      { type: 'mcp_approval_response', approval_request_id: 'r2', approve: false, reason: 'Not today' },
    ])
  })

  it('cuts an id that is longer than model APIs take, in a request and in all that names it', () => {
    const [long, cut] = ['r'.repeat(65), 'r'.repeat(64)]
    const asked = { input: 'first', snapshot: snapshotOfAnswer({ output: [approvalRequest(long)] }, 0 as Ms) }
    const approvals = [{ requestId: long, approve: true }]
    const done = { input: '', approvals, snapshot: snapshotOfAnswer({ output: [result(long, 'made')] }, 0 as Ms) }
    expect(requestBody({ history: [asked, done], input: 'second', stream: true })['input']).toEqual(
      between(
        approvalRequest(cut),
        { type: 'mcp_approval_response', approval_request_id: cut, approve: true },
        plainResult(cut, 'made'),
      ),
    )
  })

  it('leaves an answer out whose request is not in the run that is shown', () => {
    const asked = { input: 'first', snapshot: snapshotOfAnswer({ output: [message('Hello')] }, 0 as Ms) }
    const approvals = [{ requestId: 'of another run', approve: true }]
    const decided = { input: '', approvals, snapshot: snapshotOfAnswer({ output: [message('Done')] }, 0 as Ms) }
    expect(requestBody({ history: [asked, decided], input: 'second', stream: true })['input']).toEqual(
      between({ role: 'assistant', content: 'Hello' }, { role: 'assistant', content: 'Done' }),
    )
  })

  it('sends files as parts, images as images, and again with the history', () => {
    const image = { name: 'a.png', mediaType: 'image/png', dataUrl: 'data:image/png;base64,AA==' }
    const paper = { name: 'b.pdf', mediaType: 'application/pdf', dataUrl: 'data:application/pdf;base64,BB==' }
    const parts = [
      { type: 'input_image', image_url: image.dataUrl, detail: 'auto' },
      { type: 'input_file', filename: 'b.pdf', file_data: paper.dataUrl },
    ]
    const past = {
      input: 'Look',
      files: [image, paper],
      snapshot: snapshotOfAnswer({ output: [message('Seen')] }, 0 as Ms),
    }
    expect(requestBody({ history: [past], input: '', files: [image], stream: true })['input']).toEqual([
      { role: 'user', content: [{ type: 'input_text', text: 'Look' }, ...parts] },
      { role: 'assistant', content: 'Seen' },
      { role: 'user', content: [parts[0]] },
    ])
  })
})
