/**
 * The address at which a tool wants the person to sign in. Databricks connections say so only in prose, in the output
 * of a tool or in an error: "Credential for user identity … Please login first to the connection by visiting https://…".
 */
export const toolSignInOf = (text: string): string | undefined =>
  /Please login first to the connection by visiting (https:\/\/[^\s"'\\<>]+)/iu
    .exec(text)?.[1]
    ?.replace(/[.,;)]+$/u, '')
