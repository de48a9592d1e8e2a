import { stringOf } from '../lib/json.ts'
import type { Behaviour } from './agent.ts'
import { writtenNumber } from './arithmetic.ts'
import { openingHours, products, yearOf, type Product, type Sales } from './knowledge.ts'
import type { AgentRequest } from './request-body.ts'
import type { Citation, Step } from './script.ts'
import { summarise, understand, type Meaning } from './understanding.ts'

const greetings: Readonly<Record<string, string>> = {
  en: 'Hello! I am the support agent of Larkfield Outdoor.',
  de: 'Hallo! Ich bin der Support-Agent von Larkfield Outdoor.',
  fr: 'Bonjour ! Je suis l’agent d’assistance de Larkfield Outdoor.',
}

const handbook = (page: string): string => `https://docs.example.com/larkfield/${page}`

const think = (...paragraphs: readonly string[]): Step => ({ step: 'think', paragraphs })

const call = (
  tool: string,
  args: Extract<Step, { step: 'call' }>['arguments'],
  output: unknown,
  takesMs: number,
): Step => ({
  step: 'call',
  tool,
  arguments: args,
  output: JSON.stringify(output),
  takesMs,
})

const say = (text: string, citations: readonly Citation[] = []): Step => ({ step: 'say', text, citations })

const salesTable = (regions: readonly Sales[]): string =>
  [
    '| Region | Q1 | Q2 | Q3 | Q4 | 2025 |',
    '| :--- | ---: | ---: | ---: | ---: | ---: |',
    ...regions.map((row) => `| ${row.region} | ${row.quarters.join(' | ')} | **${writtenNumber(yearOf(row))}** |`),
  ].join('\n')

const salesAnswer = (regions: readonly Sales[], long: boolean): readonly Step[] => {
  const best = regions.toSorted((left, right) => yearOf(right) - yearOf(left))[0]
  const lead = best === undefined ? '' : `${best.region} sold ${writtenNumber(yearOf(best))} thousand dollars in 2025.`
  const query = `SELECT region, quarter, SUM(revenue)\nFROM main.sales.orders\nWHERE year = 2025\nGROUP BY region, quarter`
  const rest = long
    ? `\n\n## The numbers\n\nIn thousands of dollars:\n\n${salesTable(regions)}\n\n## How I got them\n\n\`\`\`sql\n${query}\n\`\`\`\n\n> Returns are already taken off; orders that are still open are not in.\n\n## What stands out\n\n1. The fourth quarter is the strongest everywhere.\n2. The table does not say *why*:\n   - no split by product,\n   - no split by channel.`
    : ''
  return [
    think(
      '**Finding the numbers**\n\nThe question is about revenue. The orders table has it by region and quarter.',
      '**Choosing a form**\n\nFour quarters and a few regions fit into one table, with the leader named first.',
    ),
    call('query_sales', { regions: regions.map((row) => row.region), year: 2025 }, regions, 620),
    say(`${lead}${rest}`, [{ url: handbook('sales-2025'), title: 'Sales 2025', quote: lead }]),
  ]
}

const productAnswer = (found: readonly Product[], long: boolean): readonly Step[] => {
  const lines = found.map((product) => `- **${product.name}**: $${product.price}, ${product.stock} in stock`)
  const details = found.map((product) => `- *${product.name}*: ${product.about}`)
  const lead = found.length === 1 ? 'Here it is:' : `I found ${found.length} products:`
  return [
    call('search_catalogue', { names: found.map((product) => product.name) }, found, 450),
    say(`${lead}\n\n${lines.join('\n')}${long ? `\n\n## Details\n\n${details.join('\n')}` : ''}`, [
      { url: handbook('catalogue'), title: 'Catalogue', quote: lines[0] ?? lead },
    ]),
  ]
}

const orderAnswer = (
  meaning: Extract<Meaning, { about: 'order' }>,
  customer: string | undefined,
  long: boolean,
): readonly Step[] => {
  const { id, order } = meaning
  const look = call(
    'look_up_order',
    { order_id: id, ...(customer === undefined ? {} : { customer_id: customer }) },
    order ?? { error: 'not found' },
    540,
  )
  if (order === undefined)
    return [look, say(`I have no order **${id}**. Orders of this sample are 1001, 1002 and 1003.`)]
  const lead = `Order **${id}** (${order.product}) is ${order.status}.`
  const table = `| | |\n| :--- | :--- |\n| Carrier | ${order.carrier} |\n| Due | ${order.due} |`
  return [
    think('**Looking up the order**\n\nThe order number is in the question, so one look-up is enough.'),
    look,
    say(long ? `${lead}\n\n${table}` : lead, [{ url: handbook(`orders/${id}`), title: `Order ${id}`, quote: lead }]),
  ]
}

const help = `I know a few things and say so when I do not know one. Try one of these:

- What were the **sales** in the West?
- What does the **Ridge tent** cost?
- Where is **order 1002**?
- What are your **opening hours**?
- What is **17 * 23**?
- **Summarize:** followed by a text
- **What did I ask before?**

## What it looks like from code

\`\`\`python
client.responses.create(
    model="apps/support-agent",
    input=[{"role": "user", "content": "Where is order 1002?"}],
)
\`\`\`

> I am a script, not a model. The stream that you see is real all the same.`

const answerTo = (meaning: Meaning, request: AgentRequest, long: boolean): readonly Step[] => {
  switch (meaning.about) {
    case 'arithmetic': {
      const result = writtenNumber(meaning.value)
      const lead = `${meaning.expression} = **${result}**`
      return [call('calculate', { expression: meaning.expression }, { result: meaning.value }, 320), say(lead)]
    }
    case 'sales':
      return salesAnswer(meaning.regions, long)
    case 'products':
      return productAnswer(meaning.products, long)
    case 'order':
      return orderAnswer(meaning, stringOf(request.customInputs, 'customer_id'), long)
    case 'hours': {
      const lead = 'The shop is open from Monday to Saturday.'
      const table = `| Days | Hours |\n| :--- | :--- |\n${openingHours.map((row) => `| ${row.join(' | ')} |`).join('\n')}`
      return [
        say(long ? `${lead}\n\n${table}` : lead, [{ url: handbook('hours'), title: 'Opening hours', quote: lead }]),
      ]
    }
    case 'summary':
      return [
        think('**Reading**\n\nThe first sentence usually says most; the longest adds the particulars.'),
        say(summarise(meaning.text)),
      ]
    case 'recall':
      return [
        say(
          meaning.previous === undefined
            ? 'This is the first thing you ask in this conversation.'
            : `Before this you asked: “${meaning.previous}”`,
        ),
      ]
    case 'secret':
      return [
        think('**Checking the request**\n\nThis asks for something that I must not give to anybody.'),
        {
          step: 'refuse',
          text: 'I can’t help with passwords, keys or other secrets. Nobody at support will ever ask you for one.',
        },
      ]
    case 'greeting':
      return [
        say(
          `${greetings[stringOf(request.customInputs, 'language') ?? 'en'] ?? greetings['en'] ?? ''} What can I do for you?`,
        ),
      ]
    case 'nothing':
      return [say('You sent no text. Ask me about an order, a product or our opening hours.')]
    case 'unknown':
      return long
        ? [
            think(
              '**Understanding the question**\n\nNone of the things that I know are in it. Better to say what I can do.',
            ),
            say(help),
          ]
        : [say(`I do not know. I know about sales, orders, ${products.length} products and our opening hours.`)]
  }
}

/**
 * Answers questions about a made-up shop. `custom_inputs`: `verbosity` (`short` or `long`),
 * `language` (`en`, `de`, `fr`; greetings only) and `customer_id` (handed to the order look-up).
 */
export const support: Behaviour = (request) => {
  const meaning = understand(request.questions)
  const verbosity = stringOf(request.customInputs, 'verbosity') === 'short' ? 'short' : 'long'
  return {
    steps: answerTo(meaning, request, verbosity === 'long'),
    customOutputs: {
      topic: meaning.about,
      verbosity,
      turn: request.questions.length,
      ...(request.customInputs['customer_id'] === undefined
        ? {}
        : { customer_id: request.customInputs['customer_id'] }),
    },
  }
}
