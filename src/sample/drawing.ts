import { crc32, deflateSync } from 'node:zlib'

/** Small pictures in PNG, drawn by the sample agents themselves: no file lies in the project for them. */

type Colour = readonly [red: number, green: number, blue: number]

const width = 320
const height = 200

const chunk = (name: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PNG of 8-bit colours, each line without a filter. */
const pngOf = (colourAt: (x: number, y: number) => Colour): string => {
  const lines = Buffer.alloc(height * (width * 3 + 1))
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) lines.set(colourAt(x, y), y * (width * 3 + 1) + 1 + x * 3)
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64')
}

const ridge = (x: number, base: number, swing: number, pace: number): number =>
  base - swing * (0.6 * Math.sin(x / pace) + 0.4 * Math.sin(x / (pace * 0.37) + 1.3))

const landscape = (x: number, y: number): Colour => {
  if (Math.hypot(x - 232, y - 62) < 26) return [255, 214, 120]
  if (y > ridge(x, 170, 10, 31)) return [38, 70, 83]
  if (y > ridge(x, 140, 20, 44)) return [42, 157, 143]
  if (y > ridge(x, 112, 26, 57)) return [138, 177, 125]
  const haze = Math.floor((y / height) * 8) * 9
  return [233, 166 + haze / 2, 110 + haze]
}

/** A landscape in base64. `block` is how coarse it is: 1 is the finished picture, 16 a first guess. */
export const landscapePng = (block = 1): string =>
  pngOf((x, y) => landscape(Math.floor(x / block) * block + block / 2, Math.floor(y / block) * block + block / 2))

const bars = [0.35, 0.62, 0.48, 0.9, 0.7]

/** A bar chart in base64, as a code interpreter draws one. */
export const chartPng = (): string =>
  pngOf((x, y) => {
    const bar = Math.floor((x - 30) / 54)
    const inBar = x >= 30 && bar < bars.length && (x - 30) % 54 < 38
    if (y === 175 || x === 22) return [90, 96, 110]
    if (inBar && y < 175 && y > 175 - 150 * (bars[bar] ?? 0)) return [66, 99, 200]
    return y % 30 === 25 ? [228, 231, 238] : [255, 255, 255]
  })

/** A window with a form, in base64: what a computer that an agent uses might show. */
export const screenPng = (): string =>
  pngOf((x, y) => {
    if (y < 22) return x > 8 && x < 62 && (x - 8) % 18 < 10 && y > 6 && y < 16 ? [214, 120, 96] : [226, 229, 236]
    if (x > 40 && x < 280 && y > 60 && y < 84)
      return x < 43 || x > 277 || y < 63 || y > 81 ? [120, 130, 150] : [255, 255, 255]
    if (x > 40 && x < 120 && y > 104 && y < 128) return [66, 99, 200]
    return [246, 247, 250]
  })
