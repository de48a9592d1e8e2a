import type { Adapter, AdapterPayload } from 'oidc-provider'

interface Entry {
  payload: AdapterPayload
  readonly expiresAt: number
}

/** All that one OAuth provider remembers. It lives and dies with the process. */
export type MemoryStore = Map<string, Entry>

const sweepAbove = 5_000

/** Stores what the OAuth provider issues. One store per provider, so that two sample workspaces share nothing. */
export const createMemoryAdapter =
  (store: MemoryStore) =>
  (model: string): Adapter => {
    const keyOf = (id: string) => `${model}:${id}`

    const read = (id: string): AdapterPayload | undefined => {
      const entry = store.get(keyOf(id))
      if (entry === undefined) return undefined
      if (entry.expiresAt > Date.now()) return entry.payload
      store.delete(keyOf(id))
      return undefined
    }

    const findBy = (matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
      for (const [key, entry] of store) {
        if (key.startsWith(`${model}:`) && entry.expiresAt > Date.now() && matches(entry.payload)) return entry.payload
      }
      return undefined
    }

    const sweep = () => {
      for (const [key, entry] of store) if (entry.expiresAt <= Date.now()) store.delete(key)
    }

    return {
      upsert: async (id, payload, expiresIn) => {
        if (store.size > sweepAbove) sweep()
        store.set(keyOf(id), { payload, expiresAt: expiresIn ? Date.now() + expiresIn * 1000 : Infinity })
      },
      find: async (id) => read(id),
      findByUid: async (uid) => findBy((payload) => payload.uid === uid),
      findByUserCode: async () => undefined,
      consume: async (id) => {
        const payload = read(id)
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000)
      },
      destroy: async (id) => {
        store.delete(keyOf(id))
      },
      revokeByGrantId: async (grantId) => {
        for (const [key, entry] of store) {
          if (key.startsWith(`${model}:`) && entry.payload.grantId === grantId) store.delete(key)
        }
      },
    }
  }
