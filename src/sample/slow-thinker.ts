import type { Behaviour } from './agent.ts'

const thoughts: readonly string[] = [
  '**Reading the question**\n\nBefore anything else I want to be sure what is being asked, and what is not. A quick answer would be easy to give, and might even be right.',
  '**Weighing two readings**\n\nThe question could be about the thing itself or about why anybody would ask. The first is the plain reading. The second is more interesting, but nobody asked for interesting.',
  '**Looking for a mistake**\n\nI have an answer now. It fits, which is when one should look twice. I try it against the opposite and it holds.',
  '**Deciding what to leave out**\n\nMost of what I thought is of no use to the reader. One sentence and a reason will do.',
]

/** Takes its time: about twenty seconds at pace 1, most of it silence and reasoning. */
export const slowThinker: Behaviour = (request) => ({
  steps: [
    { step: 'pause', ms: 5000 },
    { step: 'think', paragraphs: thoughts.slice(0, 2) },
    { step: 'pause', ms: 7500 },
    { step: 'think', paragraphs: thoughts.slice(2) },
    { step: 'pause', ms: 4500 },
    {
      step: 'say',
      text: `I thought about “${request.question.slice(0, 200)}” for a while.\n\nThe answer is **patience**: a client that waits shows that it waits, lets people stop, and does not take silence for the end.`,
    },
  ],
})
