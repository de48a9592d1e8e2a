/** What the columns of a comparison are called, from the first on. */
export const letters = ['A', 'B', 'C', 'D'] as const

export const mostColumns = letters.length

export const letterOf = (place: number): string => letters[place] ?? ''
