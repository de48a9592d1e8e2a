/**
 * Characters that a reader of source code cannot see, or that change how what follows is read: controls, line
 * separators, marks of writing direction, a byte order mark, and halves of surrogate pairs, which no UTF-8 file can
 * hold. The joiners of emoji are not among them.
 */
const unseen =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Writes each of them as `\uXXXX`, which JSON, JavaScript, Python and SQL all read. */
export const escapeUnseen = (text: string): string =>
  text.replaceAll(unseen, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Whether a text holds half of a surrogate pair: JSON can name one, but UTF-8 has no bytes for it. */
export const hasLoneSurrogate = (text: string): boolean =>
  /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)
