import type { TextStorage } from '../browser/storage.ts'
import { messageOf, type Problem } from '../lib/problem.ts'

export interface GuardedStorage {
  readonly storage: TextStorage
  /** Resolves when a document was read, or could not be: never later than the time given. */
  withinTime<Value>(work: Promise<Value>): Promise<Value | undefined>
}

const storageProblem = (detail: string): Problem => ({
  kind: 'storage',
  code: 'documents-unavailable',
  title: 'The browser does not keep the list of workspaces and agents',
  detail,
  remedy: 'Allow site data for this address, or leave private mode. Until then the lists last as long as this tab.',
  who: 'this computer',
})

/**
 * A document is written only after it was read: a store that could not see what is kept must not overwrite it
 * with its empty beginning. Failures become one problem; the store goes on in memory.
 */
export const guardStorage = (
  inner: TextStorage,
  onProblem: (problem: Problem) => void,
  milliseconds = 3000,
): GuardedStorage => {
  const readable = new Set<string>()
  let told = false
  const tell = (detail: string) => {
    if (told) return
    told = true
    onProblem(storageProblem(detail))
  }
  return {
    storage: {
      getItem: async (name) => {
        const text = await inner.getItem(name)
        readable.add(name)
        return text
      },
      setItem: async (name, value) => {
        if (!readable.has(name)) return
        try {
          await inner.setItem(name, value)
        } catch (error) {
          tell(messageOf(error))
        }
      },
      removeItem: async (name) => {
        try {
          await inner.removeItem(name)
        } catch (error) {
          tell(messageOf(error))
        }
      },
    },
    withinTime: async (work) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const late = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => {
          tell('The browser did not open its database in time.')
          resolve(undefined)
        }, milliseconds)
      })
      try {
        return await Promise.race([work, late])
      } catch (error) {
        tell(messageOf(error))
        return undefined
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
