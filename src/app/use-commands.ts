import { useMemo } from 'react'
import type { Agent } from '../agent/agent.ts'
import { kindWords } from '../agent/agent-words.ts'
import { useAgents } from '../agent/use-agents.ts'
import type { ConversationId } from '../conversation/conversation.ts'
import { useConversationIndex } from '../conversation/use-conversation.ts'
import type { InspectorTab } from '../inspector/use-selection.ts'
import type { Command } from './command.ts'
import { usePreferences } from './use-app.ts'
import { useImport } from './use-import.ts'

/** What the screen around the palette can do. */
export interface CommandActs {
  readonly onAgent: (agent: Agent) => void
  readonly onConversation: (id: ConversationId) => void
  /** Undefined where there is no agent to begin a conversation with. */
  readonly onNew: (() => void) | undefined
  readonly onLibrary: () => void
  readonly onAddAgent: () => void
  readonly onConnect: () => void
  readonly onHelp: () => void
  readonly onMessage: () => void
  readonly onCentre: (tab: 'chat' | 'compare' | 'batch') => void
  /** Undefined where there is nothing to inspect. */
  readonly onInspect: ((tab: InspectorTab) => void) | undefined
  /** Undefined where no answer is shown that could be shared. */
  readonly onShare: (() => void) | undefined
}

const inspectorTabs: Readonly<Record<InspectorTab, string>> = {
  events: 'Events',
  raw: 'Raw',
  timeline: 'Timeline',
  findings: 'Findings',
  request: 'Request',
  trace: 'Trace',
}

const useSettings = (): readonly Command[] => {
  const [preferences, change] = usePreferences()
  return useMemo(() => {
    const { stream, bothWays, showRail, showInspector, singleKeys } = preferences
    const setting = (id: string, title: string, run: () => void, key?: string): Command => ({
      id,
      group: 'Settings',
      title,
      run,
      ...(key === undefined ? {} : { key }),
    })
    return [
      setting('theme-light', 'Theme: light', () => change({ colorScheme: 'light' })),
      setting('theme-dark', 'Theme: dark', () => change({ colorScheme: 'dark' })),
      setting('theme-system', 'Theme: as the system', () => change({ colorScheme: 'system' })),
      setting('stream', stream ? 'Ask for whole answers' : 'Ask for streamed answers', () =>
        change({ stream: !stream }),
      ),
      setting('both-ways', bothWays ? 'Ask each message one way' : 'Ask each message both ways', () =>
        change({ bothWays: !bothWays }),
      ),
      setting('rail', showRail ? 'Hide the agents' : 'Show the agents', () => change({ showRail: !showRail }), 'Mod+b'),
      setting(
        'inspector',
        showInspector ? 'Hide the inspector' : 'Show the inspector',
        () => change({ showInspector: !showInspector }),
        'Mod+j',
      ),
      setting('single-keys', singleKeys ? 'Turn single-key shortcuts off' : 'Turn single-key shortcuts on', () =>
        change({ singleKeys: !singleKeys }),
      ),
    ]
  }, [preferences, change])
}

const useActions = (acts: CommandActs): readonly Command[] => {
  const importing = useImport()
  return useMemo(() => {
    const action = (id: string, title: string, run: (() => void) | undefined, key?: string): readonly Command[] =>
      run === undefined ? [] : [{ id, group: 'Actions', title, run, ...(key === undefined ? {} : { key }) }]
    const { onInspect } = acts
    return [
      ...action('new', 'New conversation', acts.onNew),
      ...action('message', 'Write a message', acts.onMessage, '/'),
      ...action('import', 'Import files', importing.choose),
      ...action('paste', 'Import pasted text', importing.paste),
      ...action('library', 'Library of runs and storage', acts.onLibrary),
      ...action('help', 'Keyboard shortcuts', acts.onHelp, '?'),
      ...action('share', 'Share the answer that is shown', acts.onShare),
      ...action('add-agent', 'Add an agent on this computer', acts.onAddAgent),
      ...action('connect', 'Connect a workspace', acts.onConnect),
      ...action('chat', 'Go to Chat', () => acts.onCentre('chat')),
      ...action('compare', 'Go to Compare', () => acts.onCentre('compare')),
      ...action('batch', 'Go to Batch', () => acts.onCentre('batch')),
      ...(onInspect === undefined
        ? []
        : Object.entries(inspectorTabs).flatMap(([tab, label]) =>
            action(`inspect-${tab}`, `Inspect: ${label}`, () => onInspect(tab as InspectorTab)),
          )),
    ]
  }, [acts, importing])
}

const useAgentCommands = (onAgent: CommandActs['onAgent']): readonly Command[] => {
  const { groups } = useAgents('')
  return useMemo(
    () =>
      groups.flatMap(({ entries }) =>
        entries.map(({ agent }): Command => ({
          id: `agent ${agent.id}`,
          group: 'Agents',
          title: agent.name,
          note: kindWords(agent.target),
          run: () => onAgent(agent),
        })),
      ),
    [groups, onAgent],
  )
}

const useConversationCommands = (onConversation: CommandActs['onConversation']): readonly Command[] => {
  const conversations = useConversationIndex()
  return useMemo(
    () =>
      conversations.map(({ id, title, agentName, turns }): Command => ({
        id,
        group: 'Conversations',
        title,
        note: agentName,
        content: turns.map(({ input }) => input.text).join('\n'),
        run: () => onConversation(id),
      })),
    [conversations, onConversation],
  )
}

/** Everything that the palette finds: agents, conversations, actions, settings. The same list until one of them changes. */
export const useCommands = (acts: CommandActs): readonly Command[] => {
  const agents = useAgentCommands(acts.onAgent)
  const conversations = useConversationCommands(acts.onConversation)
  const actions = useActions(acts)
  const settings = useSettings()
  return useMemo(
    () => [...agents, ...conversations, ...actions, ...settings],
    [agents, conversations, actions, settings],
  )
}
