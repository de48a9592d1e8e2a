import { visitRows, type Database } from '../browser/database.ts'
import { createId } from '../browser/ids.ts'
import type { Attachment, AttachmentId } from './conversation.ts'

/**
 * The bytes of attachments in IndexedDB, with those of this tab in memory too: where storage is blocked, a file can
 * still be sent, and is gone with the page as everything else is.
 */
export const createAttachments = (
  database: () => Promise<Database>,
  failed: (thrown: unknown) => void,
  keeps: () => boolean = () => true,
) => {
  const held = new Map<AttachmentId, Uint8Array>()
  /** Those of them that are not in storage. */
  const unstored = new Set<AttachmentId>()

  /** Keeps the bytes of a file that has its id already. */
  const keep = async (id: AttachmentId, bytes: Uint8Array): Promise<void> => {
    held.set(id, bytes)
    unstored.add(id)
    if (!keeps()) return
    try {
      await (await database()).put('attachments', bytes, id)
      unstored.delete(id)
    } catch (thrown) {
      failed(thrown)
    }
  }

  const add = async (file: Omit<Attachment, 'id'>, bytes: Uint8Array): Promise<Attachment> => {
    const attachment = { ...file, id: createId('attachment') as AttachmentId }
    await keep(attachment.id, bytes)
    return attachment
  }

  /** Stores what was held until now. What fails is held further. */
  const storeRest = async (): Promise<void> => {
    if (!keeps()) return
    for (const id of unstored) {
      await (await database()).put('attachments', held.get(id), id)
      unstored.delete(id)
    }
  }

  /** The bytes, without keeping them in memory. */
  const read = async (id: AttachmentId): Promise<Uint8Array | undefined> => {
    const known = held.get(id)
    if (known !== undefined) return known
    const stored: unknown = await (await database()).get('attachments', id).catch(() => undefined)
    return stored instanceof Uint8Array ? stored : undefined
  }

  const load = async (id: AttachmentId): Promise<Uint8Array | undefined> => {
    const bytes = await read(id)
    if (bytes !== undefined) held.set(id, bytes)
    return bytes
  }

  /** What each stored file takes, in bytes. */
  const sizes = async (): Promise<ReadonlyMap<AttachmentId, number>> => {
    const found = new Map<AttachmentId, number>()
    await visitRows(await database(), 'attachments', (bytes, id) => {
      if (bytes instanceof Uint8Array) found.set(id as AttachmentId, bytes.length)
    })
    return found
  }

  return {
    add,
    keep,
    read,
    load,
    storeRest,
    /** The bytes if they are in memory: after `load`. */
    held: (id: AttachmentId): Uint8Array | undefined => held.get(id),
    /** The first of these whose bytes are not here. */
    missing: async (attachments: readonly Attachment[]): Promise<Attachment | undefined> => {
      for (const attachment of attachments) {
        if (attachment.leftOut !== true && (await load(attachment.id)) === undefined) return attachment
      }
      return undefined
    },
    sizes,
    forgetAll: () => {
      held.clear()
      unstored.clear()
    },
    remove: async (id: AttachmentId): Promise<void> => {
      held.delete(id)
      unstored.delete(id)
      await (await database()).delete('attachments', id).catch(failed)
    },
  }
}

export type Attachments = ReturnType<typeof createAttachments>
