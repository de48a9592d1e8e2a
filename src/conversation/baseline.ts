import { branchOf, type Conversation, type ConversationId, type RunId, type Turn, type TurnId } from './conversation.ts'
import { sameList } from './thread-model.ts'

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

type Place = Pick<Pin, 'conversation' | 'turn'>

const wordsTo = ({ conversation, turn }: Place): readonly string[] =>
  branchOf(conversation, turn.id).map(({ input }) => input.text)

/**
 * Two turns are the same message where the same agent was told the same words, from the first message on. Almost all
 * differ in the last of them: whole branches are read for the others alone, as every answer asks with every event.
 */
const isSameMessage = (one: Place, other: Place): boolean =>
  one.conversation.agent === other.conversation.agent &&
  one.turn.input.text === other.turn.input.text &&
  sameList(wordsTo(one), wordsTo(other))

const placeOf = (conversation: Conversation, id: TurnId): Place | undefined => {
  const turn = conversation.turns.find((own) => own.id === id)
  // Without an agent of one's own, nothing says that it was the same one.
  return turn === undefined || conversation.agent === '' ? undefined : { conversation, turn }
}

/** What a turn's runs are held against: its own pin, else that of the same message elsewhere. */
export const pinFor = (conversations: Conversations, conversation: Conversation, turn: TurnId): Pin | undefined => {
  const pins = pinsOf(conversations)
  const own = pins.find((pin) => pin.turn.id === turn)
  if (own !== undefined || pins.length === 0) return own
  const place = placeOf(conversation, turn)
  return place === undefined ? undefined : pins.find((pin) => isSameMessage(pin, place))
}

/** The conversations that change with a pin: a message has one baseline, so that an earlier one of it goes. */
export const pinned = (
  conversations: Conversations,
  conversation: Conversation,
  turn: TurnId,
  run: RunId | null,
): readonly Conversation[] => {
  const message = run === null ? undefined : placeOf(conversation, turn)
  const earlier = message === undefined ? [] : pinsOf(conversations).filter((pin) => isSameMessage(pin, message))
  const gone = new Set(earlier.map((pin) => pin.turn.id))
  return Object.values(conversations).flatMap((one) => {
    const turns = one.turns.map((own) => {
      if (own.id === turn) return { ...own, baseline: run }
      return gone.has(own.id) ? { ...own, baseline: null } : own
    })
    return turns.some((own, place) => own !== one.turns[place]) ? [{ ...one, turns }] : []
  })
}
