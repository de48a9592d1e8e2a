import type { IncomingMessage } from 'node:http'

/**
 * The answer's bytes as they come, one upstream read per chunk, at most a few reads ahead of the
 * reader. Its end is what the protocol says: the stream closes only when the message was complete, and
 * errors otherwise, after every byte that did arrive. (`pipe` and `for await` with `finally` turn a cut
 * into a clean end, which would make a broken answer look whole.)
 */
export const bodyOf = (incoming: IncomingMessage, idle: number, cancel: () => void): ReadableStream<Uint8Array> => {
  const arrived: Uint8Array[] = []
  let end: { readonly error: Error | undefined } | undefined
  let wake: (() => void) | undefined

  const settle = (error: Error | undefined): void => {
    if (end === undefined) {
      // A cut finds bytes that had arrived while the reader was busy; they come before the error.
      for (let rest: unknown = incoming.read(); rest instanceof Uint8Array; rest = incoming.read()) arrived.push(rest)
      end = { error }
    }
    wake?.()
  }
  incoming.on('data', (bytes: Uint8Array) => {
    arrived.push(bytes)
    if (wake === undefined) incoming.pause()
    wake?.()
  })
  incoming.on('end', () => settle(incoming.complete ? undefined : new Error('The answer was cut off.')))
  incoming.on('error', settle)
  incoming.on('close', () => settle(new Error('The answer was cut off.')))
  incoming.pause()

  const nextArrival = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        settle(new Error('The answer fell silent.'))
        cancel()
      }, idle)
      wake = () => {
        clearTimeout(timer)
        wake = undefined
        resolve()
      }
      incoming.resume()
    })

  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        if (arrived.length === 0 && end === undefined) await nextArrival()
        const bytes = arrived.shift()
        if (bytes !== undefined) controller.enqueue(bytes)
        else if (end?.error === undefined) controller.close()
        else controller.error(end.error)
      },
      cancel,
    },
    { highWaterMark: 0 },
  )
}
