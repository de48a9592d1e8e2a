import { beat, Cut, doneFrame, frameOf, type Beat } from './beat.ts'
import { firstHalf } from './fault-frames.ts'
import type { Fault, Lab } from './fault.ts'

/* Faults of time: every byte is right, and what stands between agent and reader holds it up. */

const deltaFrame = (delta: string): string =>
  frameOf({ type: 'response.output_text.delta', output_index: 0, content_index: 0, delta })

function* paced(lab: Lab, pause: (index: number) => number): Generator<Beat> {
  for (const [index, { event }] of lab.events.entries()) yield beat(pause(index), frameOf(event))
  yield beat(5, doneFrame)
}

const burst = 11

export const timeFaults: readonly Fault[] = [
  {
    kind: 'stream',
    name: 'buffered',
    about: 'A proxy gathers the text: eleven pieces in one write, after 515 ms of nothing each time.',
    expected: 'The delivery says so, with figures.',
    *beats(lab) {
      for (let at = 0; at < lab.events.length; at += burst) {
        const frames = lab.events.slice(at, at + burst).map(({ event }) => frameOf(event))
        yield beat(515, frames.join(''))
      }
      yield beat(5, doneFrame)
    },
  },
  {
    kind: 'stream',
    name: 'late-first-event',
    about: 'The head comes at once, the first event after `seconds` (9 unless told, at most 600).',
    expected: 'The delivery tells an agent that works before it says anything.',
    *beats(lab) {
      const seconds = lab.number('seconds', 9, 600)
      yield* paced(lab, (index) => (index === 0 ? seconds * 1000 : 20))
    },
  },
  {
    kind: 'stream',
    name: 'slow-first-text',
    about: 'Events come at once, the first text after `seconds` (6 unless told, at most 600).',
    expected: 'The delivery tells it apart from a slow connection.',
    *beats(lab) {
      const seconds = lab.number('seconds', 6, 600)
      const first = lab.events.findIndex(({ event }) => event['type'] === 'response.output_text.delta')
      yield* paced(lab, (index) => (index === first ? seconds * 1000 : 20))
    },
  },
  {
    kind: 'stream',
    name: 'long-silence',
    about: 'In the middle of the text nothing comes for `seconds` (16 unless told, at most 600).',
    expected: 'The delivery says when, and that proxies drop such a connection.',
    *beats(lab) {
      const seconds = lab.number('seconds', 16, 600)
      const middle = firstHalf(lab).length
      yield* paced(lab, (index) => (index === middle ? seconds * 1000 : 20))
    },
  },
  {
    kind: 'stream',
    name: 'cut-after',
    about: 'Text comes steadily, and the connection is cut `seconds` (5 unless told, at most 3700) after the start.',
    expected: 'A cut at 120 s, 297 s or 301.5 s is told by the name of the limit.',
    *beats(lab) {
      const seconds = lab.number('seconds', 5, 3700)
      yield* firstHalf(lab).map(({ event }) => beat(0, frameOf(event)))
      for (let second = 0; second < seconds; second++) yield beat(1000, deltaFrame(` ${second + 1}`))
      throw new Cut()
    },
  },
]
