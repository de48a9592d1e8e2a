/**
 * Encryption with a passphrase: AES-GCM (NIST SP 800-38D) under a 256-bit key that PBKDF2 with SHA-256 (RFC 8018)
 * derives. Browsers offer it only on `https` and on this computer itself.
 */
export interface Seal {
  readonly iterations: number
  /** 16 random bytes, so that no two links can be guessed at together. */
  readonly salt: Uint8Array<ArrayBuffer>
  /** 12 random bytes: never used twice with the same key. */
  readonly iv: Uint8Array<ArrayBuffer>
}

export const saltLength = 16
export const ivLength = 12
/** What AES-GCM adds, by which a wrong passphrase and a change are noticed. */
export const tagLength = 16

export const canSeal = (): boolean => globalThis.isSecureContext !== false && crypto.subtle !== undefined

export const freshSeal = (iterations: number): Seal => ({
  iterations,
  salt: crypto.getRandomValues(new Uint8Array(saltLength)),
  iv: crypto.getRandomValues(new Uint8Array(ivLength)),
})

/** Composed or not, the same letters are the same passphrase (RFC 8265, 4.2). */
const bytesOf = (passphrase: string) => new TextEncoder().encode(passphrase.normalize('NFC'))

const keyOf = async (passphrase: string, { iterations, salt }: Seal): Promise<CryptoKey> => {
  const material = await crypto.subtle.importKey('raw', bytesOf(passphrase), 'PBKDF2', false, ['deriveKey'])
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', iterations, salt }
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** `stated` is not hidden, but cannot be changed without being noticed either. */
export const sealBytes = async (
  bytes: Uint8Array<ArrayBuffer>,
  passphrase: string,
  seal: Seal,
  stated: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> => {
  const algorithm = { name: 'AES-GCM', iv: seal.iv, additionalData: stated }
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, await keyOf(passphrase, seal), bytes))
}

/** Undefined where the passphrase is another one, or anything was changed: AES-GCM cannot tell these apart. */
export const unsealBytes = async (
  sealed: Uint8Array<ArrayBuffer>,
  passphrase: string,
  seal: Seal,
  stated: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const key = await keyOf(passphrase, seal)
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv: seal.iv, additionalData: stated }, key, sealed),
    )
  } catch {
    return undefined
  }
}

/** Without letters and digits that are taken for one another. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Five groups of four random letters and digits, 99 bits: nobody guesses it, and it can be read out. */
export const freshPassphrase = (): string => {
  const chosen: string[] = []
  while (chosen.length < 20) {
    // Bytes beyond the last whole multiple are thrown away: else some letters would come more often.
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < 248 && chosen.length < 20) chosen.push(letters[byte % letters.length] ?? '')
    }
  }
  return chosen.join('').replace(/.{4}(?=.)/g, '$&-')
}
