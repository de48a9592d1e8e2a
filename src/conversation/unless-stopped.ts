/**
 * What the work gives, or undefined as soon as the signal aborts: a person who presses Stop does not wait for a
 * renewal of credentials or for storage. The work itself goes on; its result is dropped.
 */
export const unlessStopped = <Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value | undefined> =>
  new Promise((resolve, reject) => {
    const stop = () => resolve(undefined)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
