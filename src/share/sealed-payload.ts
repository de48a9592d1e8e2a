import { freshSeal, ivLength, saltLength, sealBytes, tagLength, unsealBytes, type Seal } from '../browser/sealing.ts'
import { joinedBytes } from '../lib/joined-bytes.ts'
import type { Result } from '../lib/problem.ts'
import { failure, success } from '../lib/problem.ts'
import { checksumOf } from './checksum.ts'
import { damaged, unreadable } from './link-problems.ts'
import { numberAt, numberBytes, numberLength } from './number-bytes.ts'

/**
 * The bytes of a link with a passphrase:
 *
 * | bytes | content                                                                       |
 * |-------|-------------------------------------------------------------------------------|
 * | 4     | CRC-32 of all that follows: tells a damaged link from a wrong passphrase      |
 * | 4     | iterations of PBKDF2                                                          |
 * | 16    | salt                                                                          |
 * | 12    | initialisation vector                                                         |
 * | rest  | the bytes of a link without passphrase, encrypted, and the tag of AES-GCM     |
 *
 * Iterations and salt are authenticated with the content. The length of what is hidden is not hidden.
 */
const iterationsOffered = 600_000
/** Fewer than OWASP's advice for PBKDF2 with SHA-256 is no protection; more would hold the page up for seconds. */
const fewestIterations = 600_000
const mostIterations = 4_000_000

const statedLength = numberLength + saltLength
const sealedAt = numberLength + statedLength + ivLength

/** How much longer a link gets by its passphrase. */
export const sealLength = sealedAt + tagLength

export const sealPayload = async (
  bytes: Uint8Array<ArrayBuffer>,
  passphrase: string,
): Promise<Uint8Array<ArrayBuffer>> => {
  const seal = freshSeal(iterationsOffered)
  const stated = joinedBytes([numberBytes(seal.iterations), seal.salt])
  const body = joinedBytes([stated, seal.iv, await sealBytes(bytes, passphrase, seal, stated)])
  return joinedBytes([numberBytes(checksumOf(body)), body])
}

/** What is known of a sealed link before its passphrase. */
export interface SealedPayload {
  /** Undefined where the passphrase does not fit. */
  readonly unseal: (passphrase: string) => Promise<Uint8Array<ArrayBuffer> | undefined>
}

/** Says before anybody is asked for a passphrase whether the link arrived as it was copied. */
export const readSealedPayload = (bytes: Uint8Array<ArrayBuffer>): Result<SealedPayload> => {
  if (bytes.length < sealLength) return failure(damaged('Almost all of it is missing.'))
  if (numberAt(bytes, 0) !== checksumOf(bytes.subarray(numberLength))) {
    return failure(
      damaged('It was cut or changed on the way. It is encrypted, so that not even a part of it can be read.'),
    )
  }
  const iterations = numberAt(bytes, numberLength)
  if (iterations < fewestIterations || iterations > mostIterations) {
    const figure = iterations.toLocaleString('en')
    return failure(unreadable(`It asks for ${figure} rounds of key derivation, which no playground writes.`))
  }
  const stated = bytes.slice(numberLength, numberLength + statedLength)
  const seal: Seal = {
    iterations,
    salt: stated.slice(numberLength),
    iv: bytes.slice(numberLength + statedLength, sealedAt),
  }
  const sealed = bytes.slice(sealedAt)
  return success({ unseal: (passphrase) => unsealBytes(sealed, passphrase, seal, stated) })
}
