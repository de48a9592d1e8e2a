import { grouped } from '../lib/grouped.ts'
import type { Item } from '../protocol/item.ts'
import type { Takeover } from '../protocol/snapshot.ts'
import type { DrawnItem } from './paired-items.ts'

/** Takeovers by the key of the drawn item that they stand before; by the empty key those that nothing follows yet. */
export const takeoversByItem = (
  takeovers: readonly Takeover[] = [],
  items: readonly Item[],
  drawn: readonly DrawnItem[],
): ReadonlyMap<string, readonly Takeover[]> => {
  const positions = new Map(items.map(({ key }, index) => [key, index]))
  const keyOf = (takeover: Takeover): string =>
    drawn.find(({ item }) => (positions.get(item.key) ?? 0) >= takeover.items)?.item.key ?? ''
  return grouped(takeovers, keyOf)
}
