/** What is found and masked before anything leaves this browser. The order is the order of precedence. */
export const secretKinds = ['custom', 'token', 'key', 'email', 'identifier'] as const
export type SecretKind = (typeof secretKinds)[number]

export interface SecretPattern {
  readonly kind: SecretKind
  /** Global. Where it has a group, the group is the secret, and the rest is how it is recognised. */
  readonly pattern: RegExp
}

// Every quantifier has a bound and no two of them overlap, so that no text can make one of these slow. They run over
// bytes as characters (see `peeled-text.ts`): what is not ASCII is \x80-\xff.
const apart = '(?<![A-Za-z0-9])'
const bare = String.raw`(?<![\w+/=.-])`
const endOfBare = String.raw`(?![\w+/=-])`

const shapes: Readonly<Record<Exclude<SecretKind, 'custom'>, readonly (readonly [source: string, flags: string])[]>> = {
  token: [
    // Databricks personal access tokens and OAuth secrets.
    [`${apart}(?:dapi|dose|dkea|dsapi)[0-9a-f]{16,64}(?:-\\d{1,3})?`, 'g'],
    // JSON Web Tokens: a base64url object begins with `eyJ`.
    [`${apart}eyJ[\\w-]{10,4000}(?:\\.[\\w-]{0,8000}){0,4}`, 'g'],
    [`${apart}(?:Bearer|Basic|Digest)\\s{1,4}([\\w.~+/=-]{8,8000})`, 'gi'],
    [`${apart}(?:gh[pousr]_\\w{16,255}|github_pat_\\w{20,255}|glpat-[\\w-]{16,64})`, 'g'],
    // OpenAI, Anthropic and whoever followed them.
    [`${apart}sk-[\\w-]{16,255}`, 'g'],
    [`${apart}(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}(?![A-Za-z0-9])`, 'g'],
    [
      `${apart}(?:xox[abeprs]-[\\w-]{10,255}|(?:sk|rk|pk|whsec)_(?:live|test)_\\w{16,255}|SG\\.[\\w-]{16,64}\\.[\\w-]{16,64})`,
      'g',
    ],
    [`${apart}(?:gsk_\\w{20,255}|xai-\\w{20,255}|pplx-\\w{20,255}|nvapi-[\\w-]{20,255}|lsv2_\\w{20,255})`, 'g'],
    [`${apart}(?:AIza[\\w-]{30,50}|ya29\\.[\\w-]{20,1000}|hf_\\w{20,64}|npm_\\w{30,64})`, 'g'],
  ],
  key: [
    // Every cookie of the field, and not its first alone.
    ['cookie["\']?\\s{0,3}[:=]\\s{0,3}["\']?(?=[^\\s"\'=;]{1,100}=)([^\\r\\n"\'\\\\]{6,4000})', 'gi'],
    ['-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----([A-Za-z0-9+/=\\s]{16,10000})', 'g'],
    [
      '(?:password|passwd|pwd|passphrase|secret|(?:api|access|account|private|shared)[_-]?key|authorization|cookie|(?:access|refresh|id|auth|api|session|csrf|sas)[_-]?token)["\']?\\s{0,3}[:=]\\s{0,3}["\']?([^\\s"\'&,;<>{}[\\]]{6,4000})',
      'gi',
    ],
    [
      `${apart}(?:token|sig|signature)["']?\\s{0,3}[:=]\\s{0,3}["']?(?=[^\\s"'&,;]{0,60}\\d)([^\\s"'&,;<>{}[\\]]{16,4000})`,
      'gi',
    ],
    // The password of a connection string.
    [':\\/\\/[^\\s:@/"\']{1,100}:([^\\s@/"\']{1,200})@', 'g'],
  ],
  email: [
    [
      '(?<![\\w.%+\\x80-\\xff-])[\\w.%+\\x80-\\xff-]{1,128}(?:@|%40)[A-Za-z0-9\\x80-\\xff](?:[A-Za-z0-9\\x80-\\xff.-]{0,190}[A-Za-z0-9\\x80-\\xff])?\\.[A-Za-z\\x80-\\xff]{2,24}',
      'g',
    ],
  ],
  identifier: [
    // The ids of the protocol itself (`msg_…`, `call_…`) name nobody and are left out: they follow an underscore.
    [`${bare}[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}${endOfBare}`, 'gi'],
    [`${bare}(?=[a-f]{0,60}\\d)(?=\\d{0,60}[a-f])[0-9a-f]{24,128}${endOfBare}`, 'gi'],
    [`${bare}\\d{14,30}${endOfBare}`, 'g'],
    [`${bare}(?=[A-Za-z]{0,60}\\d)(?=[a-z0-9]{0,60}[A-Z])(?=[A-Z0-9]{0,60}[a-z])[A-Za-z0-9]{24,128}${endOfBare}`, 'g'],
  ],
}

export const knownPatterns: readonly SecretPattern[] = secretKinds.flatMap((kind) =>
  kind === 'custom' ? [] : shapes[kind].map(([source, flags]) => ({ kind, pattern: new RegExp(source, flags) })),
)

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** The text as its UTF-8 bytes, one character each: the form in which everything is searched. */
export const byteText = (text: string): string => {
  const bytes = new TextEncoder().encode(text)
  let result = ''
  for (let from = 0; from < bytes.length; from += 8192) {
    result += String.fromCharCode(...bytes.subarray(from, from + 8192))
  }
  return result
}

/** Shorter words would be found everywhere. */
export const shortestCustom = 3

export const isCustomPattern = (words: string): boolean => {
  const [before = '', ...rest] = words.trim().split('*')
  return before.length >= shortestCustom && rest.length <= 1 && words.trim().length <= 200
}

const boundary = { before: '(?<![\\w\\x80-\\xff])', after: '(?![\\w\\x80-\\xff])' }

/**
 * A pattern of the person's own: whole words in any case, where one `*` stands for up to 64 characters without a
 * space. No regular expression is taken from a person: one that hangs the page is too easily written.
 */
export const customPattern = (words: string): SecretPattern | undefined => {
  if (!isCustomPattern(words)) return undefined
  const parts = words.trim().split('*')
  const source = parts.map((part) => escaped(byteText(part))).join('[^\\s"\']{0,64}')
  const after = /[\w\u0080-\uffff]$/.test(words.trim()) ? boundary.after : ''
  const before = /^[\w\u0080-\uffff]/.test(words.trim()) ? boundary.before : ''
  return { kind: 'custom', pattern: new RegExp(`${before}${source}${after}`, 'gi') }
}

const protocolWords: ReadonlySet<string> = new Set(
  'annotations arguments call_id choices completed content content_index content_part data delta done error event false finish_reason function function_call function_call_arguments id index input item item_id message messages model name null object output output_index output_item output_text reasoning response retry role sequence_number status summary text tool_calls true type usage'.split(
    ' ',
  ),
)

/** Names that hold an answer together. A person's pattern does not touch them: nothing could be read any more. */
export const isProtocolWord = (value: string): boolean => protocolWords.has((value.split('.')[0] ?? '').toLowerCase())

/** A value that was recognised somewhere is masked everywhere, also where nothing beside it says what it is. */
export const valuePattern = (kind: SecretKind, values: readonly string[]): SecretPattern | undefined =>
  values.length === 0
    ? undefined
    : {
        kind,
        pattern: new RegExp(
          [...values]
            .sort((one, other) => other.length - one.length)
            .map(escaped)
            .join('|'),
          'g',
        ),
      }
