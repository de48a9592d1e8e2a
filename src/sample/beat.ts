/** One moment of an answer: wait, then put these bytes on the wire, or break the connection. */
export interface Beat {
  /** Milliseconds at pace 1. */
  readonly afterMs: number
  readonly bytes: Uint8Array
}

/** Ends the connection without ending the body, as a crashed server or a proxy's time limit does. */
export class Cut extends Error {
  override readonly name = 'Cut'
}

const encoder = new TextEncoder()

export const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** A server-sent event as MLflow's AgentServer writes it: one `data` line, nothing else. */
export const frameOf = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`

export const doneFrame = 'data: [DONE]\n\n'

export const beat = (afterMs: number, text: string): Beat => ({ afterMs, bytes: bytesOf(text) })

/** Resolves after this time, or as soon as the signal aborts. */
export const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })

/**
 * Plays beats as a body. A beat is taken only when the reader wants one, so a slow reader slows the agent,
 * and a reader who leaves ends it: the iterator's `return` runs, and with it any `finally` of the generator.
 * Throwing `Cut` inside the beats breaks the body instead of ending it.
 */
export const bodyOf = (beats: Iterable<Beat>, pace: number): ReadableStream<Uint8Array> => {
  const iterator = beats[Symbol.iterator]()
  const left = new AbortController()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = iterator.next()
        if (next.done) {
          controller.close()
          return
        }
        const ms = next.value.afterMs * pace
        // With no pause at all a never-ending agent would starve every other request of the process.
        await (ms >= 1 ? wait(ms, left.signal) : new Promise(setImmediate))
        if (!left.signal.aborted) controller.enqueue(next.value.bytes)
      },
      cancel() {
        left.abort()
        iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
