import { deepStrictEqual, ok } from 'node:assert/strict'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Agent } from '../../src/agent/agent.ts'
import type { CodeRequest } from '../../src/code/code-request.ts'
import { ways, type Way } from '../../src/code/snippets.ts'
import { startSampleWorkspace } from '../../src/sample/server.ts'
import { accessTokenFor } from '../../src/sample/test-browser.ts'
import { pythonEnvironment } from './python.ts'
import type { Report } from './report.ts'
import { ask, customInputs, findAgents, readAnswer, requestTo, type Caller, type Case } from './snippet-cases.ts'
import {
  givePackages,
  runInNode,
  runInPython,
  runInShell,
  withPath,
  writeSignedInCli,
  type Ended,
} from './snippet-programs.ts'

/* Every program that the playground writes for a request is run, and must bring the answer that the playground brings. */

/** A question that each agent has more than one sentence to say to. */
const question = 'Where is order 1002, and what were the sales in the West?'

const casesOf = async (agent: Agent, caller: Caller): Promise<readonly Case[]> =>
  Promise.all(
    [true, false].flatMap((stream) =>
      [undefined, customInputs].map((given) => {
        const request = requestTo(agent, caller.origin, { stream, input: question, customInputs: given })
        const name = `${agent.name}, ${stream ? 'streamed' : 'whole'}${given === undefined ? '' : ', with custom_inputs'}`
        return ask(name, request, caller)
      }),
    ),
  )

/** The clients post to two paths alone, and these agents answer on others. */
const hasClient = ({ url }: CodeRequest): boolean => !/\/(api\/agents\/chat|apps\/[^/]+\/invocations)$/.test(url)
const clients: ReadonlySet<string> = new Set(['python-databricks', 'python-openai', 'typescript-openai'])

/** Which programs print one event a line, where curl prints the stream as it is. */
const printsLines: ReadonlySet<string> = new Set([...clients, 'typescript-fetch'])

/** The stream that these lines were: JSON, after the name of its event where the agent gives it one. */
const streamOf = (lines: string): string =>
  `${lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) =>
      line.replace(/^(?:([^{\s]+) )?/, (_, name?: string) => `${name === undefined ? '' : `event: ${name}\n`}data: `),
    )
    .map((frame) => `${frame}\n\n`)
    .join('')}data: [DONE]\n\n`

const compare = (way: Way, { request, status, contentType, body, told }: Case, { output, error }: Ended): void => {
  if (status >= 400) {
    // The clients say the status where the body says nothing that they know, else the body.
    const isSaid = error?.includes(String(status)) === true || error?.includes(body.trim()) === true
    ok(isSaid, `it should fail with status ${status}:\n${error ?? output}`)
    return
  }
  const isStream = contentType.startsWith('text/event-stream')
  const said = readAnswer(isStream && printsLines.has(way.id) ? streamOf(output) : output, contentType, status)
  // The clients raise what an agent tells of its failure within a stream; what came before is there.
  const raises = told.outcome === 'failed' && clients.has(way.id)
  deepStrictEqual(raises ? { ...said, outcome: told.outcome } : said, told, request.url)
  deepStrictEqual(error !== undefined, raises, error)
}

interface Program {
  readonly way: Way
  readonly of: Case
  readonly file: string
}

/** Writes what can be written; a way that cannot express a request must be one that is known not to. */
const write = async (folder: string, way: Way, cases: readonly Case[]): Promise<readonly Program[]> => {
  const programs: Program[] = []
  for (const [index, of] of cases.entries()) {
    const snippet = way.write(of.request)
    const isPossible = hasClient(of.request) || !clients.has(way.id)
    deepStrictEqual(snippet.kind, isPossible ? 'code' : 'impossible', `${way.label}: ${of.name}`)
    if (snippet.kind === 'impossible') continue
    const place = join(folder, way.id, String(index))
    await mkdir(place, { recursive: true })
    const file = join(place, snippet.fileName)
    await writeFile(file, snippet.text)
    programs.push({ way, of, file })
  }
  return programs
}

type Run = (files: readonly string[]) => Promise<readonly Ended[]>

const runnersOf = async (python: string, home: string, token: string): Promise<Readonly<Record<string, Run>>> => {
  await givePackages(home)
  const bin = await writeSignedInCli(home, token)
  const environment = withPath(pythonEnvironment(home, { DATABRICKS_TOKEN: token }), bin)
  const inPython: Run = (files) => runInPython(python, environment, files)
  const inNode: Run = (files) => runInNode(environment, files)
  return {
    'python-databricks': inPython,
    'python-openai': inPython,
    powershell: inPython,
    'typescript-openai': inNode,
    'typescript-fetch': inNode,
    curl: (files) => runInShell(environment, files),
  }
}

export const checkSnippets = async (python: string, report: Report): Promise<void> => {
  const home = await mkdtemp(join(tmpdir(), 'snippets-'))
  const sample = await startSampleWorkspace({
    port: 0,
    host: ['127.0.0.1', '::1'],
    playgroundOrigins: ['http://localhost:8020'],
    pace: 0,
  })
  try {
    const caller = { origin: sample.origin, token: await accessTokenFor(sample.origin, 'ada') }
    const runners = await runnersOf(python, home, caller.token)
    const agents = await findAgents(caller)
    const cases = new Map<string, readonly Case[]>()
    for (const agent of agents) cases.set(agent.name, await casesOf(agent, caller))
    await Promise.all(
      ways.map(async (way) => {
        const run = runners[way.id]
        if (run === undefined) return
        const programs = await write(home, way, [...cases.values()].flat())
        const ended = await run(programs.map(({ file }) => file))
        for (const [name, ofAgent] of cases) {
          const own = programs.flatMap((program, index) =>
            ofAgent.includes(program.of) ? [{ program, ended: ended[index] }] : [],
          )
          if (own.length === 0) continue
          await report.check(`${way.label}: ${name}`, async () => {
            for (const each of own) {
              ok(each.ended)
              try {
                compare(way, each.program.of, each.ended)
              } catch (thrown) {
                throw new Error(`${each.program.of.name}: ${String(thrown)}`, { cause: thrown })
              }
            }
          })
        }
      }),
    )
  } finally {
    await sample.close()
  }
}
