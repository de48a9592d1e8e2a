/** Only secure contexts have locks. Without them every tab believes itself alone, and still works. */
const locks = (): LockManager | undefined => ('locks' in navigator ? navigator.locks : undefined)

/** Runs `work` while holding a lock that all tabs of this origin share. The lock ends with the tab. */
export const withLock = async <Value>(name: string, work: () => Promise<Value>): Promise<Value> => {
  let begun = false
  const begin = () => {
    begun = true
    return work()
  }
  try {
    return await (locks()?.request(name, begin) ?? begin())
  } catch (thrown) {
    // A browser that blocks all site data has the interface and refuses every request.
    if (begun) throw thrown
    return work()
  }
}

export interface HeldLock {
  release(): void
}

/** Holds a lock until `release` is called or the tab goes away; `undefined` when another holder has it. */
export const tryLock = (name: string): Promise<HeldLock | undefined> => {
  const alone: HeldLock = { release: () => undefined }
  return new Promise((resolve) => {
    const request = locks()?.request(name, { ifAvailable: true }, (lock) => {
      if (lock === null) {
        resolve(undefined)
        return undefined
      }
      return new Promise<void>((release) => {
        resolve({ release })
      })
    })
    if (request === undefined) resolve(alone)
    else request.catch(() => resolve(alone))
  })
}
