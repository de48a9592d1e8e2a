const secretNames =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|api-key|x-forwarded-access-token)$|token|secret|password/i

/** Keeps the scheme and says how long the secret was, so that "no token" and "a token" can be told apart. */
const masked = (value: string): string => {
  const scheme = /^(Bearer|Basic|Digest)\s+/i.exec(value)?.[0] ?? ''
  return `${scheme}•••••• (${value.length - scheme.length} characters)`
}

/** Whether a value is what `redactHeaders` left of a credential. */
export const isMasked = (value: string): boolean => /^(\w+\s+)?•{6} \(\d+ characters\)$/.test(value)

/** Header fields with credentials masked. Done before a record exists, so no later export can forget it. */
export const redactHeaders = (
  headers: Iterable<readonly [name: string, value: string]>,
): readonly (readonly [name: string, value: string])[] =>
  Array.from(headers, ([name, value]) => [name, secretNames.test(name) ? masked(value) : value] as const)
