/** What a sample of values says. With few values it says little, and `few` tells so. */
export interface Summary {
  readonly count: number
  readonly median: number
  readonly p90: number
  readonly least: number
  readonly most: number
  readonly few: boolean
}

/** Below this many, a 90th percentile is little more than the largest value. */
const enough = 10

/** The value below which this share of the sorted sample lies, between neighbours in proportion. */
const quantile = (sorted: readonly number[], share: number): number => {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? 0
  return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place - Math.floor(place))
}

export const summaryOf = (values: readonly number[]): Summary | undefined => {
  if (values.length === 0) return undefined
  const sorted = values.toSorted((one, other) => one - other)
  return {
    count: sorted.length,
    median: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    least: sorted[0] ?? 0,
    most: sorted.at(-1) ?? 0,
    few: sorted.length < enough,
  }
}

/** How many of the values are the most frequent one. */
export const agreementOf = (values: readonly string[]): { readonly agree: number; readonly kinds: number } => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return { agree: Math.max(0, ...counts.values()), kinds: counts.size }
}
