import { matchOf, wordsOf, type Match } from './fuzzy-match.ts'

export const commandGroups = ['Agents', 'Conversations', 'Actions', 'Settings'] as const
export type CommandGroup = (typeof commandGroups)[number]

/** Something that the palette can do. */
export interface Command {
  readonly id: string
  readonly group: CommandGroup
  readonly title: string
  /** Beside the title: the kind of an agent, whose conversation it is. Searched as well. */
  readonly note?: string
  /** Long text to search besides: what was asked in a conversation. */
  readonly content?: string
  /** The key that does the same, as `Shortcut` has it. */
  readonly key?: string
  readonly run: () => void
}

export interface FoundCommand {
  readonly command: Command
  /** Where the title matched. */
  readonly ranges: Match['ranges']
  /** The piece of the content that matched, where the title and the note did not. */
  readonly excerpt?: string
}

const mostOfGroup = 8
const mostWithoutQuery = 5
const around = 40

const excerptOf = (content: string, word: string): string => {
  const at = content.toLowerCase().indexOf(word)
  const from = Math.max(0, at - around)
  const piece = content.slice(from, at + word.length + around).replaceAll(/\s+/g, ' ')
  return `${from > 0 ? '…' : ''}${piece}${at + word.length + around < content.length ? '…' : ''}`
}

interface Ranked extends FoundCommand {
  readonly score: number
}

const inTitle = (command: Command, words: readonly string[]): Ranked | undefined => {
  const whole = matchOf(words, command.title)
  if (whole !== undefined) return { command, ranges: whole.ranges, score: 10 + whole.score }
  if (command.note === undefined) return undefined
  const both = matchOf(words, `${command.title} ${command.note}`)
  const ranges = both?.ranges.filter(([, to]) => to <= command.title.length)
  return both === undefined ? undefined : { command, ranges: ranges ?? [], score: both.score }
}

/** Long text is searched word by word as it is written: with gaps, everything would be found in it. */
const inContent = (command: Command, words: readonly string[]): Ranked | undefined => {
  const content = command.content?.toLowerCase()
  const [first] = words
  if (content === undefined || command.content === undefined || first === undefined) return undefined
  if (!words.every((word) => content.includes(word))) return undefined
  return { command, ranges: [], excerpt: excerptOf(command.content, first), score: 1 }
}

/**
 * The commands that a query finds, by group, the best first; the groups in the order of their best. Without a query,
 * the first of each group as they are given.
 */
export const findCommands = (commands: readonly Command[], query: string): readonly FoundCommand[] => {
  const words = wordsOf(query)
  if (words.length === 0) {
    return commandGroups.flatMap((group) =>
      commands
        .filter((command) => command.group === group)
        .slice(0, mostWithoutQuery)
        .map((command) => ({ command, ranges: [] })),
    )
  }
  const found = commands.flatMap((command) => inTitle(command, words) ?? inContent(command, words) ?? [])
  return commandGroups
    .map((group) =>
      found.filter(({ command }) => command.group === group).toSorted((one, other) => other.score - one.score),
    )
    .filter((group) => group.length > 0)
    .toSorted((one, other) => (other[0]?.score ?? 0) - (one[0]?.score ?? 0))
    .flatMap((group) => group.slice(0, mostOfGroup))
    .map(({ command, ranges, excerpt }) => ({ command, ranges, ...(excerpt === undefined ? {} : { excerpt }) }))
}
