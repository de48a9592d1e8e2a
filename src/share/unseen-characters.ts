/**
 * Characters that are not seen and change what is: direction marks, zero widths, tags, controls. The joiner that
 * emoji are made with is not among them.
 */
const unseen =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- these are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu

export const countUnseen = (text: string): number => text.match(unseen)?.length ?? 0

/** The text with unseen characters written out, such as `\u{202E}`, and cut where it is long. */
export const plainly = (text: string, most = 200): string => {
  const shown = text.length > most ? `${text.slice(0, most)}…` : text
  return shown.replace(unseen, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`)
}
