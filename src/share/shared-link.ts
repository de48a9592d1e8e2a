import { canSeal } from '../browser/sealing.ts'
import { deflate, inflate } from '../browser/compression.ts'
import { joinedBytes } from '../lib/joined-bytes.ts'
import { failure, success, type Result } from '../lib/problem.ts'
import { base64UrlOf, bytesOfBase64Url } from './base64url.ts'
import { checksumOf } from './checksum.ts'
import { cannotUnseal, damaged, newer, oversized, unreadable, wrongPassphrase } from './link-problems.ts'
import { numberAt, numberBytes, numberLength } from './number-bytes.ts'
import { readSealedPayload, sealLength, sealPayload, type SealedPayload } from './sealed-payload.ts'
import { fitsDocument, longestDocument, readDocument, writeDocument, type DocumentReading } from './shared-document.ts'
import type { Shared } from './shared.ts'

/**
 * `<version>.<base64url>`. Version 1 is a checksum (CRC-32, four bytes) and the deflated document; version 2 is the
 * same under a passphrase.
 */
const open = '1'
const sealed = '2'
/** Longer addresses are cut by chats and mail programs, and some refuse to make a link of them. */
export const longestPayload = 32 * 1024
/** What most programs carry whole. */
export const easyPayload = 8 * 1024

export interface WrittenLink {
  /** Characters of the payload. */
  readonly length: number
  /** Nobody could open it: as an address, or for what it unpacks to. */
  readonly excess?: 'address' | 'content'
  /** Seals it where there is a passphrase, each time with a key of its own. */
  readonly payload: () => Promise<string>
}

const base64Length = (bytes: number): number => Math.ceil((bytes * 4) / 3)

export const writeSharedLink = async (shared: Shared, passphrase = ''): Promise<WrittenLink> => {
  const document = writeDocument(shared)
  const packed = joinedBytes([numberBytes(checksumOf(document)), await deflate(document)])
  const isSealed = passphrase !== ''
  const length = `${open}.`.length + base64Length(packed.length + (isSealed ? sealLength : 0))
  return {
    length,
    ...(length > longestPayload
      ? { excess: 'address' as const }
      : fitsDocument(shared, document)
        ? {}
        : { excess: 'content' as const }),
    payload: async () =>
      isSealed ? `${sealed}.${base64UrlOf(await sealPayload(packed, passphrase))}` : `${open}.${base64UrlOf(packed)}`,
  }
}

/** What could be read of a link; `unseal` where it has to be given its passphrase first. */
export interface SharedReading extends DocumentReading {
  readonly unseal?: (passphrase: string) => Promise<DocumentReading>
}

interface Arrived {
  readonly version: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const arrivedOf = (payload: string): Result<Arrived> => {
  if (payload.length > longestPayload) {
    return failure(
      oversized(
        `It has ${payload.length.toLocaleString('en')} characters; at most ${longestPayload.toLocaleString('en')} are read.`,
      ),
    )
  }
  const [, version = '', packed = ''] = /^(\d{1,6})\.(.*)$/s.exec(payload) ?? []
  if (version === '') return failure(unreadable('It does not begin with the number of a version.'))
  if (version !== open && version !== sealed) return failure(newer(version, sealed))
  const bytes = bytesOfBase64Url(packed)
  if (bytes === undefined) return failure(damaged('It holds a character that no such link has.'))
  return success({ version, bytes })
}

const readPacked = async (packed: Uint8Array): Promise<DocumentReading> => {
  if (packed.length <= numberLength) return { problem: damaged('Almost all of it is missing.') }
  const { bytes, end } = await inflate(packed.subarray(numberLength), longestDocument)
  if (end === 'too-large') return { problem: oversized('It unpacks to more than a megabyte.') }
  return readDocument(bytes, end === 'whole' && numberAt(packed, 0) === checksumOf(bytes))
}

const unsealed = async ({ unseal }: SealedPayload, passphrase: string): Promise<DocumentReading> => {
  const packed = await unseal(passphrase)
  return packed === undefined ? { problem: wrongPassphrase() } : readPacked(packed)
}

/** Reads what anybody may have written. Never throws, unpacks no more than the limit, and asks nobody anything. */
export const readSharedLink = async (payload: string): Promise<SharedReading> => {
  const arrived = arrivedOf(payload)
  if (!arrived.ok) return { problem: arrived.problem }
  const { version, bytes } = arrived.value
  if (version === open) return readPacked(bytes)
  if (!canSeal()) return { problem: cannotUnseal() }
  const found = readSealedPayload(bytes)
  return found.ok ? { unseal: (passphrase) => unsealed(found.value, passphrase) } : { problem: found.problem }
}
