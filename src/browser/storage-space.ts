export interface StorageSpace {
  /** What this address takes on the disk, compressed and with all that the browser itself keeps for it. */
  readonly usage: number
  /** What it may take. */
  readonly quota: number
}

/** Browsers offer this to pages of a secure origin alone, and some policies take it away. */
const manager = (): StorageManager | undefined => navigator.storage as StorageManager | undefined

/** What the browser says about its space; undefined where it does not say. */
export const storageSpace = async (): Promise<StorageSpace | undefined> => {
  try {
    const { usage, quota } = (await manager()?.estimate()) ?? {}
    return usage === undefined || quota === undefined ? undefined : { usage, quota }
  } catch {
    return undefined
  }
}

/** `lasting`: the browser deletes nothing of this address by itself. `passing`: it may, when the disk gets full. */
export type Persistence = 'lasting' | 'passing' | 'untold'

const told = async (ask: (storage: StorageManager) => Promise<boolean>): Promise<Persistence> => {
  const storage = manager()
  if (storage === undefined) return 'untold'
  try {
    return (await ask(storage)) ? 'lasting' : 'passing'
  } catch {
    return 'untold'
  }
}

export const storagePersistence = (): Promise<Persistence> => told((storage) => storage.persisted())

/** Asks the browser to delete nothing by itself. Some ask the person, some decide alone. */
export const askForPersistence = (): Promise<Persistence> => told((storage) => storage.persist())
