import type { Mode } from '../conversation/conversation.ts'
import type { Subject } from './entries.ts'
import type { ToldAnswer } from './told-answer.ts'

/** Servers that are known to tell the two kinds of answer apart, found by what they leave in a recording. */
export type KnownServer =
  | 'openai-agents'
  | 'long-running'
  | 'langchain-ts'
  | 'json-only'
  | 'model-serving'
  | 'chat-agent'

const hasPlaceholderId = ({ snapshot }: ToldAnswer): boolean =>
  snapshot.responseId === '__fake_id__' || snapshot.items.some(({ id }) => id === '__fake_id__')

const hasFinding = ({ snapshot }: ToldAnswer, code: string): boolean =>
  snapshot.findings.some((finding) => finding.code === code)

const evidence: readonly { readonly server: KnownServer; readonly shows: (answer: ToldAnswer) => boolean }[] = [
  // The OpenAI Agents SDK writes this id wherever its model gave none.
  { server: 'openai-agents', shows: hasPlaceholderId },
  { server: 'long-running', shows: ({ background }) => background },
  { server: 'json-only', shows: ({ answeredWhole }) => answeredWhole },
  // AppKit streams its own events at one path; its other path answers JSON with the final text.
  { server: 'json-only', shows: ({ snapshot }) => snapshot.dialect === 'appkit-events' },
  // Its final message has no content: the text was only streamed.
  { server: 'langchain-ts', shows: (answer) => hasFinding(answer, 'emptied-item') },
  { server: 'chat-agent', shows: ({ asksAsChat }) => asksAsChat },
  { server: 'model-serving', shows: ({ callee }) => callee === 'serving-endpoint' },
]

export const serversOf = (one: ToldAnswer, other: ToldAnswer): readonly KnownServer[] =>
  evidence.flatMap(({ server, shows }) => (shows(one) || shows(other) ? [server] : []))

interface Expectation {
  readonly server: KnownServer
  /** The kind of answer that lacks it. */
  readonly lacking: Mode
  readonly subjects: readonly Subject[]
  /** What both kinds of answer tell, each in its own way. */
  readonly differing?: readonly Subject[]
  readonly reason: string
}

const expectations: readonly Expectation[] = [
  {
    server: 'openai-agents',
    lacking: 'whole',
    subjects: ['usage', 'ids'],
    differing: ['ids'],
    reason: 'Agents on the OpenAI Agents SDK return the items of the whole run without usage and with placeholder ids.',
  },
  {
    server: 'openai-agents',
    lacking: 'streamed',
    subjects: ['custom_outputs'],
    reason: 'The stream helper of the OpenAI Agents templates forwards events only; custom_outputs stay behind.',
  },
  {
    server: 'long-running',
    lacking: 'whole',
    subjects: ['usage'],
    differing: ['times'],
    reason: 'A background answer is put together from stored events when it is polled, without usage and their times.',
  },
  {
    server: 'langchain-ts',
    lacking: 'whole',
    subjects: ['tools', 'outputs', 'reasoning', 'items'],
    reason: 'The TypeScript LangChain template returns the final message alone when it does not stream.',
  },
  {
    server: 'json-only',
    lacking: 'whole',
    subjects: ['tools', 'outputs', 'reasoning', 'items', 'annotations'],
    reason: 'This server answers this path with JSON even when a stream is asked for, and with the final text alone.',
  },
  {
    server: 'model-serving',
    lacking: 'streamed',
    subjects: ['model', 'metadata'],
    reason: 'Streams of Model Serving have no response object, and with it no model.',
  },
  {
    server: 'model-serving',
    lacking: 'whole',
    subjects: ['annotations'],
    reason: 'Model Serving tells sources in events beside the items; the items of a whole answer come without them.',
  },
]

/** Why it is no surprise that one of the two lacks this; undefined where it is one. */
export const expectedBecause = (
  servers: readonly KnownServer[],
  subject: Subject,
  lacking: Mode,
  having: Mode,
): string | undefined =>
  lacking === having
    ? undefined
    : expectations.find(
        (row) => servers.includes(row.server) && row.lacking === lacking && row.subjects.includes(subject),
      )?.reason

/** Why it is no surprise that both tell this, and not the same; undefined where it is one. */
export const expectedToDiffer = (
  servers: readonly KnownServer[],
  subject: Subject,
  one: Mode,
  other: Mode,
): string | undefined =>
  one === other
    ? undefined
    : expectations.find((row) => servers.includes(row.server) && row.differing?.includes(subject) === true)?.reason
