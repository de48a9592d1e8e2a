import { fieldOf, isObject, type Json, type JsonObject } from './json.ts'
import { failure, success, type Problem, type Result } from './problem.ts'

/**
 * Reading of documents that others made: files, links, pasted text. Every value is asked for with the type and the
 * size that it may have, new objects are made field by field, and the first thing that does not fit ends the reading
 * with a sentence about where it stands and what was expected there.
 */
export interface Found {
  readonly json: Json | undefined
  /** Such as `turns[2].runs[0].head`; empty for the document itself. */
  readonly place: string
}

/** Thrown by the readers below and caught by `distrusting` alone. */
class Refusal extends Error {}

export const refuse = (place: string, words: string): never => {
  throw new Refusal(place === '' ? `The document ${words}.` : `“${place}” ${words}.`)
}

/** Runs a reader; what it refuses becomes the detail of a problem. A mistake of ours stays an exception. */
export const distrusting = <Value>(read: () => Value, problemOf: (detail: string) => Problem): Result<Value> => {
  try {
    return success(read())
  } catch (thrown) {
    if (thrown instanceof Refusal) return failure(problemOf(thrown.message))
    throw thrown
  }
}

export const within = ({ json, place }: Found, name: string): Found => ({
  json: fieldOf(json, name),
  place: place === '' ? name : `${place}.${name}`,
})

/** `null` says the same as a missing field: not known. */
export const isAbsent = ({ json }: Found): boolean => json === undefined || json === null

/** Reads the value where there is one. */
export const ifPresent = <Value>(found: Found, read: (found: Found) => Value): Value | undefined =>
  isAbsent(found) ? undefined : read(found)

const described = (json: Json | undefined): string => {
  if (json === undefined) return 'it is missing'
  if (json === null) return 'it is null'
  return Array.isArray(json) ? 'it is a list' : `it is ${typeof json === 'object' ? 'an object' : `a ${typeof json}`}`
}

export const objectAt = ({ json, place }: Found): JsonObject =>
  isObject(json) ? json : refuse(place, `should be an object, but ${described(json)}`)

export const listAt = ({ json, place }: Found, most: number): readonly Found[] => {
  if (!Array.isArray(json)) return refuse(place, `should be a list, but ${described(json)}`)
  if (json.length > most) {
    return refuse(
      place,
      `has ${json.length.toLocaleString('en')} entries; at most ${most.toLocaleString('en')} are read`,
    )
  }
  return (json as readonly Json[]).map((entry, index) => ({ json: entry, place: `${place}[${index}]` }))
}

export const textAt = ({ json, place }: Found, longest: number): string => {
  if (typeof json !== 'string') return refuse(place, `should be text, but ${described(json)}`)
  if (json.length > longest) {
    const most = longest.toLocaleString('en')
    return refuse(place, `has ${json.length.toLocaleString('en')} characters; at most ${most} are read`)
  }
  return json
}

export const numberAt = ({ json, place }: Found, from: number, to: number): number => {
  if (typeof json !== 'number') return refuse(place, `should be a number, but ${described(json)}`)
  return json >= from && json <= to ? json : refuse(place, `is ${json}; it should lie between ${from} and ${to}`)
}

export const oneOfAt = <Value extends string>({ json, place }: Found, values: readonly Value[]): Value =>
  values.find((value) => value === json) ??
  refuse(
    place,
    `should be one of ${values.join(', ')}, but ${typeof json === 'string' ? 'it is something else' : described(json)}`,
  )
