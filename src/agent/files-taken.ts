import type { Dialect } from '../protocol/dialect.ts'
import type { Agent } from './agent.ts'

/** Which files an agent can be sent, and how much a request may hold. */
export type FilesTaken =
  | { readonly kinds: 'none'; readonly why: string }
  | {
      readonly kinds: 'images' | 'any'
      /** Most bytes of a request body. All that counts is ASCII, so a character is a byte. */
      readonly most: number
      /** Whose limit it is, for a sentence such as `a serving endpoint for agents takes 4.0 MB`. */
      readonly taker: string
    }

const megabyte = 1_000_000

const untaken: Readonly<Partial<Record<Dialect, string>>> = {
  'chat-agent': 'A ChatAgent’s messages are text, so no files go with them.',
  'appkit-events': 'AppKit’s chat takes one text of at most 64,000 characters, and no files.',
  'free-json': 'This agent takes JSON that its author chose. Put what it needs into that.',
}

/** The documented limits of the servers in between; the playground's own relay is the last of them. */
const limitFor = ({
  target,
  discovery,
}: Pick<Agent, 'target' | 'discovery'>): readonly [most: number, taker: string] => {
  if (target.kind === 'serving-endpoint') {
    return target.task?.startsWith('agent/') === true
      ? [4 * megabyte, 'a serving endpoint for agents takes']
      : [16 * megabyte, 'a serving endpoint takes']
  }
  const server = discovery?.server ?? ''
  if (server.startsWith('AppKit')) return [64_000, 'AppKit takes']
  if (/langchain/i.test(server)) return [10 * megabyte, 'this server takes']
  return [16 * megabyte, 'the playground’s relay forwards']
}

export const filesTakenBy = (agent: Pick<Agent, 'target' | 'discovery'>, dialect: Dialect): FilesTaken => {
  const why = untaken[dialect]
  if (why !== undefined) return { kinds: 'none', why }
  const { target } = agent
  if (
    dialect === 'chat-completions' &&
    target.kind === 'serving-endpoint' &&
    target.task?.startsWith('agent/') === true
  ) {
    return { kinds: 'none', why: 'A ChatModel’s messages are text, so no files go with them.' }
  }
  const [most, taker] = limitFor(agent)
  return { kinds: dialect === 'chat-completions' ? 'images' : 'any', most, taker }
}
