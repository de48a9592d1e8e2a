import { findingCatalogue } from '../../inspector/finding-catalogue.ts'
import { findingGroups } from '../../inspector/finding-groups.ts'
import { assertNever } from '../../lib/assert-never.ts'
import { parseJson, type Json } from '../../lib/json.ts'
import type { Ms } from '../../lib/brand.ts'
import type { Item, Part } from '../../protocol/item.ts'
import { emptySnapshot, type Snapshot } from '../../protocol/snapshot.ts'
import { snapshotOfAnswer } from '../../protocol/snapshot-of-answer.ts'
import { byteSize, count, duration } from '../../ui/figures.ts'
import type { PortableConversation, PortableFile, PortableRun, PortableTurn } from '../conversation-file.ts'
import type { Figures, TurnInput } from '../conversation.ts'
import { pairItems, type DrawnItem } from '../paired-items.ts'
import { outcomeOfRun } from '../run-outcome.ts'
import { foldsOf } from './opened-run.ts'
import { codeBlock, codeWords, escapedWords, quotedMarkdown } from './quoted-markdown.ts'

type Blocks = readonly string[]

const jsonText = (json: Json): string => (typeof json === 'string' ? json : JSON.stringify(json, null, 2))

/** Arguments are text that is JSON as a rule: then laid out to be read. */
const laidOut = (text: string): string => {
  const json = parseJson(text)
  const value = json.ok ? jsonText(json.value) : text
  return codeBlock(value, json.ok && typeof json.value !== 'string' ? 'json' : '')
}

const folded = (summary: string, blocks: Blocks): Blocks => [
  `<details>\n<summary>${summary}</summary>`,
  ...blocks,
  '</details>',
]

const partBlocks = (part: Part): Blocks => {
  if (part.kind === 'other') return [`Part ${codeWords(part.type)}`, laidOut(jsonText(part.json))]
  return part.text === '' ? [] : [quotedMarkdown(part.text)]
}

const isKnown = (value: Json | undefined): value is Json => value !== undefined && value !== null && value !== ''

const resultBlocks = (name: string, value: Json | undefined): Blocks =>
  isKnown(value) ? [`${name}:`, laidOut(jsonText(value))] : []

const itemBlocks = ({ item, output }: DrawnItem): Blocks => {
  switch (item.kind) {
    case 'message':
      return item.parts.flatMap(partBlocks)
    case 'reasoning': {
      const text = item.parts.map((part) => part.text).join('\n\n')
      return text === '' ? [] : folded('Reasoning', [codeBlock(text)])
    }
    case 'tool-call':
      return [
        `**Tool call** ${codeWords(item.name)}${item.status === undefined ? '' : `, ${escapedWords(item.status)}`}`,
        ...(item.arguments === '' ? [] : ['Arguments:', laidOut(item.arguments)]),
        ...resultBlocks('Result', output?.output ?? item.output),
        ...resultBlocks('Error', item.error),
      ]
    case 'tool-output':
      return ['**Result** of a call that is not in this answer', ...resultBlocks('Result', item.output)]
    case 'approval-request':
      return [
        `**Approval requested** for ${codeWords(item.name)} of ${codeWords(item.serverLabel)}`,
        laidOut(item.arguments),
      ]
    case 'other':
      return folded(`Item ${escapedWords(item.type)}`, [laidOut(jsonText(item.json))])
    default:
      return assertNever(item)
  }
}

const itemsBlocks = (items: readonly Item[]): Blocks => pairItems(items).flatMap(itemBlocks)

/** What is known of an answer: folded from its bytes, else what a source without them told. */
const answerOf = (run: PortableRun): { snapshot: Snapshot; state: string; figures: Figures } => {
  const fold = foldsOf(run).at(-1)
  if (fold !== undefined) {
    const outcome = outcomeOfRun(fold, run.callee ?? 'app')
    return { snapshot: fold.snapshot, state: outcome.kind, figures: fold.figures }
  }
  const snapshot = run.answer === undefined ? emptySnapshot : snapshotOfAnswer(run.answer, 0 as Ms)
  return { snapshot, state: 'its recording is not at hand', figures: { events: 0, bytes: 0 } }
}

const figuresLine = (mode: PortableRun['mode'], state: string, { firstText, total, events, bytes }: Figures): string =>
  [
    mode,
    state,
    ...(firstText === undefined ? [] : [`first text after ${duration(firstText)}`]),
    ...(total === undefined ? [] : [`total ${duration(total)}`]),
    ...(events === 0 ? [] : [`${count(events)} ${events === 1 ? 'event' : 'events'}`, byteSize(bytes)]),
  ].join(' · ')

const usageLine = ({ usage, model }: Snapshot): Blocks => {
  const tokens = [
    ...(usage?.inputTokens === undefined ? [] : [`${count(usage.inputTokens)} tokens in`]),
    ...(usage?.outputTokens === undefined ? [] : [`${count(usage.outputTokens)} tokens out`]),
    ...(model === undefined ? [] : [`model ${codeWords(model)}`]),
  ]
  return tokens.length === 0 ? [] : [tokens.join(' · ')]
}

const findingBlocks = ({ findings }: Snapshot): Blocks => {
  if (findings.length === 0) return []
  const lines = findingGroups(findings).map(({ code, times }) => {
    const often = times === 1 ? '' : `, ${count(times)} times`
    return `- ${escapedWords(findingCatalogue[code].title)} (${codeWords(code)}${often})`
  })
  return [`**Findings**`, lines.join('\n')]
}

const errorBlocks = ({ error }: Snapshot): Blocks =>
  error === undefined
    ? []
    : [`**Error** ${error.code === undefined ? '' : codeWords(error.code)}`.trim(), codeBlock(error.message)]

const runBlocks = (run: PortableRun): Blocks => {
  const { snapshot, state, figures } = answerOf(run)
  return [
    '### Answer',
    ...itemsBlocks(snapshot.items),
    ...errorBlocks(snapshot),
    figuresLine(run.mode, state, figures),
    ...usageLine(snapshot),
    ...findingBlocks(snapshot),
  ]
}

const inputBlocks = (
  { text, customInputs, instructions, decisions = [] }: TurnInput,
  files: readonly PortableFile[] = [],
): Blocks => [
  ...(text === '' ? [] : [quotedMarkdown(text)]),
  ...(decisions.length === 0
    ? []
    : [decisions.map(({ approve, tool }) => `- ${approve ? 'Approved' : 'Refused'}: ${codeWords(tool)}`).join('\n')]),
  ...(files.length === 0
    ? []
    : [files.map(({ name, size }) => `- File ${codeWords(name)}, ${byteSize(size)}`).join('\n')]),
  ...(instructions.trim() === '' ? [] : ['Instructions:', codeBlock(instructions)]),
  ...(customInputs.trim() === '' ? [] : [`${codeWords('custom_inputs')}:`, laidOut(customInputs)]),
]

const turnBlocks = (turn: PortableTurn, number: number): Blocks => {
  const shown = turn.runs[turn.chosen ?? turn.runs.length - 1]
  const others = turn.runs.length - 1
  return [
    `## Message ${number}`,
    ...inputBlocks(turn.input, turn.files),
    ...(shown === undefined ? ['No answer is here.'] : runBlocks(shown)),
    ...(others > 0
      ? [
          `*${others} more ${others === 1 ? 'answer' : 'answers'} to this message ${others === 1 ? 'is' : 'are'} not in this file.*`,
        ]
      : []),
  ]
}

/** The turns from the first to the leaf. A parent always stands ahead of its children. */
const shownTurns = ({ turns, leaf }: PortableConversation): readonly PortableTurn[] => {
  const branch: PortableTurn[] = []
  for (let position = leaf ?? turns.length - 1; position >= 0;) {
    const turn = turns[position]
    if (turn === undefined) break
    branch.unshift(turn)
    position = turn.parent ?? -1
  }
  return branch
}

/** The content of a `*.md`: the branch that is shown, for people. */
export const markdownFile = (conversation: PortableConversation): string => {
  const turns = shownTurns(conversation)
  const begun = turns[0]?.createdAt
  const head = [
    `Agent: ${escapedWords(conversation.agentName)}`,
    ...(begun === undefined ? [] : [new Date(begun).toISOString().replace('T', ' ').slice(0, 16) + ' UTC']),
  ]
  return `${[
    `# ${escapedWords(conversation.title) || 'A conversation'}`,
    head.join(' · '),
    ...turns.flatMap((turn, index) => turnBlocks(turn, index + 1)),
  ].join('\n\n')}\n`
}
