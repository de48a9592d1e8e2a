import { openDatabase } from './database.ts'

/** The shape that zustand's `persist` and oidc-client-ts expect of a string store. */
export interface TextStorage {
  getItem(name: string): Promise<string | null>
  setItem(name: string, value: string): Promise<void>
  removeItem(name: string): Promise<void>
}

/**
 * Small documents in IndexedDB. localStorage is not used for them: a killed browser was measured to lose
 * writes that localStorage had acknowledged.
 */
export const documentStorage: TextStorage = {
  getItem: async (name) => {
    const value = await (await openDatabase()).get('documents', name)
    return typeof value === 'string' ? value : null
  },
  setItem: async (name, value) => {
    await (await openDatabase()).put('documents', value, name)
  },
  removeItem: async (name) => {
    await (await openDatabase()).delete('documents', name)
  },
}

/** The same for what a person wrote: nothing is written while no history is to be kept. */
export const documentsWhile = (keeps: () => boolean): TextStorage => ({
  ...documentStorage,
  setItem: async (name, value) => {
    if (keeps()) await documentStorage.setItem(name, value)
  },
})

/** Stands in for the tab's storage where the browser blocks it: gone with the page. */
const pageStorage = (): Storage => {
  const texts = new Map<string, string>()
  return {
    get length() {
      return texts.size
    },
    key: (index) => [...texts.keys()][index] ?? null,
    getItem: (name) => texts.get(name) ?? null,
    setItem: (name, value) => {
      texts.set(name, value)
    },
    removeItem: (name) => {
      texts.delete(name)
    },
    clear: () => texts.clear(),
  }
}

/** This tab's storage: gone when the tab closes. The only place where tokens may lie. */
export const tabStorage = (): Storage => {
  try {
    return window.sessionStorage
  } catch {
    return pageStorage()
  }
}

/** For what must be known before the first paint and may be lost: the theme. */
export const readPreference = (name: string): string | null => {
  try {
    return window.localStorage.getItem(name)
  } catch {
    return null
  }
}

export const writePreference = (name: string, value: string): void => {
  try {
    window.localStorage.setItem(name, value)
  } catch {
    // A preference that cannot be kept costs nothing but itself.
  }
}
