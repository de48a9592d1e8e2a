import { ClipboardPaste, FolderOpen, HardDrive, Plus } from 'lucide-react'
import type { Agent, AgentId } from '../agent/agent.ts'
import { AgentList } from '../agent/agent-list.tsx'
import { useWallClock } from '../browser/use-wall-clock.ts'
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
  readonly onExport: (id: ConversationId, form: FileForm) => void
  readonly onDelete: (id: ConversationId) => void
  readonly onLibrary: () => void
  readonly onNew: (() => void) | undefined
}

/** Agents above, conversations below. */
export const Rail = (props: RailProps) => {
  const { agent, conversation, onAgent, onConversation, onExport, onDelete, onLibrary, onNew } = props
  const { talk } = useConversationServices()
  const conversations = useConversationIndex()
  const answering = useAnsweringConversations()
  // "5 min ago" must not stand still.
  const now = useWallClock(60_000)
  const { choose, paste } = useImport()
  return (
    <nav
      aria-label="Agents and conversations"
      className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,3fr)_minmax(0,2fr)_auto] bg-surface-sunken"
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
          <IconButton label="Import" size="small" onClick={choose}>
            <FolderOpen size={15} aria-hidden />
          </IconButton>
          <IconButton label="Paste text" size="small" onClick={paste}>
            <ClipboardPaste size={15} aria-hidden />
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
              onExport: (id, form) => onExport(id as ConversationId, form),
              onDelete: (id) => onDelete(id as ConversationId),
            }}
          />
        </div>
      </section>
      <footer className="flex h-9 items-center border-t border-border px-1.5">
        <button
          type="button"
          onClick={onLibrary}
          className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 text-xs font-medium text-text-subtle hover:bg-surface-hover hover:text-text"
        >
          <HardDrive size={14} aria-hidden /> Library
        </button>
      </footer>
    </nav>
  )
}
