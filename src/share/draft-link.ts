import type { Mode } from '../conversation/conversation.ts'
import { readCustomInputs } from '../conversation/custom-inputs.ts'
import { maskOrdinary } from '../exchange/mask-ordinary.ts'
import { countUnseen, plainly } from './unseen-characters.ts'

/** The fields of `/new?…` beside the agent, as they stand in the address: anybody may have written them. */
export interface DraftFields {
  readonly mode?: string
  readonly input?: string
  readonly custom_inputs?: string
}

/** What a draft link fills in. Nothing of it is kept or sent before the person does so. */
export interface DraftLink {
  readonly mode?: Mode
  readonly input?: string
  readonly customInputs?: string
  /** What was odd about it, one sentence each. */
  readonly notes: readonly string[]
}

/** Longer texts belong into a file; an address that holds them was not written by hand. */
export const longestInput = 100_000
const longestCustomInputs = 20_000

const modes: readonly string[] = ['streamed', 'whole'] satisfies readonly Mode[]

const isMode = (text: string): text is Mode => modes.includes(text)

const modeOf = (mode: string | undefined): Pick<DraftLink, 'mode' | 'notes'> => {
  if (mode === undefined) return { notes: [] }
  if (isMode(mode)) return { mode, notes: [] }
  return { notes: [`The mode “${plainly(mode, 40)}” is not known; it can be streamed or whole.`] }
}

const figure = (value: number): string => value.toLocaleString('en')

const inputOf = (input: string | undefined): Pick<DraftLink, 'input' | 'notes'> => {
  if (input === undefined) return { notes: [] }
  if (input.length > longestInput) {
    return {
      notes: [
        `The message has ${figure(input.length)} characters and was left out: at most ${figure(longestInput)} are taken from a link.`,
      ],
    }
  }
  const unseen = countUnseen(input)
  const notes =
    unseen === 0
      ? []
      : [
          `The message holds ${figure(unseen)} ${unseen === 1 ? 'character' : 'characters'} that cannot be seen. Written out, it begins: ${plainly(input, 160)}`,
        ]
  return { input, notes }
}

const customInputsOf = (text: string | undefined): Pick<DraftLink, 'customInputs' | 'notes'> => {
  if (text === undefined) return { notes: [] }
  if (text.length > longestCustomInputs) {
    return { notes: [`custom_inputs has ${figure(text.length)} characters and was left out.`] }
  }
  const read = readCustomInputs(text)
  if (read.kind === 'invalid') return { customInputs: text, notes: [`${read.detail}. Correct it before you send.`] }
  return { customInputs: text, notes: [] }
}

/** Reads what a link asks for. Whatever cannot be used is told and left out, and the rest is used. */
export const readDraftLink = (fields: DraftFields): DraftLink => {
  const parts = [modeOf(fields.mode), inputOf(fields.input), customInputsOf(fields.custom_inputs)]
  return { ...Object.assign({}, ...parts), notes: parts.flatMap(({ notes }) => notes) }
}

export const fillsIn = ({ mode, input, customInputs, notes }: DraftLink): boolean =>
  mode !== undefined || input !== undefined || customInputs !== undefined || notes.length > 0

export interface DraftContent {
  readonly mode: Mode
  readonly input: string
  readonly customInputs: string
}

/** The fields of a draft link, readable and in the order in which a person would write them. */
export const draftFields = ({ mode, input, customInputs }: DraftContent): DraftFields => ({
  mode,
  ...(input === '' ? {} : { input }),
  ...(customInputs.trim() === '' ? {} : { custom_inputs: customInputs }),
})

/** The same with what should not stand in a link masked. What was valid JSON still is. */
export const maskedDraft = ({ mode, input, customInputs }: DraftContent): DraftContent =>
  maskOrdinary((mask) => ({ mode, input: mask.text(input), customInputs: mask.text(customInputs) })).value
