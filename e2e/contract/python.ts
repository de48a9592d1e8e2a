import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The Python side of the contract: an environment of its own with the real clients and servers, pinned. */

const root = fileURLToPath(new URL('../..', import.meta.url))
const environmentFolder = join(root, '.venv')
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url))
const stampFile = join(environmentFolder, 'requirements.stamp')

/** The long-running server refuses to be imported by anything older. */
const oldest = [3, 11] as const

/** The list is complete: resolving it again would only bring back what it leaves out. */
const installing =
  '-m pip install --quiet --disable-pip-version-check --no-input --no-deps --only-binary :all: -r'.split(' ')

/** Something that a person has to install or change; its message is the sentence to show. */
export class PythonMissing extends Error {}

interface Ended {
  readonly code: number | null
  readonly output: string
}

const run = async (command: string, ...parameters: readonly string[]): Promise<Ended> => {
  const child = spawn(command, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const parts: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => parts.push(part))
  const [code] = await once(child, 'close')
  return { code: typeof code === 'number' ? code : null, output: parts.join('') }
}

const runOrThrow = async (advice: string, command: string, ...parameters: readonly string[]): Promise<void> => {
  const { code, output } = await run(command, ...parameters)
  if (code !== 0) throw new PythonMissing(`${advice}\n${output.trim().split('\n').slice(-12).join('\n')}`)
}

const basePython = async (): Promise<{ readonly command: string; readonly version: string }> => {
  const command = process.env['PYTHON'] ?? (process.platform === 'win32' ? 'python' : 'python3')
  const wanted = `Python ${oldest.join('.')} or newer`
  const about = await run(
    command,
    '-c',
    'import sys; print(*sys.version_info[:3], sep="."); import venv, ensurepip',
  ).catch(() => undefined)
  if (about === undefined) {
    throw new PythonMissing(`No ${command} was found. Install ${wanted}, or name one in PYTHON.`)
  }
  const version = about.output.split('\n')[0]?.trim() ?? ''
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major !== oldest[0] || minor < oldest[1]) {
    throw new PythonMissing(`${command} is version ${version}; the contract needs ${wanted}. Name one in PYTHON.`)
  }
  if (about.code !== 0) {
    throw new PythonMissing(
      `${command} cannot make virtual environments. Install its venv and ensurepip modules (Debian: apt-get install python3-venv).`,
    )
  }
  return { command, version }
}

const pythonIn = (folder: string): string =>
  process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python')

const megabytesOf = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = await Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => stat(join(entry.parentPath, entry.name))),
  )
  return Math.round(sizes.reduce((sum, { size }) => sum + size, 0) / 1e6)
}

/**
 * Makes `.venv`, or takes it as it is when it was made from the same requirements, and resolves with the path of
 * its interpreter. Rejects with `PythonMissing` when a person has to install something first.
 */
export const ensurePython = async (say: (line: string) => void): Promise<string> => {
  const { command, version } = await basePython()
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  const stamp = `${version} ${hash}`
  const python = pythonIn(environmentFolder)
  if (existsSync(python) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    say(`Python ${version} with the packages of before`)
    return python
  }
  say(`Python ${version}: installing the pinned packages into .venv; this takes a minute or two …`)
  const begun = performance.now()
  await rm(environmentFolder, { recursive: true, force: true })
  await runOrThrow('The virtual environment .venv could not be made.', command, '-m', 'venv', environmentFolder)
  await runOrThrow(
    'The packages could not be installed. pip needs to reach a package index, and wheels for this computer.',
    python,
    ...installing,
    requirements,
  )
  const seconds = ((performance.now() - begun) / 1000).toFixed(0)
  say(`Installed in ${seconds} s, ${await megabytesOf(environmentFolder)} MB`)
  await writeFile(stampFile, stamp)
  return python
}

const inherited = ['PATH', 'LANG', 'LC_ALL', 'SYSTEMROOT', 'TEMP', 'TMP'] as const

/**
 * What a Python program of the contract sees of this computer: none of the person's own Databricks, MLflow or
 * OpenAI settings, a home of its own, and no reporting to anywhere.
 */
export const pythonEnvironment = (
  home: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> => ({
  ...Object.fromEntries(
    inherited.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  ),
  HOME: home,
  USERPROFILE: home,
  NO_PROXY: 'localhost,127.0.0.1,::1',
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUNBUFFERED: '1',
  PYTHONUTF8: '1',
  PYTHONWARNINGS: 'ignore',
  MLFLOW_DISABLE_TELEMETRY: 'true',
  DO_NOT_TRACK: 'true',
  MLFLOW_TRACKING_URI: `file://${join(home, 'traces')}`,
  MLFLOW_ALLOW_FILE_STORE: 'true',
  OPENAI_AGENTS_DISABLE_TRACING: '1',
  ...more,
})
