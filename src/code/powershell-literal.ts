/** PowerShell takes the typographic single quotes for quotes, too; each is doubled. */
export const powershellString = (text: string): string => `'${text.replaceAll(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`

/**
 * JSON in ASCII. What PowerShell pipes into a program goes through `$OutputEncoding`, which is ASCII in Windows
 * PowerShell; and none of its quotes is left inside.
 */
export const asciiJson = (json: string): string =>
  json.replaceAll(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
