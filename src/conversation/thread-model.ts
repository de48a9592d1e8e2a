import type { Touch } from '../protocol/event-log.ts'
import type { ApprovalRequestItem } from '../protocol/item.ts'
import type { ConversationId, Decision, Run, RunId, Turn, TurnId, TurnInput } from './conversation.ts'

/** One turn of the branch that is shown, with everything its view needs. */
export interface ThreadTurn {
  readonly turn: Turn
  /** This input and its edits, oldest first. */
  readonly siblings: readonly TurnId[]
  /** Every run of the turn that is loaded, oldest first. */
  readonly runs: readonly Run[]
}

/** What came after a turn in the branch that is shown; undefined at its end. */
export const inputAfter = (turns: readonly ThreadTurn[], index: number): TurnInput | undefined =>
  turns[index + 1]?.turn.input

/** What leaves as a file: all that was recorded, the very bytes, a line for each event, for developer tools, to be read. */
export type FileForm = 'recording' | 'bytes' | 'events' | 'har' | 'markdown'

/** How two runs differ, in one line. */
export interface DifferenceWords {
  readonly kind: 'same' | 'different'
  readonly sentence: string
}

/** Holds two runs against each other, both over; a room above knows how. Stable. */
export type TellDifference = (one: Run, other: Run) => Promise<DifferenceWords>

/** What a person can do in the thread. One stable object, so that finished turns are not drawn again. */
export interface ThreadActions {
  readonly onEdit: (turn: TurnId, text: string) => void
  /** Shows another edit of the same input. */
  readonly onShowTurn: (turn: TurnId) => void
  readonly onShowRun: (turn: TurnId, run: RunId) => void
  readonly onRunAgain: (turn: TurnId) => void
  /** The same request whole instead of streamed, or the reverse, to stand beside this run. */
  readonly onRunOtherWay: (run: RunId) => void
  readonly onCompare: (run: RunId, other: RunId) => void
  /** Lets a person choose what to put beside this run: any run of any conversation. */
  readonly onCompareWith: (run: RunId) => void
  /** Holds the other runs of its turn against this one from now on, or against none. */
  readonly onPin: (turn: TurnId, run: RunId | null) => void
  /** Takes a pin away, wherever it is. */
  readonly onUnpin: (conversation: ConversationId, turn: TurnId) => void
  /** Holds a run against the pinned one. */
  readonly tellAgainst: TellDifference
  /** Holds the whole answer to a message against the streamed one. */
  readonly tellWays: TellDifference
  /** The same request several times more, for what the answers say together. */
  readonly onRepeat: (turn: TurnId) => void
  /** Tells the agent what was decided about the requests of this turn's answer, in a turn below it. */
  readonly onDecide: (turn: TurnId, decisions: readonly Decision[]) => void
  /** Tells a stream that waits inside itself. Resolves with the words of what went wrong, if anything did. */
  readonly onDecideInStream: (run: RunId, request: ApprovalRequestItem, approve: boolean) => Promise<string | undefined>
  /** Writes the run's request as programs. */
  readonly onCode: (run: RunId) => void
  /** Makes a link that holds the run; absent where links are not made. */
  readonly onShare?: (run: RunId) => void
  /** Asks for the rest of a run that its agent goes on with in the background. */
  readonly onReconnect: (run: RunId) => void
  readonly onExport: (run: RunId, form: FileForm) => void
  /** Makes a report of a problem out of the run; absent where none is made. */
  readonly onReport?: ((run: RunId) => void) | undefined
  /** Why nothing can be sent here, where nothing can: buttons that would send are disabled and say it. */
  readonly cannotRun: string | undefined
  readonly onSelectText: (run: RunId, item: string, part: number, from: number, to: number) => void
  readonly onShowEvents: (run: RunId, item: string) => void
  readonly onShowFindings: (run: RunId) => void
  readonly onLink: (url: string) => void
}

/** What the event that is selected in the inspector brought. */
export interface ThreadMark {
  readonly run: RunId
  readonly touch: Touch
  /** Whether the marked text is to be scrolled into view: the selection was made elsewhere. */
  readonly reveal: boolean
}

/** The run that stands for its turn: the chosen one, else the newest. */
export const shownRunOf = ({ turn, runs }: ThreadTurn): Run | undefined =>
  runs.find(({ id }) => id === turn.chosen) ?? runs.at(-1)

/** Whether two lists hold the same values in the same order. */
export const sameList = <Value>(one: readonly Value[], other: readonly Value[]): boolean =>
  one === other || (one.length === other.length && one.every((value, index) => value === other[index]))
