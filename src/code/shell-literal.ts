/** One word of a POSIX shell. Nothing is special between single quotes, and a quote ends them for a moment. */
export const shellString = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** Text for the inside of double quotes, where `$`, backquote, backslash and the quote itself are special. */
export const insideDoubleQuotes = (text: string): string => text.replaceAll(/[$`"\\]/g, '\\$&')
