import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { type Gate, PortInUse, createPlayground, openGate, ownOriginOf } from './relay/server.ts'
import { type Settings, readSettings } from './relay/settings.ts'
import type { WebMiddleware } from './relay/node-http.ts'
import { createStaticFiles } from './relay/static-files.ts'
import { fieldOf, parseJson, stringOf } from './lib/json.ts'
import { nodeListener } from './relay/node-http.ts'
import { pageHeaders } from './relay/content-security.ts'
import { withFiles } from './relay/routes.ts'

/**
 * Composition root of the program on the computer: the playground with its relay, and the sample
 * workspace. `--dev` serves the page's sources with hot reload instead of the build.
 */

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')

/** Ends the program with one sentence for a person. */
const giveUp = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

const versionOf = (): string => {
  const parsed = parseJson(readFileSync(join(root, 'package.json'), 'utf8'))
  return (parsed.ok ? stringOf(parsed.value, 'version') : undefined) ?? '0.0.0'
}

/** Whether a file goes into the page; the rooms of the servers and the tests do not. */
const isPageSource = (path: string): boolean =>
  !path.startsWith(join(root, 'src', 'relay')) &&
  !path.startsWith(join(root, 'src', 'sample')) &&
  path !== fileURLToPath(import.meta.url) &&
  !/\.test\.tsx?$/.test(path)

const newestSource = (): number => {
  const inFolders = ['src', 'public'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  const beside = ['index.html', 'vite.config.ts', 'package.json', 'package-lock.json'].map((file) => join(root, file))
  return Math.max(...[...inFolders.filter(isPageSource), ...beside].map((file) => statSync(file).mtimeMs))
}

const isBuilt = (): boolean => {
  const page = join(dist, 'index.html')
  return existsSync(page) && statSync(page).mtimeMs >= newestSource()
}

const buildPage = async (): Promise<void> => {
  process.stdout.write('Building the page, which is missing or older than its sources …\n')
  const { build } = await import('vite')
  await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'error' })
}

const servePage = async (gate: Gate, playground: WebMiddleware): Promise<void> => {
  if (!isBuilt()) await buildPage()
  gate.serve(nodeListener(withFiles(playground, createStaticFiles(dist, pageHeaders('production')))))
}

const serveSources = async (gate: Gate, playground: WebMiddleware, hosts: readonly string[]): Promise<void> => {
  const [{ createServer }, { playgroundPlugin }] = await Promise.all([import('vite'), import('./relay/vite-plugin.ts')])
  const vite = await createServer({
    root,
    configFile: join(root, 'vite.config.ts'),
    plugins: [playgroundPlugin(playground)],
    server: { middlewareMode: true, cors: false, allowedHosts: [...hosts], hmr: { server: gate.server } },
  })
  gate.serve((request, response) => vite.middlewares(request, response))
}

const pageOriginOf = (settings: Settings, port: number): string => {
  const { listening } = settings
  const host = listening.kind === 'address' ? ownOriginOf(listening, port).hosts[0] : 'localhost'
  return new URL(`http://${host ?? 'localhost'}:${port}`).origin
}

const start = async (settings: Settings, development: boolean): Promise<void> => {
  const gate = await openGate(settings, development)
  const origin = pageOriginOf(settings, gate.port)
  let sample: { readonly origin: string; close(): Promise<void> } | undefined
  if (settings.samplePort !== null) {
    const { startSampleWorkspace } = await import('./sample/server.ts')
    sample = await startSampleWorkspace({
      port: settings.samplePort,
      host: settings.listening.kind === 'loopback' ? ['127.0.0.1', '::1'] : [settings.listening.address],
      playgroundOrigins: [...new Set([origin, `http://localhost:${gate.port}`])],
    })
  }
  const stop = (): void => {
    Promise.all([gate.close(), sample?.close()]).then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)

  const playground = createPlayground({
    settings,
    port: gate.port,
    version: versionOf(),
    sampleOrigin: sample?.origin ?? null,
    ...(settings.logCalls ? { log: (line: string) => void process.stdout.write(`${line}\n`) } : {}),
  })
  if (development) await serveSources(gate, playground, ownOriginOf(settings.listening, gate.port).hosts)
  else await servePage(gate, playground)
  process.stdout.write(`Agent Playground ready: ${origin}\n`)
  // A mistake in one answer must not cut the streams of all others.
  process.on('uncaughtException', (error) => void process.stderr.write(`${error.stack ?? error.message}\n`))
}

const sentenceFor = (error: unknown, settings: Settings): string => {
  const code = fieldOf(error, 'code')
  const port = error instanceof PortInUse ? error.port : fieldOf(error, 'port')
  if (error instanceof PortInUse || code === 'EADDRINUSE') {
    const variable = port === settings.samplePort ? 'SAMPLE_PORT' : 'PORT'
    return `Port ${String(port)} is in use by another program; end that program, or set ${variable} to a free port.`
  }
  if (code === 'EACCES') return `Port ${String(port)} may not be opened by this user; set PORT to a number above 1023.`
  if (code === 'EADDRNOTAVAIL')
    return 'HOST is not an address of this computer; set it to one that is, or leave it out.'
  return `Agent Playground could not start: ${error instanceof Error ? error.message : String(error)}`
}

// Whoever read our lines may have gone (`npm start | head -1`); that is no reason to stop.
process.stdout.on('error', () => undefined)

const read = readSettings(process.env)
if (!read.ok) giveUp(read.sentence)
else {
  start(read.settings, process.argv.includes('--dev')).catch((error: unknown) => {
    giveUp(sentenceFor(error, read.settings))
  })
}
