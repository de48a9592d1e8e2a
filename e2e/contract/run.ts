import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { fieldOf, numberOf, parseJson, stringOf } from '../../src/lib/json.ts'
import { startSampleWorkspace } from '../../src/sample/server.ts'
import { startOwnServer } from '../own-server.ts'
import { checkInPlayground } from './playground-checks.ts'
import { PythonMissing, ensurePython, pythonEnvironment } from './python.ts'
import { createReport, type Report } from './report.ts'
import { checkSnippets } from './snippets.ts'

/**
 * The contract with the real thing: the real Databricks clients against the sample workspace, and real agent servers
 * in the playground. Everything listens on loopback, on ports that the system chooses.
 *
 * `node e2e/contract/run.ts [clients] [snippets] [playground]` runs all parts, or the named ones. Exit status 1 when a check
 * failed, 2 when Python is missing.
 */

const folder = fileURLToPath(new URL('.', import.meta.url))

/** Where the clients are sent back to; nothing listens there, for the person in the browser is a part of the check. */
const redirectUri = 'http://localhost:8020'

/** Reads the lines that `checks.py` prints. What is not one of them is shown as it is. */
const takeChecks = async (child: ChildProcess, report: Report): Promise<void> => {
  if (child.stdout === null) throw new Error('The output of the checks is not piped.')
  for await (const line of createInterface({ input: child.stdout })) {
    const parsed = parseJson(line)
    const name = parsed.ok ? stringOf(parsed.value, 'check') : undefined
    if (!parsed.ok || name === undefined) console.log(`       ${line}`)
    else {
      const seconds = numberOf(parsed.value, 'seconds') ?? 0
      report.add(name, fieldOf(parsed.value, 'ok') === true, seconds, stringOf(parsed.value, 'detail'))
    }
  }
}

const checkClients = async (python: string, home: string, agentServer: string, report: Report): Promise<void> => {
  const sample = await startSampleWorkspace({
    port: 0,
    host: ['127.0.0.1', '::1'],
    playgroundOrigins: [redirectUri],
    pace: 0,
  })
  try {
    const child = spawn(python, ['clients.py'], {
      cwd: folder,
      env: pythonEnvironment(home, {
        CONTRACT_HOST: sample.origin,
        CONTRACT_REDIRECT: redirectUri,
        CONTRACT_AGENT_SERVER: agentServer,
      }),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = once(child, 'exit')
    await takeChecks(child, report)
    const [code] = await exited
    if (code !== 0) report.add(`clients.py ended with status ${String(code)}`, false, 0)
  } finally {
    await sample.close()
  }
}

interface Agents {
  readonly agentServer: string
  readonly longRunning: string
  readonly durable: string
  stop(): Promise<void>
}

interface AgentProgram {
  readonly originOf: (name: string) => string
  stop(): Promise<void>
}

const startProgram = async (python: string, home: string, program: string): Promise<AgentProgram> => {
  const child = spawn(python, [program], {
    cwd: folder,
    env: pythonEnvironment(home, { DATABRICKS_APP_NAME: 'clerk', XDG_RUNTIME_DIR: home }),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  const complaints: string[] = []
  child.stderr.setEncoding('utf8').on('data', (part: string) => complaints.push(part))
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([once(lines, 'line'), exited.then(() => undefined)])
  const ports = first === undefined ? undefined : parseJson(String(first[0]))
  const originOf = (name: string): string => {
    const port = ports?.ok === true ? numberOf(ports.value, name) : undefined
    if (port === undefined) throw new Error(`${program} did not start.\n${complaints.join('').slice(-3000)}`)
    return `http://localhost:${port}`
  }
  return {
    originOf,
    stop: async () => {
      child.stdin.end()
      await exited
    },
  }
}

const startAgents = async (python: string, home: string): Promise<Agents> => {
  const [plain, durable] = await Promise.all([
    startProgram(python, home, 'agents.py'),
    startProgram(python, home, 'long_running_agents.py'),
  ])
  return {
    agentServer: plain.originOf('agent-server'),
    longRunning: plain.originOf('long-running'),
    durable: durable.originOf('durable'),
    stop: async () => {
      await Promise.all([plain.stop(), durable.stop()])
    },
  }
}

const checkWithAgents = async (
  python: string,
  home: string,
  isWanted: (part: string) => boolean,
  report: Report,
): Promise<void> => {
  const agents = await startAgents(python, home)
  try {
    if (isWanted('clients')) {
      console.log('\nThe real clients and the sample workspace')
      await checkClients(python, home, agents.agentServer, report)
    }
    if (isWanted('playground')) {
      console.log('\nReal agent servers in the playground')
      const server = await startOwnServer({ SAMPLE_PACE: '0' })
      try {
        await checkInPlayground(server.origin, agents, report)
      } finally {
        await server.stop()
      }
    }
  } finally {
    await agents.stop()
  }
}

const main = async (): Promise<number> => {
  const begun = performance.now()
  const named = process.argv.slice(2)
  const isWanted = (part: string): boolean => named.length === 0 || named.includes(part)
  const python = await ensurePython((line) => console.log(line))
  const report = createReport()
  const home = await mkdtemp(join(tmpdir(), 'contract-'))
  try {
    if (isWanted('snippets')) {
      console.log('\nThe programs that the playground writes')
      await checkSnippets(python, report)
    }
    if (isWanted('clients') || isWanted('playground')) await checkWithAgents(python, home, isWanted, report)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
  console.log(`\n${((performance.now() - begun) / 1000).toFixed(0)} s`)
  console.log(`${report.passed} passed, ${report.failed} failed`)
  return report.failed === 0 && report.passed > 0 ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (thrown) {
  if (!(thrown instanceof PythonMissing)) throw thrown
  console.error(thrown.message)
  console.log('0 passed, 0 failed')
  process.exitCode = 2
}
