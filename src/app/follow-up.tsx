import { useState } from 'react'
import { useAgentVerbs } from '../agent/use-agents.ts'
import { followUp } from '../comparison/ask-follow-up.ts'
import type { Order } from '../comparison/column.ts'
import { FollowUpForm } from '../comparison/follow-up-form.tsx'
import { letterOf } from '../comparison/letters.ts'
import type { Conversation, Run, RunId } from '../conversation/conversation.ts'
import { useConversationServices, useDraft } from '../conversation/use-conversation.ts'
import { useAskColumns } from './use-ask-columns.ts'

interface FollowUpProps {
  readonly ids: readonly RunId[]
  /** What stands in the columns, as far as it is read. */
  readonly runs: readonly (Run | undefined)[]
  readonly conversations: readonly (Conversation | undefined)[]
}

/** The next message to all columns that can be asked. */
export const FollowUp = ({ ids, runs, conversations }: FollowUpProps) => {
  const services = useConversationServices()
  const { registry } = useAgentVerbs()
  const [text, setText] = useDraft(`compare:${conversations.map((conversation) => conversation?.id).join(' ')}`)
  const [order, setOrder] = useState<Order>('together')
  const ask = useAskColumns()
  const mute = conversations.flatMap((conversation, place) =>
    conversation === undefined || registry.agent(conversation.agent) === undefined ? [letterOf(place)] : [],
  )
  const isGoingOn = runs.some((run) => run?.phase.at !== 'over')
  const muteWords = `${mute.length === 1 ? 'Column' : 'Columns'} ${mute.join(' and ')} cannot be asked: none of your agents answered there.`
  return (
    <FollowUpForm
      text={text}
      order={order}
      note={mute.length > 0 ? muteWords : isGoingOn ? 'It can be sent when all columns have ended.' : undefined}
      blocked={isGoingOn || mute.length === ids.length}
      onText={setText}
      onOrder={setOrder}
      onSend={() => {
        setText('')
        ask(followUp(ids, text, { ...services, agentOf: registry.agent }), order)
      }}
    />
  )
}
