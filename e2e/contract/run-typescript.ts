import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

/*
 * Runs the TypeScript programs that the playground wrote, as Node does: types are stripped, each is a module of its own.
 * One path a line in, one JSON object a line out. One process for all, because loading the client takes longer than
 * asking an agent.
 */

const { log } = console

for await (const path of createInterface({ input: process.stdin })) {
  const printed: string[] = []
  console.log = (...values: readonly unknown[]) => printed.push(`${values.join(' ')}\n`)
  let error: string | null = null
  try {
    await import(pathToFileURL(path).href)
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  }
  log(JSON.stringify({ output: printed.join(''), error }))
}
