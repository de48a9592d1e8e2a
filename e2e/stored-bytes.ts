import type { Page } from '@playwright/test'

/** An exchange as this browser has stored it. */
export interface StoredExchange {
  readonly id: string
  /** SHA-256 over its chunks, hexadecimal. */
  readonly hash: string
  readonly byteLength: number
  readonly chunkCount: number
  readonly end: string | undefined
}

/** Every exchange in the browser's database, oldest first. It opens the database beside the program, as a tab does. */
export const storedExchanges = (page: Page): Promise<readonly StoredExchange[]> =>
  page.evaluate(async () => {
    const settled = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error ?? new Error('The database refused.')))
      })
    interface Exchange {
      id: string
      startedAt: number
      end?: { kind: string }
    }
    interface Segment {
      bytes: Uint8Array<ArrayBuffer>
      lengths: Uint32Array
    }
    const database = await settled(indexedDB.open('agent-playground'))
    const transaction = database.transaction(['exchanges', 'segments'])
    const exchanges = (await settled(transaction.objectStore('exchanges').getAll())) as Exchange[]
    const stored = []
    for (const exchange of exchanges.toSorted((one, other) => one.startedAt - other.startedAt)) {
      const range = IDBKeyRange.bound([exchange.id, 0], [exchange.id, Number.MAX_SAFE_INTEGER])
      const segments = (await settled(
        database.transaction('segments').objectStore('segments').getAll(range),
      )) as Segment[]
      const whole = new Uint8Array(await new Blob(segments.map(({ bytes }) => bytes)).arrayBuffer())
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', whole))
      stored.push({
        id: exchange.id,
        hash: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
        byteLength: whole.length,
        chunkCount: segments.reduce((sum, { lengths }) => sum + lengths.length, 0),
        end: exchange.end?.kind,
      })
    }
    database.close()
    return stored
  })
