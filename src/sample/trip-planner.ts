import type { Behaviour } from './agent.ts'
import { writtenNumber } from './arithmetic.ts'
import { summarise, understand } from './understanding.ts'

const cities = ['Oslo', 'Vienna', 'Lisbon', 'Kyoto', 'Bergen', 'Porto'] as const

const cityIn = (question: string): string =>
  cities.find((city) => question.toLowerCase().includes(city.toLowerCase())) ?? 'Bergen'

/** Plans trips with two tools, and says something before the first. */
export const tripPlanner: Behaviour = ({ questions, question }) => {
  const meaning = understand(questions)
  if (meaning.about === 'recall') {
    const text = meaning.previous === undefined ? 'Nothing yet.' : `You asked: “${meaning.previous}”`
    return { steps: [{ step: 'say', text }] }
  }
  if (meaning.about === 'summary') return { steps: [{ step: 'say', text: summarise(meaning.text) }] }
  if (meaning.about === 'arithmetic') {
    return { steps: [{ step: 'say', text: `That is **${writtenNumber(meaning.value)}**.` }] }
  }
  const city = cityIn(question)
  return {
    steps: [
      { step: 'say', text: `A trip to ${city}: let me look at trains and weather. ` },
      {
        step: 'call',
        tool: 'find_trains',
        arguments: { to: city, day: 'Saturday' },
        output: JSON.stringify([{ departs: '08:12', arrives: '14:40', seats: 9 }]),
        takesMs: 500,
      },
      {
        step: 'call',
        tool: 'get_weather',
        arguments: { city },
        output: JSON.stringify({ sky: 'clear', celsius: 7 }),
        takesMs: 300,
      },
      {
        step: 'say',
        text: `The 08:12 on Saturday has seats, and ${city} will be clear at 7 °C.\n\n- Pack a warm layer.\n- Book the seat today.`,
      },
    ],
  }
}
