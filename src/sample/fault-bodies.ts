import { jsonAnswer } from './answers.ts'
import { beat, bodyOf, bytesOf, Cut, doneFrame, frameOf, type Beat } from './beat.ts'
import { firstHalf } from './fault-frames.ts'
import type { Fault, Lab } from './fault.ts'
import { hostileMarkdown } from './hostile-markdown.ts'

/* Faults of bytes: framing, encoding, sizes, timing and connections. */

function* frames(lab: Pick<Lab, 'events'>, rewrite: (frame: string) => string = (frame) => frame): Generator<Beat> {
  for (const { afterMs, event } of lab.events) yield beat(afterMs, rewrite(frameOf(event)))
  yield beat(5, rewrite(doneFrame))
}

const joined = (lab: Pick<Lab, 'events'>): string =>
  [...lab.events.map(({ event }) => frameOf(event)), doneFrame].join('')

const cutJson = (lab: Lab): Response => {
  const text = JSON.stringify(lab.whole)
  function* half(): Generator<Beat> {
    yield beat(50, text.slice(0, Math.floor(text.length / 2)))
    throw new Cut()
  }
  return new Response(bodyOf(half(), 1), { headers: { 'content-type': 'application/json' } })
}

const deltaFrame = (delta: string): string =>
  frameOf({ type: 'response.output_text.delta', output_index: 0, content_index: 0, delta })

/** Frames of the answer with something inserted once its first half is over. */
function* interrupted(lab: Lab, insert: () => Iterable<Beat>): Generator<Beat> {
  const half = firstHalf(lab)
  for (const { afterMs, event } of half) yield beat(afterMs, frameOf(event))
  yield* insert()
  for (const { afterMs, event } of lab.events.slice(half.length)) yield beat(afterMs, frameOf(event))
  yield beat(5, doneFrame)
}

const itemFrame = (json: string): string =>
  `data: {"type":"response.output_item.done","output_index":1,"item":${json}}\n\n`

export const bodyFaults: readonly Fault[] = [
  {
    kind: 'stream',
    name: 'cut-mid-event',
    about: 'The connection breaks in the middle of an event.',
    expected: 'The text so far stays, and the answer counts as interrupted.',
    *beats(lab) {
      for (const { afterMs, event } of firstHalf(lab)) yield beat(afterMs, frameOf(event))
      yield beat(30, 'data: {"type":"response.output_text.delta","item_id":"ms')
      throw new Cut()
    },
    whole: cutJson,
  },
  {
    kind: 'stream',
    name: 'cut-mid-character',
    about: 'The connection breaks between two bytes of one character.',
    expected: 'No replacement character is made up for the missing half.',
    *beats(lab) {
      for (const { afterMs, event } of firstHalf(lab)) yield beat(afterMs, frameOf(event))
      const bytes = bytesOf('data: {"type":"response.output_text.delta","delta":"🧭')
      yield { afterMs: 30, bytes: bytes.subarray(0, bytes.length - 2) }
      throw new Cut()
    },
    whole: cutJson,
  },
  {
    kind: 'stream',
    name: 'invalid-json',
    about: 'One frame in the middle is not JSON.',
    expected: 'That frame is shown as it is, and the rest is read.',
    *beats(lab) {
      yield* interrupted(lab, function* () {
        yield beat(0, 'data: {"type":"response.output_text.delta","delta":"never closed\n\n')
        yield beat(0, 'data: <html>not even close</html>\n\n')
      })
    },
    whole: () => new Response('{"object":"response","output":[', { headers: { 'content-type': 'application/json' } }),
  },
  {
    kind: 'stream',
    name: 'invalid-utf8',
    about: 'One frame holds bytes that are not UTF-8.',
    expected: 'The bytes can be seen, and the text around them survives.',
    *beats(lab) {
      yield* interrupted(lab, function* () {
        const [before = '', after = ''] = deltaFrame('broken ⁂ bytes').split('⁂')
        const bytes = Buffer.concat([bytesOf(before), Uint8Array.of(0xff, 0xc3, 0x28, 0xf0, 0x9f), bytesOf(after)])
        yield { afterMs: 0, bytes }
      })
    },
  },
  {
    kind: 'stream',
    name: 'crlf-frames',
    about: 'Lines end with CR LF.',
    expected: 'Nothing is different.',
    *beats(lab) {
      yield* frames(lab, (frame) => frame.replaceAll('\n', '\r\n'))
    },
  },
  {
    kind: 'stream',
    name: 'cr-frames',
    about: 'Lines end with CR alone.',
    expected: 'Nothing is different, and no event waits for the next byte.',
    *beats(lab) {
      yield* frames(lab, (frame) => frame.replaceAll('\n', '\r'))
    },
  },
  {
    kind: 'stream',
    name: 'bom',
    about: 'The body begins with a byte order mark.',
    expected: 'It is skipped.',
    *beats(lab) {
      yield { afterMs: 0, bytes: Uint8Array.of(0xef, 0xbb, 0xbf) }
      yield* frames(lab)
    },
  },
  {
    kind: 'stream',
    name: 'comments-and-retry',
    about: 'Comments, `retry`, `id` and `event` fields, empty frames and stray empty lines surround the data.',
    expected: 'They are visible and mean nothing.',
    *beats(lab) {
      yield beat(0, ': connected\n\nretry: 3000\n\n')
      let number = 0
      for (const { afterMs, event } of lab.events) {
        const type = String(event['type'])
        yield beat(afterMs, `id: ${++number}\nevent: ${type}\nunknown-field: yes\n${frameOf(event)}`)
        if (number % 9 === 0) yield beat(0, ': keep-alive\n\n\n\n')
      }
      yield beat(5, `data\n\n${doneFrame}`)
    },
  },
  {
    kind: 'stream',
    name: 'multi-line-data',
    about: 'The JSON of one event is spread over several `data` lines.',
    expected: 'The lines are joined with line feeds, as the standard says.',
    *beats(lab) {
      for (const { afterMs, event } of lab.events) {
        const lines = JSON.stringify(event, null, 1).split('\n')
        yield beat(afterMs, `${lines.map((line) => `data:${line}`).join('\n')}\n\n`)
      }
      yield beat(5, doneFrame)
    },
  },
  {
    kind: 'stream',
    name: 'one-byte-chunks',
    about: 'Every byte is written on its own.',
    expected: 'The text is the same; only the chunks are many.',
    *beats(lab) {
      for (const byte of bytesOf(joined(lab))) yield { afterMs: 0, bytes: Uint8Array.of(byte) }
    },
  },
  {
    kind: 'stream',
    name: 'burst-after-silence',
    about: 'Five seconds of nothing, then everything in one write, as behind a buffering proxy.',
    expected: 'The waiting is shown, and the times say that it was one burst.',
    *beats(lab) {
      yield beat(0, ': waiting\n\n')
      yield beat(5000, joined(lab))
    },
  },
  {
    kind: 'stream',
    name: 'silence',
    about: 'The head arrives and then nothing for ten minutes.',
    expected: 'It can be stopped.',
    *beats(lab) {
      yield beat(0, ': nothing follows\n\n')
      yield beat(600_000, joined(lab))
    },
  },
  {
    kind: 'stream',
    name: 'huge-event',
    about: 'One event is very large: `kilobytes` of text (1024 unless told, at most 16384).',
    expected: 'Everything stays quick.',
    *beats(lab) {
      const words = 'a long line of words that goes on and on. '
      const size = lab.number('kilobytes', 1024, 16_384) * 1024
      yield* interrupted(lab, () => [beat(0, deltaFrame(words.repeat(Math.ceil(size / words.length))))])
    },
    whole: (lab) => {
      const size = lab.number('kilobytes', 1024, 16_384) * 1024
      return jsonAnswer(200, lab.retold(`${lab.text}\n\n${'words '.repeat(Math.ceil(size / 6))}`).whole)
    },
  },
  {
    kind: 'stream',
    name: 'many-events',
    about: 'A great many small events: `count` of them (2000 unless told, at most 200000), as fast as they are read.',
    expected: 'Everything stays quick.',
    *beats(lab) {
      const count = lab.number('count', 2000, 200_000)
      yield* interrupted(lab, function* () {
        for (let number = 1; number <= count; number++) yield beat(0, deltaFrame(`${number} `))
      })
    },
  },
  {
    kind: 'stream',
    name: 'never-ending',
    about: 'Text comes for as long as somebody reads.',
    expected: 'It can be stopped, and then the agent stops too.',
    *beats(lab) {
      for (const { afterMs, event } of firstHalf(lab)) yield beat(afterMs, frameOf(event))
      for (let number = 1; ; number++) yield beat(100, deltaFrame(` ${number}`))
    },
  },
  {
    kind: 'stream',
    name: 'hostile-markdown',
    about: 'The text tries scripts, remote images, `javascript:` links and other tricks.',
    expected: 'Nothing runs, and nothing is fetched.',
    *beats(lab) {
      yield* frames(lab.retold(`${lab.text}\n\n${hostileMarkdown}`))
    },
    whole: (lab) => jsonAnswer(200, lab.retold(`${lab.text}\n\n${hostileMarkdown}`).whole),
  },
  {
    kind: 'stream',
    name: 'deep-json',
    about: 'An item is nested `depth` levels deep (2000 unless told, at most 20000).',
    expected: 'It is read or refused; nothing overflows.',
    *beats(lab) {
      const depth = lab.number('depth', 2000, 20_000)
      const nested = `{"type":"sample_nest","id":"nest","inside":${'['.repeat(depth)}1${']'.repeat(depth)}}`
      yield* interrupted(lab, () => [beat(0, itemFrame(nested))])
    },
  },
  {
    kind: 'stream',
    name: 'hostile-json',
    about: 'Keys such as `__proto__` and `constructor`, wrong types where text belongs, numbers out of range.',
    expected: 'They are data like any other.',
    *beats(lab) {
      yield* interrupted(lab, () => [
        beat(
          0,
          itemFrame(
            '{"type":"sample_keys","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
          ),
        ),
        beat(0, 'data: {"type":"__proto__","hasOwnProperty":1,"toString":null}\n\n'),
        beat(0, 'data: {"type":"response.output_text.delta","delta":{"not":"text"},"output_index":-1}\n\n'),
        beat(
          0,
          'data: {"type":"response.output_text.delta","output_index":1e309,"content_index":99999999,"delta":7}\n\n',
        ),
        beat(0, 'data: {"type":"response.output_item.done","item":null,"output_index":"0"}\n\n'),
      ])
    },
  },
]
