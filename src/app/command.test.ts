import { describe, expect, it } from 'vitest'
import { findCommands, type Command } from './command.ts'

const command = (group: Command['group'], title: string, rest: Partial<Command> = {}): Command => ({
  id: `${group} ${title}`,
  group,
  title,
  run: () => undefined,
  ...rest,
})

const commands: readonly Command[] = [
  ...Array.from({ length: 12 }, (_, index) => command('Agents', `agent-${index}`, { note: 'App' })),
  command('Agents', 'sales-agent', { note: 'App' }),
  command('Conversations', 'West drop', {
    note: 'sales-agent',
    content: 'Which region fell last week?\nAnd why did the West fall?',
  }),
  command('Conversations', 'Hello'),
  command('Actions', 'New conversation'),
  command('Settings', 'Theme: dark'),
]

const titles = (query: string) => findCommands(commands, query).map((found) => found.command.title)

describe('finding commands', () => {
  it('shows the first of each group before anything is written', () => {
    expect(titles('')).toEqual([
      'agent-0',
      'agent-1',
      'agent-2',
      'agent-3',
      'agent-4',
      'West drop',
      'Hello',
      'New conversation',
      'Theme: dark',
    ])
  })

  it('finds by title and note, the best first, and keeps groups together', () => {
    expect(titles('sales')).toEqual(['sales-agent', 'West drop'])
    expect(titles('newc')).toEqual(['New conversation'])
    expect(titles('agent').slice(0, 2)).toEqual(['agent-0', 'agent-1'])
    expect(titles('agent')).toHaveLength(8 + 1)
    expect(titles('nothing like this')).toEqual([])
  })

  it('finds by content, and shows the piece', () => {
    expect(findCommands(commands, 'fell region')).toMatchObject([
      { command: { title: 'West drop' }, excerpt: 'Which region fell last week? And why did the West fall?' },
    ])
    expect(titles('region sky')).toEqual([])
  })
})
