import type { Behaviour } from './agent.ts'

/**
 * Its `predict` was written before its `predict_stream`, and nobody compared them: the streamed answer looks the
 * price up twice and says another total, the whole one alone fills `custom_outputs`. A question with the word
 * "agree" is answered alike both ways.
 */
export const twoFaced: Behaviour = ({ question, stream }) => {
  if (/\bagree\b/i.test(question)) {
    return { steps: [{ step: 'say', text: 'Both of my faces say this.' }], customOutputs: { faces: 1 } }
  }
  const look = (item: string, price: number) =>
    ({
      step: 'call',
      tool: 'look_up_price',
      arguments: { item },
      output: JSON.stringify({ item, price }),
      takesMs: 260,
    }) as const
  const tent = look('Ridge tent', 349)
  return stream
    ? {
        steps: [
          tent,
          look('Ember stove', 89),
          { step: 'say', text: 'The Ridge tent costs $349, and with the Ember stove it is $438 in all.' },
        ],
      }
    : {
        steps: [tent, { step: 'say', text: 'The Ridge tent costs $349.' }],
        customOutputs: { sources: ['catalogue'], confidence: 0.9 },
      }
}
