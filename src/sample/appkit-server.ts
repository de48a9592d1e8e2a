import { randomUUID } from 'node:crypto'
import { fieldOf, isObject, parseJson, stringOf, type Json, type JsonObject } from '../lib/json.ts'
import type { AppServer } from './agent-server.ts'
import { piecesOf } from './answer-items.ts'
import { jsonAnswer } from './answers.ts'
import { bytesOf, wait } from './beat.ts'
import { textOf } from './request-body.ts'
import { createSeededRandom } from './seeded-random.ts'

/** One thing an agent of AppKit does. A call that changes something waits until a person lets it. */
export type Act =
  | { readonly act: 'think'; readonly text: string }
  | { readonly act: 'say'; readonly text: string }
  | {
      readonly act: 'call'
      readonly tool: string
      readonly arguments: JsonObject
      readonly takesMs: number
      readonly output: string
      readonly gated?: true
    }

export interface ThreadMessage {
  readonly role: 'user' | 'assistant'
  readonly content: string
}

/** Acts one after the other; each call is told what came of it. */
export type AppKitAgent = (thread: readonly ThreadMessage[]) => Generator<Act, void, string>

export interface AppKitOptions {
  readonly agent: string
  readonly act: AppKitAgent
  /** Tools that wait for a person: with one of them nothing but the event API is served. */
  readonly gatedTools: readonly string[]
  readonly pace: number
}

const longestMessage = 64_000
const mostItems = 100
const approvalMilliseconds = 60_000
const heartbeatMilliseconds = 10_000
const mostThreads = 1_000

const invalid = (details: JsonObject): Response => jsonAnswer(400, { error: 'Invalid request', details })

const frameOf = (event: JsonObject): string =>
  `id: ${randomUUID()}\nevent: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`

/** What AppKit makes of an agent's acts: Responses events, and its own between them. */
const createTranslator = () => {
  let sequence = 0
  let outputIndex = 0
  let open: { readonly id: string; readonly index: number; text: string } | undefined
  const event = (type: string, fields: JsonObject): string => frameOf({ type, ...fields, sequence_number: sequence++ })
  const message = (status: string, content: Json): JsonObject => ({
    type: 'message',
    id: open?.id ?? '',
    status,
    role: 'assistant',
    content,
  })
  const closed = (): string => {
    if (open === undefined) return ''
    const item = message('completed', [{ type: 'output_text', text: open.text }])
    const text = event('response.output_item.done', { output_index: open.index, item })
    open = undefined
    return text
  }
  const item = (value: JsonObject): string => {
    const place = { output_index: outputIndex++, item: value }
    return closed() + event('response.output_item.added', place) + event('response.output_item.done', place)
  }
  return {
    event,
    delta: (delta: string): string => {
      let text = ''
      if (open === undefined) {
        open = { id: `msg_${randomUUID()}`, index: outputIndex++, text: '' }
        text = event('response.output_item.added', { output_index: open.index, item: message('in_progress', []) })
      }
      open.text += delta
      const place = { item_id: open.id, output_index: open.index, content_index: 0 }
      return text + event('response.output_text.delta', { ...place, delta })
    },
    call: (callId: string, tool: string, args: JsonObject): string =>
      item({
        type: 'function_call',
        id: `fc_${randomUUID()}`,
        call_id: callId,
        name: tool,
        arguments: JSON.stringify(args),
      }),
    output: (callId: string, output: string): string =>
      item({ type: 'function_call_output', id: `fc_output_${randomUUID()}`, call_id: callId, output }),
    finished: (): string => closed() + event('response.completed', { response: {} }),
  }
}

const bodyOf = (frames: AsyncGenerator<string>, left: () => void): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await frames.next()
        if (done) controller.close()
        else controller.enqueue(bytesOf(value))
      },
      cancel: left,
    },
    { highWaterMark: 0 },
  )

/** The routes of AppKit's agents plugin, and the page of the app for every other address. */
export const createAppKitServer = ({ agent, act, gatedTools, pace }: AppKitOptions): AppServer => {
  const threads = new Map<string, ThreadMessage[]>()
  const streams = new Map<string, AbortController>()
  const approvals = new Map<string, (decision: string) => void>()

  const openThread = (): readonly [id: string, messages: ThreadMessage[]] => {
    const [oldest] = threads.keys()
    if (threads.size >= mostThreads && oldest !== undefined) threads.delete(oldest)
    const id = randomUUID()
    const messages: ThreadMessage[] = []
    threads.set(id, messages)
    return [id, messages]
  }

  /** Signs of life while the call waits; nobody's word for a minute is a no. */
  async function* decided(approvalId: string, signal: AbortSignal): AsyncGenerator<string, string> {
    const decision = new Promise<string>((resolve) => approvals.set(approvalId, resolve))
    const end = new AbortController()
    signal.addEventListener('abort', () => end.abort(), { once: true })
    try {
      for (let waited = 0; waited < approvalMilliseconds && !signal.aborted; waited += heartbeatMilliseconds) {
        const word = await Promise.race([decision, wait(heartbeatMilliseconds, end.signal).then(() => undefined)])
        if (word !== undefined) return word
        if (!signal.aborted) yield ': heartbeat\n\n'
      }
      return 'deny'
    } finally {
      end.abort()
      approvals.delete(approvalId)
    }
  }

  async function* chat(
    thread: ThreadMessage[],
    threadId: string,
    streamId: string,
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    const random = createSeededRandom(thread.at(-1)?.content ?? '')
    const translator = createTranslator()
    const pause = (ms: number) => wait(Math.max(1, ms * pace), signal)
    let said = ''
    yield translator.event('appkit.metadata', { data: { threadId } })
    const acts = act(thread.slice())
    for (let next = acts.next(); !next.done && !signal.aborted;) {
      const step = next.value
      let result = ''
      if (step.act === 'call') {
        const callId = `call_${random.hex(24)}`
        yield translator.call(callId, step.tool, step.arguments)
        let decision = 'approve'
        if (step.gated === true) {
          const approvalId = randomUUID()
          yield translator.event('appkit.approval_pending', {
            approval_id: approvalId,
            stream_id: streamId,
            tool_name: step.tool,
            args: step.arguments,
            annotations: { effect: 'destructive' },
          })
          decision = yield* decided(approvalId, signal)
        }
        if (decision === 'approve') await pause(step.takesMs)
        if (signal.aborted) return
        result =
          decision === 'approve' ? step.output : `Tool execution denied by user approval gate (tool: ${step.tool}).`
        yield translator.output(callId, result)
      } else {
        for (const piece of piecesOf(step.text, random)) {
          await pause(random.between(15, 60))
          if (signal.aborted) return
          yield step.act === 'think' ? translator.event('appkit.thinking', { content: piece }) : translator.delta(piece)
        }
        if (step.act === 'say') said += step.text
      }
      next = acts.next(result)
    }
    if (signal.aborted) return
    thread.push({ role: 'assistant', content: said })
    yield translator.finished()
  }

  const streamed = (body: JsonObject, traceHeaders: Record<string, string>): Response => {
    const message = stringOf(body, 'message')
    if (message === undefined) return invalid({ message: ['Required'] })
    if (message === '') return invalid({ message: ['message must not be empty'] })
    if (message.length > longestMessage) {
      return invalid({ message: [`message exceeds the ${longestMessage}-character limit`] })
    }
    const wanted = stringOf(body, 'agent')
    if (wanted !== undefined && wanted !== agent) return jsonAnswer(400, { error: `Agent "${wanted}" not found` })
    const given = stringOf(body, 'threadId')
    const known = given === undefined ? undefined : threads.get(given)
    if (given !== undefined && known === undefined) return jsonAnswer(404, { error: `Thread ${given} not found` })
    const [threadId, thread] = known === undefined || given === undefined ? openThread() : [given, known]
    thread.push({ role: 'user', content: message })
    const streamId = randomUUID()
    const stop = new AbortController()
    streams.set(streamId, stop)
    const ended = () => {
      stop.abort()
      streams.delete(streamId)
    }
    async function* frames(): AsyncGenerator<string> {
      try {
        yield* chat(thread, threadId, streamId, stop.signal)
      } finally {
        ended()
      }
    }
    return new Response(bodyOf(frames(), ended), {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
        ...traceHeaders,
      },
    })
  }

  const whole = (body: JsonObject, traceHeaders: Record<string, string>): Response => {
    const input = fieldOf(body, 'input')
    const items = typeof input === 'string' ? [{ role: 'user', content: input }] : input
    if (!Array.isArray(items) || items.length === 0) return invalid({ input: ['Invalid input'] })
    if (items.length > mostItems) return invalid({ input: [`input array exceeds the ${mostItems}-item limit`] })
    if (gatedTools.length > 0) {
      return jsonAnswer(400, {
        error: `Agent '${agent}' exposes ${gatedTools.length} approval-gated tool(s) (${gatedTools.join(', ')}); /invocations and /responses are non-streaming and cannot run HITL. Use POST /chat for HITL-capable agents, or disable approval via agents({ approval: { requireForDestructive: false } }).`,
      })
    }
    const [threadId, thread] = openThread()
    for (const item of items) {
      const role = stringOf(item, 'role') === 'assistant' ? 'assistant' : 'user'
      thread.push({ role, content: textOf(fieldOf(item, 'content')) })
    }
    let text = ''
    const acts = act(thread.slice())
    for (let next = acts.next(); !next.done;) {
      if (next.value.act === 'say') text += next.value.text
      next = acts.next(next.value.act === 'call' ? next.value.output : '')
    }
    thread.push({ role: 'assistant', content: text })
    const message = { type: 'message', id: `msg_${randomUUID()}`, status: 'completed', role: 'assistant' }
    const answer = {
      id: `resp_${randomUUID()}`,
      object: 'response',
      created_at: Math.floor(Date.now() / 1000),
      status: 'completed',
      thread_id: threadId,
      output: [{ ...message, content: [{ type: 'output_text', text }] }],
    }
    return jsonAnswer(200, answer, traceHeaders)
  }

  const cancelled = (body: JsonObject): Response => {
    const streamId = stringOf(body, 'streamId')
    if (streamId === undefined || streamId === '') return invalid({ streamId: ['streamId is required'] })
    streams.get(streamId)?.abort()
    return jsonAnswer(200, { cancelled: true })
  }

  const approved = (body: JsonObject): Response => {
    const [streamId, approvalId, decision] = [
      stringOf(body, 'streamId') ?? '',
      stringOf(body, 'approvalId') ?? '',
      stringOf(body, 'decision'),
    ]
    if (decision !== 'approve' && decision !== 'deny') return invalid({ decision: ['Invalid enum value'] })
    if (!streams.has(streamId)) return jsonAnswer(404, { error: 'Stream not found or already completed' })
    const settle = approvals.get(approvalId)
    if (settle === undefined) return jsonAnswer(404, { error: 'Approval not found or already settled' })
    settle(decision)
    return jsonAnswer(200, { decision })
  }

  const posted = (path: string, body: JsonObject, headers: Headers): Response | undefined => {
    const asked = headers.get('x-mlflow-return-trace-id')?.toLowerCase() === 'true'
    const traceHeaders: Record<string, string> = asked
      ? { 'x-mlflow-trace-id': `trace:/main.agents.${agent.replaceAll('-', '_')}/${randomUUID().replaceAll('-', '')}` }
      : {}
    switch (path) {
      case '/api/agents/chat':
        return streamed(body, traceHeaders)
      case '/api/agents/cancel':
        return cancelled(body)
      case '/api/agents/approve':
        return approved(body)
      case '/responses':
      case '/invocations':
        return whole(body, traceHeaders)
      default:
        return undefined
    }
  }

  return async (request, path) => {
    if (request.method === 'GET') {
      if (path === '/api/agents/info') return jsonAnswer(200, { agents: [agent], defaultAgent: agent })
      if (path.startsWith('/api/')) return jsonAnswer(404, { error: 'Not found' })
      // The app's own page: a single-page app answers every address with it.
      return new Response(`<!doctype html><title>${agent}</title><div id="root"></div>\n`, {
        headers: { 'content-type': 'text/html; charset=utf-8' },
      })
    }
    const body = parseJson(await request.text())
    const answer =
      request.method === 'POST' && body.ok && isObject(body.value)
        ? posted(path, body.value, request.headers)
        : undefined
    if (answer !== undefined) return answer
    return body.ok ? jsonAnswer(404, { error: 'Not found' }) : jsonAnswer(400, { error: 'Invalid JSON' })
  }
}
