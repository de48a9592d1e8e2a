import type { Behaviour } from './agent.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Step } from './script.ts'

const look = (tool: string, query: JsonObject, found: unknown, takesMs: number): Step => ({
  step: 'call',
  tool,
  arguments: query,
  output: JSON.stringify(found),
  takesMs,
})

const report = `## The outdoor market, 2025

| Quarter | Growth | Driver |
| :--- | ---: | :--- |
| Q1 | 3.1 % | winter stock sold late |
| Q2 | 5.4 % | tents |
| Q3 | 6.0 % | stoves and lamps |
| Q4 | 2.2 % | the Ember stove, nearly alone |

**What carries it.** Two products make half of the growth. The rest of the range grows as the market does.

**What could break it.** The Ember stove is nearly out of stock, and its maker needs ten weeks.

1. Order stoves now, not in December.
2. Show the tents earlier: their quarter is the second.
3. Ask the East what it does differently.`

/** Works for about twenty seconds at pace 1: long enough to lose the connection, the page or the server on the way. */
export const longResearcher: Behaviour = ({ question }) => ({
  steps: [
    {
      step: 'think',
      paragraphs: [
        '**Planning**\n\nThree sources, then a report. Each takes a while, so nobody should have to wait here.',
      ],
    },
    { step: 'say', text: `I look into “${question.slice(0, 120)}”. This takes a while; you may leave and come back.` },
    look('search_archive', { topic: 'outdoor gear', year: 2025 }, { articles: 41, trend: 'up in every quarter' }, 3000),
    { step: 'say', text: 'The archive says that it grew in every quarter. Now the figures by quarter.' },
    look('read_figures', { by: 'quarter' }, { q1: 3.1, q2: 5.4, q3: 6.0, q4: 2.2 }, 3000),
    look('check_stock', { product: 'Ember stove' }, { pieces: 7, reorder_weeks: 10 }, 2000),
    { step: 'say', text: report },
  ],
})
