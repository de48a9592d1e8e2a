import type { Behaviour } from './agent.ts'
import { writtenNumber } from './arithmetic.ts'
import { openingHours, products, sales, yearOf, type Product } from './knowledge.ts'
import type { Step } from './script.ts'
import { understand } from './understanding.ts'

/* Agents on Model Serving whose dialects differ; what they know is the same small world. */

const say = (text: string): Step => ({ step: 'say', text })

const leave: Step = {
  step: 'call',
  tool: 'read_leave_balance',
  arguments: { year: 2025 },
  output: JSON.stringify({ days_left: 9, carried_over: 3 }),
  takesMs: 400,
}

/** Answers questions of staff, as a ChatAgent with one tool. */
export const hrHelper: Behaviour = ({ questions, question, customInputs }) => {
  const customOutputs = { asked: questions.length, ...customInputs }
  const meaning = understand(questions)
  if (meaning.about === 'recall') {
    const text = meaning.previous === undefined ? 'Nothing yet.' : `You asked: “${meaning.previous}”`
    return { steps: [say(text)], customOutputs }
  }
  if (meaning.about === 'hours') {
    return { steps: [say(openingHours.map(([days, hours]) => `- ${days}: ${hours}`).join('\n'))], customOutputs }
  }
  if (!/\b(leave|holiday|vacation|days)\b/i.test(question)) {
    return { steps: [say('Ask me about your leave or about our opening hours.')], customOutputs }
  }
  return {
    steps: [
      say('I look into your account. '),
      leave,
      say('You have **9 days** left this year, three of them carried over from the last.'),
    ],
    customOutputs,
  }
}

const productIn = (question: string): Product | undefined =>
  products.find(({ name }) => name.split(' ').some((word) => question.toLowerCase().includes(word.toLowerCase())))

/** Prices things, as a ChatModel whose calls come in pieces. */
export const pricing: Behaviour = ({ questions, question }) => {
  const meaning = understand(questions)
  if (meaning.about === 'arithmetic') return { steps: [say(`${writtenNumber(meaning.value)}.`)] }
  const product = productIn(question) ?? products[0]
  if (product === undefined) return { steps: [say('Nothing is for sale.')] }
  return {
    steps: [
      {
        step: 'call',
        tool: 'quote_price',
        arguments: { product: product.name, currency: 'USD' },
        output: String(product.price),
        takesMs: 300,
      },
      say(`The ${product.name} costs ${product.price} dollars.`),
    ],
    customOutputs: { product: product.name, price: product.price },
  }
}

/** A foundation model that reasons before it answers. */
export const reasoner: Behaviour = ({ questions, question }) => {
  const meaning = understand(questions)
  const text = meaning.about === 'arithmetic' ? `It is ${writtenNumber(meaning.value)}.` : `You wrote: ${question}`
  return {
    steps: [
      { step: 'think', paragraphs: ['The question is short. I answer it in one sentence.'] },
      say(`I am a foundation model of the sample workspace, not an agent. ${text}`),
    ],
  }
}

/** Answers from documents, with footnotes for its sources. */
export const handbook: Behaviour = ({ questions }) => {
  const meaning = understand(questions)
  if (meaning.about === 'recall') {
    return { steps: [say(meaning.previous === undefined ? 'Nothing yet.' : `You asked: “${meaning.previous}”`)] }
  }
  return {
    steps: [
      say(
        'Returns are free within 30 days, with the receipt.[^hb-1] Tents may have been pitched once.[^hb-2]\n\n' +
          '[^hb-1]: Handbook for staff, chapter 4: “Returns are free within 30 days.”\n' +
          '[^hb-2]: Handbook for staff, chapter 5: “A tent that was pitched once counts as new.”',
      ),
    ],
  }
}

/** Hands over to other agents, and says in its text who speaks. */
export const frontDesk: Behaviour = ({ question }) => {
  const best = sales.toSorted((one, other) => yearOf(other) - yearOf(one))[0]
  const spoken = best === undefined ? 'Nothing was sold.' : `${best.region} leads with ${writtenNumber(yearOf(best))}.`
  return {
    steps: [
      say('I ask the agent for sales.'),
      {
        step: 'call',
        tool: 'agent-sales',
        arguments: { request: question },
        output: spoken,
        takesMs: 900,
      },
      say('<name>agent-sales</name>'),
      say(`${spoken}[^s-1]\n\n[^s-1]: Table of sales, 2025`),
      say('<name>supervisor</name>'),
      say(`In short: ${spoken}`),
    ],
  }
}
