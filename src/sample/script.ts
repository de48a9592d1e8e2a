import type { Json, JsonObject } from '../lib/json.ts'

/** A source that a message points at. `quote` is the run of its text that the source supports. */
export interface Citation {
  readonly url: string
  readonly title: string
  readonly quote: string
}

/** One thing an agent does. Streamed and whole answers are both made from the same list of these. */
export type Step =
  | { readonly step: 'say'; readonly text: string; readonly citations?: readonly Citation[] }
  /** Each paragraph becomes one part of the reasoning summary. */
  | { readonly step: 'think'; readonly paragraphs: readonly string[] }
  | {
      readonly step: 'call'
      readonly tool: string
      readonly arguments: JsonObject
      readonly output: string
      readonly takesMs: number
    }
  /** Asks a person to let a call be made; the answer ends with it. */
  | { readonly step: 'ask'; readonly tool: string; readonly server: string; readonly arguments: JsonObject }
  /** What came of a call that a person let be made: its id is that of the request. */
  | { readonly step: 'result'; readonly callId: string; readonly output: string; readonly takesMs: number }
  | { readonly step: 'refuse'; readonly text: string }
  | { readonly step: 'pause'; readonly ms: number }
  /** Raises inside the agent: everything after it never happens. */
  | { readonly step: 'fail'; readonly message: string }

export interface Script {
  readonly steps: readonly Step[]
  readonly customOutputs?: Json
}

/** The failure that ends a script, if it has one. */
export const failureOf = (script: Script): string | undefined =>
  script.steps.find((step) => step.step === 'fail')?.message
