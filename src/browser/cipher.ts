/**
 * Bytes that only a passphrase opens: AES-256-GCM under a key by PBKDF2 with HMAC-SHA-256. Whoever has the link can
 * try passphrases at leisure, so the count is above the 600,000 that OWASP asks for. It is no parameter of the sealed
 * bytes: a hostile sender would choose one that hangs the page.
 */
const iterations = 1_000_000
const saltLength = 16
const nonceLength = 12

/** Absent where the page came over plain http from another computer. */
export const canSeal = (): boolean => (globalThis.crypto.subtle as SubtleCrypto | undefined) !== undefined

const keyOf = async (passphrase: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> => {
  // The same letters can be typed in more than one way: composed is what keyboards of most systems give.
  const words = new TextEncoder().encode(passphrase.normalize('NFC'))
  const material = await crypto.subtle.importKey('raw', words, 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

/** `purpose` is bound to the sealed bytes: they open for the same purpose only. */
export const sealBytes = async (bytes: Uint8Array, passphrase: string, purpose: string): Promise<Uint8Array> => {
  const salt = crypto.getRandomValues(new Uint8Array(saltLength))
  const nonce = crypto.getRandomValues(new Uint8Array(nonceLength))
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(purpose) },
    await keyOf(passphrase, salt),
    new Uint8Array(bytes),
  )
  const whole = new Uint8Array(saltLength + nonceLength + sealed.byteLength)
  whole.set(salt)
  whole.set(nonce, saltLength)
  whole.set(new Uint8Array(sealed), saltLength + nonceLength)
  return whole
}

/** Undefined where the passphrase is another one, or the bytes were changed: nobody can tell which. */
export const openSealed = async (
  sealed: Uint8Array,
  passphrase: string,
  purpose: string,
): Promise<Uint8Array | undefined> => {
  const salt = new Uint8Array(sealed.subarray(0, saltLength))
  const nonce = new Uint8Array(sealed.subarray(saltLength, saltLength + nonceLength))
  try {
    const opened = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(purpose) },
      await keyOf(passphrase, salt),
      new Uint8Array(sealed.subarray(saltLength + nonceLength)),
    )
    return new Uint8Array(opened)
  } catch {
    return undefined
  }
}
