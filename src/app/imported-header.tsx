import type { Conversation } from '../conversation/conversation.ts'
import { Badge } from '../ui/badge.tsx'

/** Over a conversation that was imported, as long as nobody goes on with it: who answered. */
export const ImportedHeader = ({ conversation }: { readonly conversation: Conversation }) => (
  <header className="flex h-9 min-w-0 flex-1 items-center gap-2 border-s border-border ps-3 pe-2">
    <title>{`${conversation.title} – Agent Playground`}</title>
    <h1 className="min-w-0 truncate text-sm font-semibold">
      <bdi>{conversation.agentName}</bdi>
    </h1>
    {conversation.origin !== undefined && <Badge tone="notice">Imported</Badge>}
    <span className="min-w-0 flex-1 truncate text-xs text-text-subtle">{conversation.title}</span>
  </header>
)
