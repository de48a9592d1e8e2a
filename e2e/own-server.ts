import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port.')
  return address.port
}

export interface OwnServer {
  readonly origin: string
  readonly sampleOrigin: string
  stop(): Promise<void>
}

/** A playground of a test's own, with its own sample workspace and settings. */
export const startOwnServer = async (environment: Readonly<Record<string, string>>): Promise<OwnServer> => {
  const [port, samplePort] = [await freePort(), await freePort()]
  const child = spawn(process.execPath, ['src/serve.ts'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, ...environment, PORT: String(port), SAMPLE_PORT: String(samplePort) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const ready = (async () => {
    for await (const line of lines) if (line.startsWith('Agent Playground ready')) return
    throw new Error('The playground ended before it was ready.')
  })()
  await ready
  return {
    origin: `http://localhost:${port}`,
    sampleOrigin: `http://localhost:${samplePort}`,
    stop: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}
