const scope = String.raw`[a-z][\w-]*(?:[.:/][\w-]+)*`
/** Commas, `and`, or a space before what can be no word of a sentence. */
const separator = String.raw`(?:,\s*(?:and\s+)?|\s+and\s+|\s+(?=[a-z]+[.:-][a-z]))`
const sentence = new RegExp(
  String.raw`(?:required|missing)\s+(?:oauth\s+)?scopes?\b\s*[:=]?\s*["'\[(]*(${scope}(?:${separator}${scope})*)`,
  'i',
)

/** The scopes that a refusal names: "… does not have required scopes: serving.serving-endpoints, sql". */
export const missingScopesOf = (text: string): string | undefined => sentence.exec(text)?.[1]
