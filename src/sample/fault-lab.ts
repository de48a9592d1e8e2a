import { numberOf, stringOf } from '../lib/json.ts'
import type { AnswerCall } from './agent-server.ts'
import { eventStream, jsonAnswer } from './answers.ts'
import { beat, bodyOf, doneFrame, frameOf, type Beat } from './beat.ts'
import { streamedByAgentServer, wholeByAgentServer, type Answering, type TimedEvent } from './encode-agent-server.ts'
import { bodyFaults } from './fault-bodies.ts'
import { frameFaults } from './fault-frames.ts'
import { httpFaults } from './fault-http.ts'
import { timeFaults } from './fault-times.ts'
import type { Fault, Lab } from './fault.ts'
import { playRecording, recordedAnswers } from './recorded-answers.ts'
import type { AgentRequest } from './request-body.ts'

/** Every fault, by name. Names are what people write into `custom_inputs`. */
export const faults: readonly Fault[] = [...frameFaults, ...bodyFaults, ...timeFaults, ...httpFaults]

const tableOf = (title: string, rows: readonly { readonly name: string; readonly about: string }[]): string =>
  [
    `| ${title} | What happens |`,
    '| :--- | :--- |',
    ...rows.map(({ name, about }) => `| \`${name}\` | ${about.replaceAll('|', '\\|')} |`),
  ].join('\n')

const listText = (unknown: string | undefined): string =>
  [
    ...(unknown === undefined ? [] : [`There is no fault and no recording called \`${unknown}\`.`]),
    'Choose a fault with `custom_inputs`, for example `{"fault": "cut-mid-event"}`.',
    tableOf('Fault', faults),
    'Or let a recorded answer be played, for example `{"recording": "two-rounds"}`.',
    tableOf('Recording', recordedAnswers),
  ].join('\n\n')

const answeringOf = (request: AgentRequest, text: string): Answering => ({
  agent: 'fault-lab',
  request,
  script: { steps: [{ step: 'say', text }], customOutputs: { fault: stringOf(request.customInputs, 'fault') ?? null } },
})

const explain = (fault: Fault): string =>
  `**${fault.name}**\n\n${fault.about} ${fault.expected}\n\nThis text is long enough to be interrupted: naïve, Zürich, 東京, 🧭 and 👩‍🔬 are in it, so that a cut can fall into the middle of a character, and there are still a few more words to come before it ends.`

const createLab = (request: AgentRequest, origin: string, fault: Fault): Lab => {
  const text = explain(fault)
  const answering = answeringOf(request, text)
  const events: readonly TimedEvent[] = [...streamedByAgentServer(answering)]
  return {
    text,
    origin,
    events,
    whole: wholeByAgentServer(answering),
    number: (name, fallback, limit) => {
      const value = numberOf(request.customInputs, name) ?? fallback
      return Math.min(Math.max(0, Math.floor(value)), limit)
    },
    retold: (retoldText) => {
      const retold = answeringOf(request, retoldText)
      return { events: [...streamedByAgentServer(retold)], whole: wholeByAgentServer(retold) }
    },
  }
}

function* wholly(events: Iterable<TimedEvent>): Generator<Beat> {
  for (const { afterMs, event } of events) yield beat(afterMs, frameOf(event))
  yield beat(5, doneFrame)
}

/**
 * An agent that breaks in the way it is told to. `custom_inputs.fault` names the way, or `custom_inputs.recording` a
 * recorded answer; without them it lists both.
 */
export const createFaultLab =
  (origin: string, pace: number): AnswerCall =>
  (request) => {
    const name = stringOf(request.customInputs, 'fault')
    const recording = stringOf(request.customInputs, 'recording')
    const recorded = recordedAnswers.find((candidate) => candidate.name === recording)
    if (recorded !== undefined) return playRecording(recorded, pace)
    const fault = faults.find((candidate) => candidate.name === name)
    if (fault === undefined) {
      const answering = answeringOf(request, listText(name ?? recording))
      return request.stream
        ? eventStream(bodyOf(wholly(streamedByAgentServer(answering)), pace))
        : jsonAnswer(200, wholeByAgentServer(answering))
    }
    const lab = createLab(request, origin, fault)
    if (fault.kind === 'response') return fault.respond(lab)
    if (request.stream) return eventStream(bodyOf(fault.beats(lab), pace))
    return fault.whole?.(lab) ?? jsonAnswer(200, lab.whole)
  }
