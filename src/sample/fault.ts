import type { JsonObject } from '../lib/json.ts'
import type { Beat } from './beat.ts'
import type { TimedEvent } from './encode-agent-server.ts'

/** What a fault has to work with: a healthy answer that explains the fault, to be damaged. */
export interface Lab {
  readonly text: string
  /** Origin of the sample workspace. */
  readonly origin: string
  readonly events: readonly TimedEvent[]
  readonly whole: JsonObject
  /** A number from `custom_inputs`, at least 0 and at most `limit`. */
  number(name: string, fallback: number, limit: number): number
  /** A healthy answer with another text. */
  retold(text: string): { readonly events: readonly TimedEvent[]; readonly whole: JsonObject }
}

interface FaultBase {
  /** Kebab-case. */
  readonly name: string
  /** What happens, one sentence. Also shown in the list. */
  readonly about: string
  /** What a good client makes of it, one sentence. */
  readonly expected: string
}

/** `stream` faults damage a body; `response` faults answer streamed and whole calls alike. */
export type Fault =
  | (FaultBase & {
      readonly kind: 'stream'
      beats(lab: Lab): Iterable<Beat>
      /** The whole answer, where the fault has a counterpart there. Otherwise it is healthy. */
      whole?(lab: Lab): Response
    })
  | (FaultBase & { readonly kind: 'response'; respond(lab: Lab): Response })
