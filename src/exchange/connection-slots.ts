import { delay } from '../browser/clock.ts'
import { tryLock } from '../browser/locks.ts'

/**
 * Over HTTP/1.1 a browser opens six connections to one origin, for all tabs together. Five may carry answers;
 * the sixth stays free, so that a token refresh or a REST call never waits behind a stream.
 */
const slots = 5
const pollMilliseconds = 300

export interface ConnectionSlot {
  release(): void
}

const freeSlot = async (): Promise<ConnectionSlot | undefined> => {
  for (let index = 0; index < slots; index += 1) {
    const slot = await tryLock(`agent-playground:answer-slot-${index}`)
    if (slot !== undefined) return slot
  }
  return undefined
}

/** Waits for a free connection; `onWait` is called once when there is none yet. Undefined when aborted. */
export const takeConnectionSlot = async (
  signal: AbortSignal,
  onWait: () => void,
): Promise<ConnectionSlot | undefined> => {
  let waited = false
  while (!signal.aborted) {
    const slot = await freeSlot()
    if (slot !== undefined) return slot
    if (!waited) onWait()
    waited = true
    await delay(pollMilliseconds, signal)
  }
  return undefined
}
