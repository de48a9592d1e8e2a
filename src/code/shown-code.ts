const longestLine = 2000
const kept = 400

/** The text for the eye: the middle of an image's data is not drawn. Copies and files have all of it. */
export const shownCode = (text: string): string =>
  text
    .split('\n')
    .map((line) =>
      line.length <= longestLine
        ? line
        : `${line.slice(0, kept)} … ${(line.length - 2 * kept).toLocaleString('en')} characters that are only in the copy … ${line.slice(-kept)}`,
    )
    .join('\n')
