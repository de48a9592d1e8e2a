import { setTimeout as wait } from 'node:timers/promises'
import type { Ms } from '../lib/brand.ts'
import { stringOf, type Json, type JsonObject } from '../lib/json.ts'
import { createReading } from '../protocol/create-reading.ts'
import { outcomeOf, type Outcome } from '../protocol/outcome.ts'
import type { Snapshot } from '../protocol/snapshot.ts'

/* Calls the sample agents for the tests of this room, and reads what they answer as the playground does. */

const at = 0 as Ms
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const tolerant = new TextDecoder('utf-8', { ignoreBOM: true })
const utf8 = {
  decode: (bytes: Uint8Array) => {
    try {
      return { text: strict.decode(bytes), valid: true }
    } catch {
      return { text: tolerant.decode(bytes), valid: false }
    }
  },
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly bytes: Buffer
  readonly snapshot: Snapshot
  readonly outcome: Outcome
  /** Whether the connection broke before the body ended. */
  readonly broken: boolean
}

export interface Caller {
  readonly origin: string
  readonly token: string
}

export const user = (content: string): Json => ({ role: 'user', content })

const answerOf = async (response: Response): Promise<Answer> => {
  const reading = createReading({
    status: response.status,
    contentType: response.headers.get('content-type') ?? undefined,
    utf8,
  })
  const chunks: Uint8Array[] = []
  let broken = false
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk)
      reading.push(chunk, at)
    }
  } catch {
    broken = true
  }
  reading.end(at, broken)
  const { snapshot, form } = reading
  const bytes = Buffer.concat(chunks)
  return {
    status: response.status,
    headers: response.headers,
    text: bytes.toString('utf8'),
    bytes,
    snapshot,
    outcome: outcomeOf({ end: broken ? 'broken' : 'whole-body', snapshot, form, status: response.status }),
    broken,
  }
}

export const callAgent = async (
  { origin, token }: Caller,
  path: string,
  body: JsonObject,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  answerOf(
    await fetch(origin + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  )

const polls = 500

/** Asks an agent to work in the background, and then for its answer until it is there. */
export const pollAgent = async (caller: Caller, path: string, body: JsonObject): Promise<Answer> => {
  const begun = await callAgent(caller, path, { ...body, background: true, stream: false })
  const id = stringOf(JSON.parse(begun.text), 'id') ?? ''
  for (let poll = 0; poll < polls; poll += 1) {
    const response = await fetch(`${caller.origin}${path}/${id}`, {
      headers: { authorization: `Bearer ${caller.token}` },
    })
    const answer = await answerOf(response)
    if (answer.snapshot.status !== 'in_progress' && answer.snapshot.status !== 'queued') return answer
    await wait(5)
  }
  throw new Error(`${path} did not answer within ${polls} polls.`)
}

export const spokenText = (snapshot: Snapshot): string =>
  snapshot.items
    .flatMap((item) => (item.kind === 'message' ? item.parts : []))
    .map((part) => (part.kind === 'other' ? '' : part.text))
    .join('')
