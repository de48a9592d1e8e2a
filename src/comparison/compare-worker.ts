import { compareAnswers, type Comparison } from './compare-answers.ts'
import type { IgnoreRules } from './ignore-rules.ts'
import type { ToldAnswer } from './told-answer.ts'

export interface CompareTask {
  readonly id: number
  readonly a: ToldAnswer
  readonly b: ToldAnswer
  readonly rules: IgnoreRules
}

export interface CompareResult {
  readonly id: number
  readonly comparison?: Comparison
  readonly failure?: string
}

const resultOf = ({ id, a, b, rules }: CompareTask): CompareResult => {
  try {
    return { id, comparison: compareAnswers(a, b, rules) }
  } catch (thrown) {
    return { id, failure: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

// Two long answers take longer than a page may stand still, so that this runs beside it.
globalThis.addEventListener('message', (event: MessageEvent<CompareTask>) => {
  globalThis.postMessage(resultOf(event.data))
})
