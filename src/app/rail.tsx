import { FolderOpen, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Agent, AgentId } from '../agent/agent.ts'
import { AgentList } from '../agent/agent-list.tsx'
import { wallClock } from '../browser/clock.ts'
import { ConversationList } from '../conversation/conversation-list.tsx'
import type { ConversationId } from '../conversation/conversation.ts'
import type { FileForm } from '../conversation/thread-model.ts'
import {
  useAnsweringConversations,
  useConversationIndex,
  useConversationServices,
} from '../conversation/use-conversation.ts'
import { IconButton } from '../ui/button.tsx'
import { useImport } from './use-import.ts'

interface RailProps {
  readonly agent: AgentId | null
  readonly conversation: ConversationId | null
  readonly onAgent: (agent: Agent) => void
  readonly onConversation: (id: ConversationId) => void
  /** After a conversation was deleted. */
  readonly onDeleted: (id: ConversationId) => void
  readonly onNew: (() => void) | undefined
}

/** The wall clock, once a minute: "5 min ago" must not stand still. */
const useMinute = () => {
  const [now, setNow] = useState(wallClock)
  useEffect(() => {
    const timer = setInterval(() => setNow(wallClock()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** Agents above, conversations below. */
export const Rail = ({ agent, conversation, onAgent, onConversation, onDeleted, onNew }: RailProps) => {
  const { talk, conversations: store, openRecordings } = useConversationServices()
  const conversations = useConversationIndex()
  const answering = useAnsweringConversations()
  const now = useMinute()
  const onImport = useImport()
  const exportAll = async (id: ConversationId, form: FileForm) => {
    await talk.openConversation(id)
    const state = store.getState()
    const chosen = state.conversations[id]
    if (chosen === undefined) return
    const { exportConversation } = await import('../conversation/export-answer.ts')
    const runs = Object.values(state.runs).filter((run) => run.conversation === id && run.phase.at === 'over')
    await exportConversation(openRecordings, chosen, runs, form)
  }
  return (
    <nav
      aria-label="Agents and conversations"
      className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,3fr)_minmax(0,2fr)] bg-surface-sunken"
    >
      <div className="min-h-0 overflow-hidden">
        <AgentList selected={agent} onSelect={onAgent} />
      </div>
      <section
        aria-label="Conversations"
        className="grid min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] border-t border-border"
      >
        <header className="flex h-9 items-center px-3">
          <h2 className="flex-1 text-2xs font-semibold text-text-subtle uppercase">Conversations</h2>
          <IconButton label="Import" size="small" onClick={onImport}>
            <FolderOpen size={15} aria-hidden />
          </IconButton>
          {onNew !== undefined && (
            <IconButton label="New conversation" size="small" onClick={onNew}>
              <Plus size={15} aria-hidden />
            </IconButton>
          )}
        </header>
        <div className="min-h-0 overflow-hidden">
          <ConversationList
            conversations={conversations.map((item) => ({
              id: item.id,
              title: item.title,
              agentName: item.agentName,
              updatedAt: item.updatedAt,
              text: item.turns.map(({ input }) => input.text).join('\n'),
              ...(answering.includes(item.id) ? { state: 'answering' as const } : {}),
            }))}
            selected={conversation ?? undefined}
            now={now}
            actions={{
              onOpen: (id) => onConversation(id as ConversationId),
              onRename: (id, title) => talk.rename(id as ConversationId, title),
              onExport: (id, form) => void exportAll(id as ConversationId, form),
              onDelete: (id) => {
                talk.deleteConversation(id as ConversationId)
                onDeleted(id as ConversationId)
              },
            }}
          />
        </div>
      </section>
    </nav>
  )
}
