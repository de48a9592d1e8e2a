import { useEffect } from 'react'
import type { RunId } from '../conversation/conversation.ts'
import { leaveReplay } from './replay-store.ts'

/** Leaves the replay of a run as soon as its strip is not on the screen any more, however the panes are arranged. */
export const useLeaveReplay = (run: RunId | undefined): void => {
  useEffect(() => (run === undefined ? undefined : leaveReplay), [run])
}
