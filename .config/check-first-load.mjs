import { firstLoadLimit, firstLoadOf } from './first-load.ts'

// Fails where the built page loads more JavaScript at the start than the project allows itself.
const files = firstLoadOf(process.argv[2] ?? 'dist')
const total = files.reduce((sum, file) => sum + file.bytes, 0)
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`

const lines = [
  ...files.map(({ file, bytes }) => `${kilobytes(bytes).padStart(9)}  ${file}`),
  `${kilobytes(total).padStart(9)}  first load in gzip, of ${kilobytes(firstLoadLimit)} allowed`,
]
process.stdout.write(`${lines.join('\n')}\n`)
if (files.length === 0 || total > firstLoadLimit) process.exitCode = 1
