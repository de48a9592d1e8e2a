import { entryOf, isObject, type Json } from '../lib/json.ts'
import { canonicalJson, jsonText } from '../protocol/json-text.ts'
import { sequenceMatches } from './sequence-matches.ts'

/** A value that one has and the other has not, or has otherwise. The two paths differ only where a list shifted. */
export interface JsonChange {
  readonly aPath: string
  readonly bPath: string
  readonly a?: Json
  readonly b?: Json
}

/** More changes than anybody reads, and deeper than anybody writes: what follows is told as one change. */
const mostChanges = 500
const deepest = 60

/** Whether a field of this name makes no difference, wherever it stands. */
export type IgnoresField = (name: string) => boolean

const plainName = /^[A-Za-z_$][\w$]*$/
const step = (path: string, name: string): string =>
  plainName.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`

const sameText = (json: Json): string => jsonText(canonicalJson(json))

const without = (json: Json, ignores: IgnoresField): Json => {
  if (Array.isArray(json)) return json.map((entry: Json) => without(entry, ignores))
  if (!isObject(json)) return json
  return Object.fromEntries(
    Object.entries(json).flatMap(([name, value]) => (ignores(name) ? [] : [[name, without(value, ignores)]])),
  )
}

/** Pairs of positions: equal entries, and between them those that stand at the same place of a gap. */
const pairs = (
  a: readonly Json[],
  b: readonly Json[],
): readonly (readonly [number | undefined, number | undefined])[] => {
  const result: (readonly [number | undefined, number | undefined])[] = []
  let aDone = 0
  let bDone = 0
  const gap = (aTo: number, bTo: number) => {
    while (aDone < aTo || bDone < bTo) {
      result.push([aDone < aTo ? aDone++ : undefined, bDone < bTo ? bDone++ : undefined])
    }
  }
  for (const match of sequenceMatches(a.map(sameText), b.map(sameText))) {
    gap(match.a, match.b)
    aDone = match.a + match.length
    bDone = match.b + match.length
  }
  gap(a.length, b.length)
  return result
}

const valueOf = <Value>(values: readonly Value[], index: number | undefined): Value | undefined =>
  index === undefined ? undefined : values[index]

/** Two JSON values, path by path. Names in alphabetical order; undefined means that there is none. */
export const jsonChanges = (
  aWhole: Json | undefined,
  bWhole: Json | undefined,
  ignores: IgnoresField = () => false,
): readonly JsonChange[] => {
  const changes: JsonChange[] = []
  const visit = (a: Json | undefined, b: Json | undefined, aPath: string, bPath: string, depth: number): void => {
    if (a === undefined && b === undefined) return
    if (a !== undefined && b !== undefined) {
      if (sameText(a) === sameText(b)) return
      if (depth < deepest && changes.length < mostChanges) {
        if (Array.isArray(a) && Array.isArray(b)) {
          const [from, to]: readonly (readonly Json[])[] = [a, b]
          for (const [i, j] of pairs(from ?? [], to ?? [])) {
            visit(
              valueOf(from ?? [], i),
              valueOf(to ?? [], j),
              `${aPath}[${i ?? j ?? 0}]`,
              `${bPath}[${j ?? i ?? 0}]`,
              depth + 1,
            )
          }
          return
        }
        if (isObject(a) && isObject(b)) {
          for (const name of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()) {
            visit(entryOf(a, name), entryOf(b, name), step(aPath, name), step(bPath, name), depth + 1)
          }
          return
        }
      }
    }
    changes.push({ aPath, bPath, ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) })
  }
  const cleaned = (json: Json | undefined) => (json === undefined ? undefined : without(json, ignores))
  visit(cleaned(aWhole), cleaned(bWhole), '$', '$', 0)
  return changes
}
