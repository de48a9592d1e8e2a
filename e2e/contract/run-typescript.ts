import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

/*
 * Runs the TypeScript programs that the playground wrote, as Node does: types are stripped, each is a module of its own.
 * One path a line in, one JSON object a line out. One process for all, because loading the client takes longer than
 * asking an agent.
 */

const { log } = console

/** In ASCII, for there are readers of lines that end one at U+2028. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

for await (const path of createInterface({ input: process.stdin })) {
  const printed: string[] = []
  console.log = (...values: readonly unknown[]) => printed.push(`${values.join(' ')}\n`)
  let error: string | null = null
  try {
    await import(pathToFileURL(path).href)
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  }
  log(asciiJson({ output: printed.join(''), error }))
}
