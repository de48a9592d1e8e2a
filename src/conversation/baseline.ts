import { branchOf, type Conversation, type ConversationId, type RunId, type Turn, type TurnId } from './conversation.ts'

type Conversations = Readonly<Record<ConversationId, Conversation>>

/** A run that others are held against, and where it was pinned. */
export interface Pin {
  readonly conversation: Conversation
  readonly turn: Turn
  readonly run: RunId
}

const made = new WeakMap<Conversations, readonly Pin[]>()

/** Every pin of this browser, that of the conversation that changed last first. */
const pinsOf = (conversations: Conversations): readonly Pin[] => {
  const known = made.get(conversations)
  if (known !== undefined) return known
  const pins = Object.values(conversations)
    .flatMap((conversation) =>
      conversation.turns.flatMap((turn) => {
        const run = turn.baseline ?? null
        return run === null ? [] : [{ conversation, turn, run }]
      }),
    )
    .toSorted((one, other) => other.conversation.updatedAt - one.conversation.updatedAt)
  made.set(conversations, pins)
  return pins
}

/** Two turns are the same message where the same agent was told the same words, from the first message on. */
const messageKey = (conversation: Conversation, turn: TurnId): string =>
  JSON.stringify([conversation.agent, ...branchOf(conversation, turn).map(({ input }) => input.text)])

/** What a turn's runs are held against: its own pin, else that of the same message elsewhere. */
export const pinFor = (conversations: Conversations, conversation: Conversation, turn: TurnId): Pin | undefined => {
  const pins = pinsOf(conversations)
  const own = pins.find((pin) => pin.turn.id === turn)
  // Without an agent of one's own, nothing says that it was the same one.
  if (own !== undefined || pins.length === 0 || conversation.agent === '') return own
  const key = messageKey(conversation, turn)
  return pins.find((pin) => messageKey(pin.conversation, pin.turn.id) === key)
}

/** The conversations that change with a pin: a message has one baseline, so that an earlier one of it goes. */
export const pinned = (
  conversations: Conversations,
  conversation: Conversation,
  turn: TurnId,
  run: RunId | null,
): readonly Conversation[] => {
  const key = messageKey(conversation, turn)
  const isEarlier = (pin: Pin) =>
    run !== null && conversation.agent !== '' && messageKey(pin.conversation, pin.turn.id) === key
  const gone = new Set(pinsOf(conversations).flatMap((pin) => (isEarlier(pin) ? [pin.turn.id] : [])))
  return Object.values(conversations).flatMap((one) => {
    const turns = one.turns.map((own) => {
      if (own.id === turn) return { ...own, baseline: run }
      return gone.has(own.id) ? { ...own, baseline: null } : own
    })
    return turns.some((own, place) => own !== one.turns[place]) ? [{ ...one, turns }] : []
  })
}
