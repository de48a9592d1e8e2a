/** A random id with 96 bits, URL-safe, such as `run_4f0c…`. */
export const createId = (prefix: string): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return `${prefix}_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
