import { isObject, type Json } from './json.ts'

/** For tests of what reads documents of others: values that nobody expects, at places that nobody chose. */

type Random = (below: number) => number

const nested = (depth: number): Json => {
  let value: Json = 0
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

/** Own fields that a merge would take for the prototype. */
const polluting: readonly string[] = ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}']

const oddValues: readonly (() => Json)[] = [
  () => null,
  () => true,
  () => -1,
  () => 0.5,
  () => 1e308,
  () => Number.MAX_SAFE_INTEGER,
  () => '',
  () => '\u202E\u0000\uFEFF\uD800 gnp.exe',
  () => 'x'.repeat(70_000),
  () => 'javascript:alert(1)',
  () => 'https://xn--databricks-com.evil.example@a.databricks.com',
  () => [],
  () => [[[]]],
  () => ({}),
  () => nested(40),
  () => nested(2000),
  () => Array.from({ length: 3000 }, (_, index) => index),
  ...polluting.map((text) => () => JSON.parse(text) as Json),
]

const oddNames = ['__proto__', 'constructor', 'toString', 'length', '0', '', '\u202E', 'turns', 'runs', 'json']

const some = <Value>(random: Random, list: readonly Value[]): Value | undefined => list[random(list.length)]

/** The value with one place in it changed. */
export const distorted = (json: Json, random: Random): Json => {
  if (random(6) === 0 || json === null || typeof json !== 'object') {
    return (some(random, oddValues) ?? (() => null))()
  }
  if (!isObject(json)) {
    const list = json as readonly Json[]
    if (list.length === 0) return [some(random, oddValues)?.() ?? null]
    const at = random(list.length)
    switch (random(4)) {
      case 0:
        return list.toSpliced(at, 1)
      case 1:
        return list.toSpliced(at, 0, list[at] ?? null)
      default:
        return list.with(at, distorted(list[at] ?? null, random))
    }
  }
  const entries = Object.entries(json)
  const [name, value] = some(random, entries) ?? ['', null]
  switch (random(5)) {
    case 0:
      return Object.fromEntries(entries.filter(([other]) => other !== name))
    case 1:
      return Object.fromEntries([...entries, [some(random, oddNames) ?? '', value]])
    default:
      return Object.fromEntries(
        entries.map(([other, kept]) => [other, other === name ? distorted(value, random) : kept]),
      )
  }
}
