/** Runs `work` while holding a lock that all tabs of this origin share. The lock ends with the tab. */
export const withLock = <Value>(name: string, work: () => Promise<Value>): Promise<Value> =>
  navigator.locks.request(name, work)

/** Holds a lock until `release` is called or the tab goes away; `undefined` when another holder has it. */
export const tryLock = (name: string): Promise<{ release(): void } | undefined> =>
  new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock === null) {
          resolve(undefined)
          return undefined
        }
        return new Promise<void>((release) => {
          resolve({ release })
        })
      })
      .catch(reject)
  })

/** Names of all locks held anywhere in this origin. */
export const heldLocks = async (): Promise<ReadonlySet<string>> => {
  const { held } = await navigator.locks.query()
  return new Set((held ?? []).flatMap(({ name }) => (name === undefined ? [] : [name])))
}
