import { useCallback, useMemo } from 'react'
import { useStore } from 'zustand'
import type { ApprovalRequestItem, Item } from '../protocol/item.ts'
import { decidedIn, decisionOf, requestsIn, settledIn, type Choice } from './approvals.ts'
import type { Choices } from './choice-store.ts'
import type { Decision, Run, RunId, TurnInput } from './conversation.ts'
import { useConversationServices } from './use-conversation.ts'

/** Where a request is decided: how it stands, and what can be done. */
export interface ApprovalDesk {
  /**
   * `early`: the answer is not over, so nothing can be sent yet · `open`: waits for the person ·
   * `decided` · `passed`: the conversation went on without a decision · `nameless`: no id, so no answer can name it.
   */
  readonly state: 'early' | 'open' | 'decided' | 'passed' | 'nameless'
  /** What was decided, or chosen and not sent yet. */
  readonly choice?: Choice | undefined
  /** The stream waits for it: it is told beside the stream, at once and for good, and takes no reason. */
  readonly inStream?: true
  /** Why the stream could not be told. */
  readonly problem?: string | undefined
  /** Several requests are answered together: a choice is kept until all are made. */
  readonly together: boolean
  readonly onChoose: (choice: Choice) => void
  /** The reason as it was left when the request was last on the screen. */
  readonly writtenReason: () => string
  readonly onReason: (reason: string) => void
}

/** Choices that wait to be sent together. */
interface PendingApprovals {
  readonly chosen: number
  readonly of: number
  readonly onSend: () => void
}

interface Approvals {
  /** By the key of the item that asks. */
  readonly desks: Readonly<Record<string, ApprovalDesk>>
  readonly pending?: PendingApprovals
}

/** Decisions that a stream waits for, each told as soon as it is made. */
const useDecisionsInStream = (
  run: RunId,
  onDecide: (request: ApprovalRequestItem, approve: boolean) => Promise<string | undefined>,
) => {
  const { choices } = useConversationServices()
  const told = useStore(choices, () => choices.toldIn(run))
  return useCallback(
    (items: readonly Item[], request: ApprovalRequestItem, over: boolean): ApprovalDesk => {
      const made = told[request.key]
      const heard = made === undefined || made.problem !== undefined ? undefined : { approve: made.approve, reason: '' }
      const choice = settledIn(items, request) ?? heard
      return {
        state: choice !== undefined ? 'decided' : over ? 'passed' : 'open',
        choice,
        inStream: true,
        problem: choice === undefined ? made?.problem : undefined,
        together: false,
        writtenReason: () => '',
        onReason: () => undefined,
        onChoose: ({ approve }) => {
          choices.told(run, request.key, { approve })
          void onDecide(request, approve).then((problem) => {
            if (problem !== undefined) choices.told(run, request.key, { approve, problem })
          })
        },
      }
    },
    [choices, run, told, onDecide],
  )
}

/** The requests of one answer, and what the person makes of them. `next` is what came after it in the branch. */
export const useApprovals = (
  run: Run,
  next: TurnInput | undefined,
  onDecide: (decisions: readonly Decision[]) => void,
  onDecideInStream: (request: ApprovalRequestItem, approve: boolean) => Promise<string | undefined>,
): Approvals => {
  const { id: runId, snapshot, phase } = run
  const inStream = useDecisionsInStream(runId, onDecideInStream)
  const { choices: store } = useConversationServices()
  const chosen = useStore(store, () => store.chosenIn(runId))
  // Most answers ask for nothing: they must not get a new list with every frame.
  const asks = snapshot.items.some(({ kind }) => kind === 'approval-request')
  const requests = useMemo(() => (asks ? requestsIn(snapshot) : []), [asks, snapshot])
  const over = phase.at === 'over'

  const send = useCallback(
    (choices: Choices) => {
      const decisions = requests.flatMap((request) => {
        const choice = choices[request.id]
        return choice === undefined ? [] : [decisionOf(request, choice)]
      })
      if (decisions.length < requests.length) return
      store.sent(runId)
      onDecide(decisions)
    },
    [requests, onDecide, store, runId],
  )

  const desks = useMemo(() => {
    const together = requests.length > 1
    const deskOf = (id: string | undefined): ApprovalDesk => {
      const decided = decidedIn(next, id)
      const choice = id === undefined ? undefined : (chosen[id] ?? decided)
      const state =
        id === undefined
          ? 'nameless'
          : !over
            ? 'early'
            : decided !== undefined
              ? 'decided'
              : next === undefined
                ? 'open'
                : 'passed'
      return {
        state,
        choice,
        together,
        writtenReason: () => choice?.reason ?? (id === undefined ? '' : store.reasonFor(runId, id)),
        onReason: (reason) => {
          if (id !== undefined) store.wroteReason(runId, id, reason)
        },
        onChoose: (made) => {
          if (id === undefined) return
          if (together) store.chose(runId, id, made)
          else send({ [id]: made })
        },
      }
    }
    return Object.fromEntries(
      snapshot.items.flatMap((item) =>
        item.kind === 'approval-request'
          ? [[item.key, item.streamId === undefined ? deskOf(item.id) : inStream(snapshot.items, item, over)]]
          : [],
      ),
    )
  }, [requests, snapshot.items, next, over, chosen, send, inStream, store, runId])

  const made = requests.filter(({ id }) => chosen[id] !== undefined).length
  if (requests.length < 2 || !over || (made === 0 && next !== undefined)) return { desks }
  return { desks, pending: { chosen: made, of: requests.length, onSend: () => send(chosen) } }
}
