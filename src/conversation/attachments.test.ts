import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { openDatabase } from '../browser/database.ts'
import { createAttachments } from './attachments.ts'
import type { AttachmentId } from './conversation.ts'

const never = (thrown: unknown) => {
  throw new Error('Storage failed.', { cause: thrown })
}

test('what one page attached, the next one finds', async () => {
  const bytes = Uint8Array.of(1, 2, 3)
  const first = createAttachments(openDatabase, never)
  const added = await first.add({ name: 'a.bin', mediaType: 'application/octet-stream', size: 3 }, bytes)
  const second = createAttachments(openDatabase, never)
  expect(second.held(added.id)).toBeUndefined()
  expect(await second.load(added.id)).toEqual(bytes)
  expect(second.held(added.id)).toEqual(bytes)
  expect(await second.missing([added])).toBeUndefined()
  await second.remove(added.id)
  expect(await createAttachments(openDatabase, never).missing([added])).toEqual(added)
})

test('a blocked storage is told, and the file can be sent all the same', async () => {
  const told: unknown[] = []
  const blocked = createAttachments(
    () => Promise.reject(new Error('Blocked.')),
    (thrown) => told.push(thrown),
  )
  const added = await blocked.add({ name: 'a.txt', mediaType: 'text/plain', size: 1 }, Uint8Array.of(65))
  expect(told).toHaveLength(1)
  expect(await blocked.load(added.id)).toEqual(Uint8Array.of(65))
  expect(await blocked.load('attachment_other' as AttachmentId).catch(() => 'rejected')).toBe('rejected')
})
