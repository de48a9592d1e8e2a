import { execFile, spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { fieldOf, parseJson, stringOf } from '../../src/lib/json.ts'

/* Runs the programs that the playground wrote, each kind by what runs it on a person's computer. */

export interface Ended {
  readonly output: string
  /** Why it failed, where it did. */
  readonly error: string | undefined
}

type Environment = Readonly<Record<string, string>>

const folder = fileURLToPath(new URL('.', import.meta.url))

/**
 * What the command line of Databricks says once a person has signed in with it, as far as the SDK asks: its version and
 * a token. The SDK takes any program of less than a megabyte for the old one.
 */
export const writeSignedInCli = async (home: string, token: string): Promise<string> => {
  const bin = join(home, 'bin')
  await mkdir(bin, { recursive: true })
  const expiry = new Date(Date.now() + 3_600_000).toISOString()
  const printed = JSON.stringify({ access_token: token, token_type: 'Bearer', expiry })
  const program = join(bin, 'databricks')
  const answers = [`version) echo '{"Major":0,"Minor":296,"Patch":0}' ;;`, `auth) printf '%s' '${printed}' ;;`]
  const lines = ['#!/bin/sh', 'case "$1" in', ...answers, '*) exit 1 ;;', 'esac', 'exit', '#'.repeat(1 << 20), '']
  await writeFile(program, lines.join('\n'))
  await chmod(program, 0o755)
  return bin
}

export const withPath = (environment: Environment, bin: string): Environment => ({
  ...environment,
  PATH: `${bin}${delimiter}${environment['PATH'] ?? ''}`,
})

/** A program that takes paths by its input, one a line, and says of each how it ended. */
const runAll = async (
  command: string,
  parameters: readonly string[],
  environment: Environment,
  files: readonly string[],
): Promise<readonly Ended[]> => {
  const child = spawn(command, parameters, { cwd: folder, env: environment, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(files.map((file) => `${file}\n`).join(''))
  const ended: Ended[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    const parsed = parseJson(line)
    const output = parsed.ok ? stringOf(parsed.value, 'output') : undefined
    if (!parsed.ok || output === undefined) throw new Error(`${command} printed: ${line}`)
    const error = fieldOf(parsed.value, 'error')
    ended.push({ output, error: typeof error === 'string' ? error : undefined })
  }
  if (ended.length !== files.length) throw new Error(`${command} ran ${ended.length} of ${files.length} programs`)
  return ended
}

export const runInPython = (python: string, environment: Environment, files: readonly string[]) =>
  runAll(python, ['run_snippets.py'], environment, files)

export const runInNode = (environment: Environment, files: readonly string[]) =>
  runAll(process.execPath, ['--no-warnings', 'run-typescript.ts'], environment, files)

/** Makes a folder one of modules, in which programs find the packages of this project, the client among them. */
export const makeProject = async (home: string): Promise<void> => {
  await writeFile(join(home, 'package.json'), '{"type":"module"}')
  await symlink(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(home, 'node_modules'), 'dir')
}

export const runInShell = async (environment: Environment, files: readonly string[]): Promise<readonly Ended[]> => {
  const ended: Ended[] = []
  for (const file of files) {
    ended.push(
      await new Promise((resolve) => {
        execFile('sh', [file], { env: environment, maxBuffer: 1 << 26 }, (error, output, complaint) =>
          resolve({ output, error: error === null ? undefined : `${complaint}\n${output}` }),
        )
      }),
    )
  }
  return ended
}

/** Reads all TypeScript programs below a folder as the compiler does, strictly; rejects with what it complains of. */
export const checkTypes = (home: string): Promise<void> => {
  const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))
  const options = '--noEmit --strict --skipLibCheck --target es2023 --module nodenext --types node'.split(' ')
  const files = globSync('typescript-*/*/*.ts', { cwd: home })
  if (files.length === 0) throw new Error('There is no TypeScript program to check.')
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [compiler, ...options, ...files], { cwd: home, maxBuffer: 1 << 26 }, (error, output) => {
      if (error === null) resolve()
      else reject(new Error(output.slice(0, 3000)))
    })
  })
}
