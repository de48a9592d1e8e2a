import { run as runBatch } from './batch.bench.ts'
import { run as runComparison } from './comparison.bench.ts'
import { run as runMarkdown } from './markdown.bench.ts'
import { run as runReading } from './reading.bench.ts'
import { run as runReplay } from './replay.bench.ts'

/** All benches, one after the other, because each wants the processor for itself. */
for (const run of [runReading, runMarkdown, runComparison, runBatch, runReplay]) {
  await run()
  console.log()
}
