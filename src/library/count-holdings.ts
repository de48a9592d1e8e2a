import type { Archive } from '../conversation/archive.ts'
import type { Attachments } from '../conversation/attachments.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import type { Recordings } from '../exchange/recordings.ts'
import { heldRunOf, holdingsOf, type HeldRun, type Holdings } from './holdings.ts'

export interface CountServices {
  readonly conversations: ConversationStore
  readonly archive: Archive
  readonly recordings: Recordings
  readonly attachments: Attachments
}

/** Counts what storage holds, row by row: exact, and never all of it in memory. */
export const countHoldings = async (services: CountServices): Promise<Holdings> => {
  const { conversations, archive, recordings, attachments } = services
  const [sizes, files] = await Promise.all([recordings.sizes(), attachments.sizes()])
  const runs: HeldRun[] = []
  await archive.visitRuns((run) => {
    runs.push(heldRunOf(run, sizes, recordings.isHeld))
  })
  return holdingsOf(Object.values(conversations.getState().conversations), { runs, files })
}
