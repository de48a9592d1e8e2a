import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createReading } from '../protocol/create-reading.ts'
import type { Ms } from '../lib/brand.ts'
import { stringOf } from '../lib/json.ts'
import { choiceOf, maskPieces, piecesOf, withPieces } from './mask-pieces.ts'
import { createMask, maskOf, maskTwice, type Mask, type MaskChoice } from './mask.ts'
import { customPattern, secretKinds } from './secret-patterns.ts'
import { utf8 } from './utf8.ts'

const everything: MaskChoice = { custom: [], isMasked: () => true }
const masked = (text: string, choice = everything): string => createMask(choice).text(text)
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

// Put together here, so that no scanner takes this file for a leak.
const secrets: readonly (readonly [kind: string, value: string])[] = [
  ['email', 'ada.okafor@acme.example'],
  ['email', 'ada%40acme.example'],
  ['token', `dapi${'0123456789abcdef'.repeat(2)}`],
  ['token', `eyJhbGciOiJSUzI1NiJ9.${'eyJzdWIiOiJhZGEifQ'}.c2lnbmF0dXJl`],
  ['token', `ghp_${'a1B2'.repeat(9)}`],
  ['token', `sk-${'proj-a1B2c3'.repeat(3)}`],
  ['token', `AKIA${'IOSFODNN7EXAMPLE'}`],
  ['token', `xoxb-${'1234567890'}-abcdef`],
  ['token', `sk_${'live'}_a1B2c3D4e5F6g7H8`],
  ['token', `gsk_${'a1B2'.repeat(8)}`],
  ['identifier', '123e4567-e89b-12d3-a456-426614174000'],
  ['identifier', 'a3f5'.repeat(8)],
  ['identifier', '1234567890123456'],
]

describe('what is found', () => {
  test.each(secrets)('%s: %s', (kind, value) => {
    const mask = createMask(everything)
    const text = mask.text(`It is ${value}, he said.`)
    expect(text).not.toContain(value)
    expect(text).toHaveLength(`It is ${value}, he said.`.length)
    expect(mask.finds()).toEqual([{ kind, value, times: 1 }])
  })

  test.each([
    ['Authorization: Bearer abcdefgh12345678', 'abcdefgh12345678'],
    ['{"password":"hunter22","user":"x"}', 'hunter22'],
    ['{"client_secret" : "s3cr3t-value"}', 's3cr3t-value'],
    ['Set-Cookie: sid=0f1e2d; track=second-of-two; Path=/', 'second-of-two'],
    ['{"cookie":"sid=0f1e2d; track=second-of-two"}', 'second-of-two'],
    ['next=%2Fcb%3Fapi_key%3Dhunter22%26x%3D1', 'hunter22'],
    ['postgres://ada:hunter22@db.example/x', 'hunter22'],
    [`-----BEGIN ${'PRIVATE'} KEY-----\\nMIIEvQIBADANBgkqhkiG\\n-----END`, 'MIIEvQIBADANBgkqhkiG'],
  ])('known by what stands beside it: %s', (text, secret) => {
    expect(masked(text)).not.toContain(secret)
    expect(masked(text)).toHaveLength(text.length)
  })

  test.each([
    'The order 1002 has 3 items for 12.50 EUR.',
    '{"usage":{"input_tokens":12,"total_tokens":40},"id":"msg_0123456789abcdef0123456789abcdef"}',
    'npm install agent-langgraph-advanced-2',
    'Tokens: the more, the better. A secret is out.',
    `data:image/png;base64,${'iVBORw0KGgo'.repeat(40)}`,
  ])('is left alone: %s', (text) => {
    expect(masked(text)).toBe(text)
  })

  describe('in base64', () => {
    const inside = (base64: string): string => textOf(new Uint8Array(Buffer.from(base64, 'base64')))
    const notes = 'Ask ada@acme.example, not the others; the password=hunter22 is known.'
    const standard = Buffer.from(notes).toString('base64')

    test.each([
      ['a file', `data:text/plain;base64,${standard}`, standard],
      ['with slashes escaped', `"${Buffer.from(`???${notes}`).toString('base64')}"`.replaceAll('/', '\\/'), undefined],
      ['for addresses', `cursor=${Buffer.from(notes).toString('base64url')}&x`, undefined],
      ['twice', Buffer.from(`next page: ${standard}`).toString('base64'), undefined],
    ])('%s', (_, text, whole) => {
      const mask = createMask(everything)
      const result = mask.text(text)
      expect(result).toHaveLength(text.length)
      expect(mask.finds().map(({ value }) => value)).toEqual(expect.arrayContaining(['ada@acme.example', 'hunter22']))
      if (whole !== undefined) {
        expect(inside(result.slice(text.indexOf(whole)))).toBe(
          'Ask [email-1.......], not the others; the password=[key-1.] is known.',
        )
      }
      for (const round of [inside(result.replace(/.*,|"/g, '')), inside(inside(result).slice(11))]) {
        expect(round).not.toMatch(/acme|hunter/)
      }
    })

    test('what is no text stays, byte for byte', () => {
      const image = Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 7919) % 256)).toString('base64')
      expect(masked(image)).toBe(image)
    })
  })

  test('the same value has the same mask everywhere, another one another', () => {
    expect(masked('ada@acme.example and ben@acme.example and ada@acme.example')).toBe(
      '[email-1.......] and [email-2.......] and [email-1.......]',
    )
    expect(maskOf('custom', 3, 'abc')).toBe('..3')
  })

  test('what is recognised once is masked wherever it stands', () => {
    const text = 'password=hunter22 and later only hunter22'
    const first = createMask(everything)
    first.text(text)
    expect(createMask(everything, first.finds()).text(text)).toBe('password=[key-1.] and later only [key-1.]')
  })

  test('what was not chosen stays, and is told nevertheless', () => {
    const mask = createMask({ custom: [], isMasked: (kind) => kind !== 'email' })
    expect(mask.text('ada@acme.example')).toBe('ada@acme.example')
    expect(mask.finds()).toHaveLength(1)
  })
})

describe('patterns of a person', () => {
  const found = (words: string, text: string): string => {
    const pattern = customPattern(words)
    return pattern === undefined ? 'refused' : masked(text, { custom: [pattern], isMasked: () => true })
  }

  test.each([
    ['Bluebird', 'the bluebird project', 'the [word-1] project'],
    ['proj-*', 'see proj-4711 now', 'see [word-1.] now'],
    ['a.c+', 'abc a.c+', 'abc ...1'],
    ['Grüße', '{"a":"Grüße"}', '{"a":"......1"}'],
    ['number', '{"sequence_number":1,"t":"a number"}', '{"sequence_number":1,"t":"a ..1"}'.replace('..1', '.....1')],
    ['text', '{"type":"text"}', '{"type":"text"}'],
    ['ab', 'ab', 'refused'],
    ['a*b*c', 'abc', 'refused'],
    ['abc*d*e', 'abc', 'refused'],
  ])('%s', (words, text, expected) => {
    expect(found(words, text)).toBe(expected)
  })
})

const json = (value: unknown): string => JSON.stringify(value)
const streamOf = (events: readonly unknown[]): string => events.map((event) => `data: ${json(event)}\n\n`).join('')

const readingOf = (body: Uint8Array, contentType: string | undefined) => {
  const reading = createReading({ contentType, utf8 })
  reading.push(body, 0 as Ms)
  reading.end(0 as Ms)
  return reading
}

/** Every string of a snapshot: what a reader of the fold sees. */
const foldedText = (body: Uint8Array): string => json(readingOf(body, 'text/event-stream').snapshot)

describe('recorded bytes', () => {
  test.each([
    ['plain', '{"t":"ada@acme.example"}'],
    ['escaped', '{"t":"\\u0061da\\u0040acme.example"}'],
    ['JSON within JSON', json({ arguments: json({ to: 'ada@acme.example' }) })],
    ['thrice within', json({ a: json({ b: json({ c: '\nada@acme.example\t"' }) }) })],
    ['escaped within', '{"arguments":"{\\"to\\":\\"ada\\\\u0040acme.example\\"}"}'],
    ['after an escape', json({ t: 'Write to\nada@acme.example\tnow' })],
  ])('an address is found, and the JSON stays what it was: %s', (_, text) => {
    const mask = createMask(everything)
    const result = textOf(mask.bytes(bytesOf(text)))
    expect(mask.finds()).toEqual([{ kind: 'email', value: 'ada@acme.example', times: 1 }])
    expect(result).toHaveLength(text.length)
    expect(json(JSON.parse(result))).not.toMatch(/acme/)
    expect(json(JSON.parse(result)).length).toBe(json(JSON.parse(text)).length)
    expect(result.replaceAll(/[^\\"{}:]/g, '')).toBe(text.replaceAll(/[^\\"{}:]/g, ''))
  })

  test('an address that no single delta holds', () => {
    const deltas = ['Mail ad', 'a@', 'ac', 'me.ex', 'ample soon.']
    const body = bytesOf(
      streamOf([
        ...deltas.map((delta) => ({ type: 'response.output_text.delta', item_id: 'm', output_index: 0, delta })),
        { type: 'response.output_text.done', item_id: 'm', output_index: 0, text: deltas.join('') },
        {
          type: 'response.output_item.done',
          output_index: 0,
          item: {
            type: 'message',
            id: 'm',
            role: 'assistant',
            content: [{ type: 'output_text', text: deltas.join('') }],
          },
        },
      ]),
    )
    const result = createMask(everything).bytes(body)
    expect(result).toHaveLength(body.length)
    expect(foldedText(body)).toContain('ada@acme.example')
    expect(foldedText(result)).toContain('Mail [email-1.......] soon.')
    expect(foldedText(result)).not.toMatch(/acme|done-text-differs/)
  })

  test('interleaved texts, arguments and chat chunks', () => {
    const text = (output_index: number, delta: string) => ({ type: 'response.output_text.delta', output_index, delta })
    const chat = (content: string) => ({ object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content } }] })
    for (const events of [
      [text(0, 'ada@ac'), text(1, 'Hello '), text(0, 'me.example'), text(1, 'ben@acme.example')],
      ['{"to":"a', 'da@acme', '.example"}'].map((delta) => ({
        type: 'response.function_call_arguments.delta',
        output_index: 0,
        delta,
      })),
      [chat('ada@'), chat('acme.exam'), chat('ple')],
    ]) {
      const result = textOf(createMask(everything).bytes(bytesOf(streamOf(events))))
      expect(result).not.toMatch(/acme|ada|ben/)
      for (const line of result.split('\n\n')) if (line !== '') JSON.parse(line.replace('data: ', ''))
    }
  })

  test('any cutting into deltas and any escaping: nothing is left, everything else stays', () => {
    const escape = (text: string, how: readonly boolean[]): string =>
      [...text]
        .map((character, index) =>
          how[index % how.length] === true
            ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
            : json(character).slice(1, -1),
        )
        .join('')
    const word = fc.stringMatching(/^[a-zA-Z "\\\n]{0,12}$/)
    fc.assert(
      fc.property(
        fc.constantFrom(...secrets.map(([, value]) => value)),
        word,
        word,
        fc.array(fc.nat(80), { maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
        (secret, before, after, cuts, how) => {
          const text = `${before} ${secret} ${after}`
          const places = [0, ...cuts.map((cut) => cut % text.length).sort((a, b) => a - b), text.length]
          const pieces = places.slice(1).map((end, index) => text.slice(places[index], end))
          const event = (piece: string) =>
            `data: {"type":"response.output_text.delta","item_id":"m","output_index":0,"delta":"${escape(piece, how)}"}\n\n`
          const body = bytesOf(pieces.map(event).join(''))
          const result = createMask(everything).bytes(body)
          expect(result).toHaveLength(body.length)
          const folded = foldedText(result)
          expect(folded).not.toContain(json(secret).slice(1, -1))
          expect(folded).toContain(json(`${before} `).slice(1, -1))
          expect(folded).toContain(json(` ${after}`).slice(1, -1))
          expect(folded.length).toBe(foldedText(body).length)
        },
      ),
      { seed: 20261127, numRuns: 1500 },
    )
  })

  test('a recording folds to the same events and findings', () => {
    const folder = 'src/sample/recordings'
    const words = ['the', 'order', 'hello', 'Berlin', 'you', 'are', 'once', 'only', 'with', 'and'].flatMap(
      (word) => customPattern(word) ?? [],
    )
    let found = 0
    for (const name of readdirSync(folder)) {
      const recorded: unknown = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))
      const body = bytesOf(stringOf(recorded, 'body') ?? '')
      const contentType = stringOf(recorded, 'contentType')
      const mask = createMask({ custom: words, isMasked: () => true })
      const result = mask.bytes(body)
      found += mask.finds().length
      const [before, after] = [body, result].map((bytes) => {
        const { events, snapshot } = readingOf(bytes, contentType)
        const rows = Array.from({ length: events.count }, (_, index) => events.row(index))
        const findings = snapshot.findings.map(({ code, events, times }) => ({ code, events, times }))
        return { rows, findings, kinds: snapshot.items.map(({ kind, key }) => ({ kind, key })) }
      })
      expect(after, name).toEqual(before)
    }
    expect(found).toBeGreaterThan(10)
  })
})

test('masked elsewhere and put back, it is what it would have been', () => {
  const texts = secrets.map(([, value]) => `It is ${value}, and ${value} again.`)
  const change = (mask: Mask) => ({ texts: texts.map(mask.text), bytes: mask.bytes(bytesOf(texts.join(' '))) })
  const choice = { custom: [], masked: secretKinds }
  const { value, finds } = maskPieces(piecesOf(change), choice)
  expect({ value: withPieces(change, value), finds }).toEqual(maskTwice(choiceOf(choice), change))
  // Pieces that do not fit are never taken for masked ones.
  expect(withPieces(change, []).texts.join('')).toBe('')
  expect(withPieces(({ text }) => text('secret'), [bytesOf('x')])).toBe('......')
})

test('a picture in base64 is passed over, and what stands around it is not', () => {
  const picture = Buffer.from(Array.from({ length: 9000 }, (_, index) => (index * 7919) % 251)).toString('base64')
  const body = json({ user: 'ada@acme.example', image: `data:image/png;base64,${picture}`, key: 'password=hunter22' })
  const result = masked(body)
  expect(result).toContain(picture)
  expect(result).not.toMatch(/acme|hunter22/)
  expect(result).toHaveLength(body.length)
})

test('hostile texts take no time', () => {
  const long = 200_000
  for (const text of [
    'a'.repeat(long),
    'a@'.repeat(long / 2),
    'a.'.repeat(long / 2),
    '\\'.repeat(long),
    '\\u0040'.repeat(long / 6),
    '"'.repeat(long),
    '"a":"'.repeat(long / 5),
    'eyJ'.repeat(long / 3),
    'password='.repeat(long / 9),
    `Bearer ${' '.repeat(long)}`,
    '1'.repeat(long),
    'aA1'.repeat(long / 3),
    '%40'.repeat(long / 3),
    'YWRhQGFjbWUuZXhhbXBsZSA'.repeat(long / 23),
    Buffer.from(Buffer.from('a@b.cc '.repeat(long / 10)).toString('base64')).toString('base64'),
    'cookie:a=b; '.repeat(long / 12),
    'a@a.'.repeat(long / 4),
    '://a:'.repeat(long / 5),
    `data: ${'{"delta":'.repeat(long / 9)}`,
  ]) {
    const pattern = customPattern('aaa*b')
    createMask({ custom: pattern === undefined ? [] : [pattern], isMasked: () => true }).text(text)
  }
})
