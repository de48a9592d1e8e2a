import { fieldOf } from '../lib/json.ts'
import type { Behaviour } from './agent.ts'
import { writtenNumber } from './arithmetic.ts'
import { products, sales, yearOf } from './knowledge.ts'
import type { Step } from './script.ts'
import { summarise, understand } from './understanding.ts'

const total = (): number => sales.reduce((sum, row) => sum + yearOf(row), 0)

const planned = (plan: string): Step => ({ step: 'say', text: plan })

const look = (tool: string, query: string, found: unknown, takesMs: number): Step => ({
  step: 'call',
  tool,
  arguments: { query },
  output: JSON.stringify(found),
  takesMs,
})

const report = `## What we found

| Source | Says |
| :--- | :--- |
| Archive | outdoor gear grew in every quarter of 2025 |
| Figures | ${writtenNumber(total())} thousand dollars over four regions |
| Catalogue | ${products.length} products, one of them nearly out of stock |

The growth is real, but **one product carries much of the winter**: the Ember stove has ${products[2]?.stock ?? 0} pieces left.

1. Order more stoves before December.
2. Ask the East what it does differently; it grows fastest.

*Two searches, one fact check.*`

/**
 * Several rounds of a model with tools, in the dialect of the OpenAI-Agents templates. Asked with `sources` among the
 * custom inputs it names them in `custom_outputs`, which its stream does not carry.
 */
export const researchCrew: Behaviour = (request) => {
  const meaning = understand(request.questions)
  switch (meaning.about) {
    case 'arithmetic':
      return {
        steps: [
          planned('I let the calculator do this.'),
          look('calculator', meaning.expression, { value: meaning.value }, 350),
          { step: 'say', text: `The result is **${writtenNumber(meaning.value)}**.` },
        ],
      }
    case 'recall': {
      const text =
        meaning.previous === undefined
          ? 'Nothing yet: this is your first question.'
          : `You asked: “${meaning.previous}”`
      return { steps: [{ step: 'say', text }] }
    }
    case 'summary':
      return { steps: [{ step: 'say', text: summarise(meaning.text) }] }
    case 'secret':
      return { steps: [{ step: 'refuse', text: 'The crew does not look for secrets.' }] }
    case 'nothing':
      return { steps: [{ step: 'say', text: 'Give the crew a topic.' }] }
    default:
      return {
        steps: [
          planned('I look in the archive first.'),
          look('search_archive', request.question, ['Outdoor gear grew in every quarter of 2025'], 800),
          planned('The archive says that it grew. Now the figures.'),
          look('search_figures', 'revenue 2025 by region', { total: total(), regions: sales.length }, 650),
          planned('Both agree. One check before I write.'),
          look('check_facts', 'total revenue 2025', { claimed: total(), found: total(), verdict: 'holds' }, 500),
          { step: 'say', text: report },
        ],
        ...(fieldOf(request.customInputs, 'sources') === true
          ? { customOutputs: { sources: ['archive', 'figures', 'catalogue'] } }
          : {}),
      }
  }
}
