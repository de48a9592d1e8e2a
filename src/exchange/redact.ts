const secretNames =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|api-key|x-forwarded-access-token)$|token|secret|password/i

/** Keeps the scheme and says how long the secret was, so that "no token" and "a token" can be told apart. */
export const redacted = (value: string): string => {
  if (value.includes('••••••')) return value
  const scheme = /^(Bearer|Basic|Digest)\s+/i.exec(value)?.[0] ?? ''
  return `${scheme}•••••• (${value.length - scheme.length} characters)`
}

/** Whether a value is what `redactHeaders` left of a credential. */
export const isMasked = (value: string): boolean => /^(\w+\s+)?•{6} \(\d+ characters\)$/.test(value)

/** Header fields with credentials masked. Done before a record exists, so no later export can forget it. */
export const redactHeaders = (
  headers: Iterable<readonly [name: string, value: string]>,
): readonly (readonly [name: string, value: string])[] =>
  Array.from(headers, ([name, value]) => [name, secretNames.test(name) ? redacted(value) : value] as const)

/** A URL without user name, password and fragment, and with the values of telling query parameters masked. */
export const redactUrl = (text: string): string => {
  if (!URL.canParse(text)) return text
  const url = new URL(text)
  url.username = ''
  url.password = ''
  url.hash = ''
  for (const [name, value] of url.searchParams) if (secretNames.test(name)) url.searchParams.set(name, redacted(value))
  return url.href
}
