import { startWorker } from '../browser/worker.ts'
import { maskPieces, piecesOf, withPieces, type Piece, type PlainChoice } from './mask-pieces.ts'
import type { Mask, Masked } from './mask.ts'
import type { MaskReply, MaskTask } from './mask-worker.ts'
// The bundler makes a file of its own of it and gives its address.
// oxlint-disable-next-line import/default
import workerUrl from './mask-worker.ts?worker&url'

/** So much is masked within a frame or two; starting a worker would take longer. */
const mostAtOnce = 128 * 1024

const inWorker = (task: MaskTask): Promise<Masked<readonly Piece[]>> =>
  new Promise((resolve, reject) => {
    const worker = startWorker(workerUrl, 'masking')
    worker.addEventListener('message', ({ data }: MessageEvent<MaskReply>) => {
      worker.terminate()
      if ('masked' in data) resolve(data.masked)
      else reject(new Error(data.failure))
    })
    worker.addEventListener('error', ({ message }) => {
      worker.terminate()
      reject(new Error(message === '' ? 'The script that masks could not be loaded.' : message))
    })
    worker.postMessage(task)
  })

/** Masks what the change asks for, beside the page where it is much. The change is made more than once. */
export const maskApart = async <Value>(choice: PlainChoice, change: (mask: Mask) => Value): Promise<Masked<Value>> => {
  const pieces = piecesOf(change)
  const size = pieces.reduce((sum, { length }) => sum + length, 0)
  const { value, finds } = size > mostAtOnce ? await inWorker({ pieces, choice }) : maskPieces(pieces, choice)
  return { value: withPieces(change, value), finds }
}
