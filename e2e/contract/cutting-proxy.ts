import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface CuttingProxy {
  readonly origin: string
  /** Cuts the next connection that carries this request line, once so many bytes of its answer went through. */
  readonly cutNext: (requestLine: RegExp, afterBytes: number) => void
  close(): Promise<void>
}

/** Stands before a server as a proxy does that loses connections: bytes go through untouched, until none do. */
export const startCuttingProxy = async (upstream: string): Promise<CuttingProxy> => {
  const { hostname, port } = new URL(upstream)
  let planned: { readonly requestLine: RegExp; readonly afterBytes: number } | undefined
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const other = connect(Number(port), hostname)
    let cutAfter = Infinity
    let passed = 0
    for (const socket of [client, other]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        client.destroy()
        other.destroy()
        sockets.delete(socket)
      })
    }
    client.on('data', (bytes) => {
      if (planned?.requestLine.test(bytes.toString('latin1')) === true) {
        cutAfter = planned.afterBytes
        planned = undefined
        passed = 0
      }
      other.write(bytes)
    })
    other.on('data', (bytes) => {
      const left = cutAfter - passed
      passed += bytes.length
      if (bytes.length < left) client.write(bytes)
      else client.write(bytes.subarray(0, left), () => client.resetAndDestroy())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    cutNext: (requestLine, afterBytes) => {
      planned = { requestLine, afterBytes }
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
