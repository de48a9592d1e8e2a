import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { CodeRequest } from '../../src/code/code-request.ts'
import { ways, type Way } from '../../src/code/snippets.ts'
import { startSampleWorkspace } from '../../src/sample/server.ts'
import type { Caller } from '../../src/sample/test-answers.ts'
import { accessTokenFor } from '../../src/sample/test-browser.ts'
import { startTap } from '../tap.ts'
import { pythonEnvironment } from './python.ts'
import type { Report } from './report.ts'
import { findAgents, readAnswer, type Case, type CaseGroup } from './snippet-cases.ts'
import { checkSql } from './snippet-sql.ts'
import { groupOfAgent, witnessedGroup, hardGroups, ownHeaders } from './snippet-groups.ts'
import {
  checkTypes,
  makeProject,
  runInNode,
  runInPython,
  runInShell,
  withPath,
  writeSignedInCli,
  type Ended,
} from './snippet-programs.ts'

/* Every program that the playground writes for a request is run, and must bring the answer that the playground brings. */

/** The clients post to two paths alone, and these agents answer on others. */
const hasClient = ({ url }: CodeRequest): boolean => !/\/(api\/agents\/chat|apps\/[^/]+\/invocations)$/.test(url)
const clients: ReadonlySet<string> = new Set(['python-databricks', 'python-openai', 'typescript-openai'])

const canWrite = (way: Way, request: CodeRequest): boolean => !clients.has(way.id) || hasClient(request)

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
  const printed = isStream && printsLines.has(way.id) ? streamOf(output) : output
  const { told: said } = readAnswer(printed, contentType, status)
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
    deepStrictEqual(snippet.kind, canWrite(way, of.request) ? 'code' : 'impossible', `${way.label}: ${of.name}`)
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
  await makeProject(home)
  const bin = await writeSignedInCli(home, token)
  const environment = withPath(
    pythonEnvironment(home, { DATABRICKS_TOKEN: token, X_API_KEY: ownHeaders['x-api-key'] }),
    bin,
  )
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

const groupsOf = async (caller: Caller): Promise<readonly CaseGroup[]> => {
  const agents = await findAgents(caller)
  const groups: CaseGroup[] = []
  for (const agent of agents) groups.push(await groupOfAgent(agent, caller))
  return [...groups, ...(await hardGroups(agents, caller))]
}

const checkGroup = async (
  way: Way,
  { name, cases }: CaseGroup,
  programs: readonly Program[],
  ended: readonly Ended[],
  report: Report,
): Promise<void> => {
  const own = programs.flatMap((program, index) => {
    const how = ended[index]
    return how !== undefined && cases.includes(program.of) ? [{ of: program.of, how }] : []
  })
  if (own.length === 0) return
  await report.check(`${way.label}: ${name}`, async () => {
    for (const { of, how } of own) {
      try {
        compare(way, of, how)
      } catch (thrown) {
        throw new Error(`${of.name}: ${String(thrown)}`, { cause: thrown })
      }
    }
  })
}

export const checkSnippets = async (python: string, report: Report): Promise<void> => {
  const home = await mkdtemp(join(tmpdir(), 'snippets-'))
  const sample = await startSampleWorkspace({
    port: 0,
    host: ['127.0.0.1', '::1'],
    playgroundOrigins: ['http://localhost:8020'],
    pace: 0,
  })
  const tap = await startTap()
  try {
    const caller = { origin: sample.origin, token: await accessTokenFor(sample.origin, 'ada') }
    const runners = await runnersOf(python, home, caller.token)
    tap.leadTo(`${sample.origin}/apps/echo-agent/responses`, `Bearer ${caller.token}`)
    const witnessed = await witnessedGroup(tap.url, caller)
    const groups = [...(await groupsOf(caller)), witnessed]
    const cases = groups.flatMap((group) => group.cases)
    await Promise.all(
      ways.map(async (way) => {
        const run = runners[way.id]
        if (run === undefined) return
        const programs = await write(home, way, cases)
        const ended = await run(programs.map(({ file }) => file)).catch((thrown: unknown) => {
          report.add(`${way.label}: its programs can be run`, false, 0, String(thrown))
          return []
        })
        for (const group of groups) await checkGroup(way, group, programs, ended, report)
      }),
    )
    await checkSql(
      groups.filter((group) => group !== witnessed),
      caller,
      report,
    )
    await report.check('every way sends the same request: body and headers as the playground sends them', async () => {
      const writers = ways.filter((way) => runners[way.id] !== undefined)
      strictEqual(tap.calls.length, witnessed.cases.length * (writers.length + 1))
      for (const { headers, body } of tap.calls) {
        const sent: unknown = JSON.parse(body.toString())
        const meant = witnessed.cases.find(({ request }) => isDeepStrictEqual(request.body, sent))
        ok(meant, `${headers['user-agent']} sent ${body.toString().slice(0, 2000)}`)
        for (const [name, value] of Object.entries(ownHeaders)) strictEqual(headers[name], value, headers['user-agent'])
      }
    })
    await report.check('TypeScript: no program has a type error', () => checkTypes(home))
  } finally {
    await sample.close()
    await tap.close()
    await rm(home, { recursive: true, force: true })
  }
}
