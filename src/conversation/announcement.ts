/** What a screen reader is told next, and up to where the text has been told then. */
export interface Announcement {
  readonly words: string
  readonly to: number
}

const longest = 400

/** Markdown as it is spoken: the words without their marks, code by its name only. */
const spoken = (text: string): string =>
  text
    .replace(/^\s*(```|~~~)[^]*?^\s*\1/gmu, ' A block of code. ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/^[\s>#|:-]+|[*`|~]|(?<!\w)_|_(?!\w)/gmu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/ (?=[.,;:!?])/gu, '')
    .trim()

/**
 * The sentences that were completed since `from`. Never a part of a sentence, so that speech does not stutter
 * behind a stream of tokens. When very much has piled up, only its last sentences are told.
 */
export const nextAnnouncement = (text: string, from: number): Announcement | undefined => {
  const fresh = text.slice(from)
  const ends = [...fresh.matchAll(/[.!?:…]["')\]]*(?=\s)|[。！？]|\n{2,}/gu)]
  const last = ends.at(-1)
  if (last === undefined) return undefined
  const to = last.index + last[0].length
  const whole = fresh.slice(0, to)
  const start = ends.find((end) => to - (end.index + end[0].length) <= longest)
  const told = to <= longest || start === undefined ? whole : fresh.slice(start.index + start[0].length, to)
  return { words: spoken(told), to: from + to }
}
