import type { EpochMs } from '../lib/brand.ts'

/** What the list shows of a conversation. */
export interface ListedConversation {
  readonly id: string
  readonly title: string
  readonly agentName: string
  readonly updatedAt: EpochMs
  /** The last run's state in a word, when there is a run. */
  readonly state?: string
  /** Texts to search besides title and agent. */
  readonly text?: string
}

export type GroupName = 'Today' | 'Yesterday' | 'Earlier'
export interface ConversationGroup<Entry> {
  readonly name: GroupName
  readonly entries: readonly Entry[]
}

const day = 24 * 60 * 60 * 1000

/** Newest first, cut at the reader's midnights. Groups without entries are left out. */
export const groupByDay = <Entry extends Pick<ListedConversation, 'updatedAt'>>(
  entries: readonly Entry[],
  now: EpochMs,
): readonly ConversationGroup<Entry>[] => {
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  // Half a day before midnight is yesterday, also where clocks were changed.
  const yesterday = new Date(midnight - day / 2).setHours(0, 0, 0, 0)
  const nameOf = (at: EpochMs): GroupName => (at >= midnight ? 'Today' : at >= yesterday ? 'Yesterday' : 'Earlier')
  const newest = entries.toSorted((one, other) => other.updatedAt - one.updatedAt)
  return (['Today', 'Yesterday', 'Earlier'] as const)
    .map((name) => ({ name, entries: newest.filter(({ updatedAt }) => nameOf(updatedAt) === name) }))
    .filter((group) => group.entries.length > 0)
}

/** Whether every word of the query occurs somewhere in the conversation, whatever its case. */
export const matchesQuery = (conversation: ListedConversation, query: string): boolean => {
  const searched = `${conversation.title}\n${conversation.agentName}\n${conversation.text ?? ''}`.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => searched.includes(word))
}
