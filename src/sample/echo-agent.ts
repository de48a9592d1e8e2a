import { stringOf, type JsonObject } from '../lib/json.ts'
import type { Behaviour } from './agent.ts'

const countItems = (types: readonly string[]): JsonObject => {
  const counts: Record<string, number> = {}
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1
  return counts
}

/** Says back exactly what came in. Small, so that a test can know every character of its answer. */
export const echo: Behaviour = (request) => {
  const types = request.input.map((item) => stringOf(item, 'type') ?? 'message')
  return {
    steps: [{ step: 'say', text: request.question === '' ? '(nothing)' : request.question }],
    customOutputs: {
      custom_inputs: request.customInputs,
      input_items: request.input.length,
      input_types: countItems(types),
    },
  }
}
