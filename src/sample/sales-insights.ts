import type { Behaviour } from './agent.ts'
import { writtenNumber } from './arithmetic.ts'
import { sales, yearOf, type Sales } from './knowledge.ts'
import type { Step } from './script.ts'
import { understand } from './understanding.ts'

const python = (code: string, output: string): Step => ({
  step: 'call',
  tool: 'system__ai__python_exec',
  arguments: { code },
  output,
  takesMs: 700,
})

const ranked = (regions: readonly Sales[]): readonly Sales[] =>
  regions.toSorted((left, right) => yearOf(right) - yearOf(left))

const regional = (regions: readonly Sales[]): readonly Step[] => {
  const rows = ranked(regions)
  const printed = rows.map((row) => `${row.region} ${yearOf(row)}`).join('\n')
  const best = rows[0]
  const lead =
    best === undefined ? '' : `**${best.region}** leads with ${writtenNumber(yearOf(best))} thousand dollars.`
  const list = rows.map((row, index) => `${index + 1}. ${row.region}: ${writtenNumber(yearOf(row))}`).join('\n')
  return [
    { step: 'say', text: 'Let me add up the quarters.' },
    python(
      `sales = ${JSON.stringify(Object.fromEntries(regions.map((row) => [row.region, row.quarters])))}\nfor region, quarters in sorted(sales.items(), key=lambda pair: -sum(pair[1])):\n    print(region, sum(quarters))`,
      `${printed}\n`,
    ),
    {
      step: 'say',
      text: `${lead}\n\n${list}`,
      citations: [{ url: 'https://docs.example.com/larkfield/sales-2025', title: 'Sales 2025', quote: lead }],
    },
  ]
}

/** A sales analyst on Model Serving that runs Python for its answers. */
export const salesInsights: Behaviour = (request) => {
  const meaning = understand(request.questions)
  const customOutputs = { topic: meaning.about }
  switch (meaning.about) {
    case 'arithmetic': {
      const result = writtenNumber(meaning.value)
      const steps: readonly Step[] = [
        { step: 'say', text: 'Let me compute.' },
        python(`print(${meaning.expression})`, `${meaning.value}\n`),
        { step: 'say', text: `${result}.` },
      ]
      return { steps, customOutputs }
    }
    case 'recall': {
      const text =
        meaning.previous === undefined ? 'You have asked nothing before.' : `Before this: “${meaning.previous}”`
      return { steps: [{ step: 'say', text }], customOutputs }
    }
    case 'secret':
      return { steps: [{ step: 'refuse', text: 'I only talk about sales.' }], customOutputs }
    case 'sales':
      return { steps: regional(meaning.regions), customOutputs }
    default:
      return { steps: regional(sales), customOutputs }
  }
}
