import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextAnnouncement } from './announcement.ts'

test('a sentence is told when it is complete, and not before', () => {
  expect(nextAnnouncement('West fell', 0)).toBeUndefined()
  expect(nextAnnouncement('West fell 4.1', 0)).toBeUndefined()
  expect(nextAnnouncement('West fell 4.1 %. Nor', 0)).toEqual({ words: 'West fell 4.1 %.', to: 16 })
  expect(nextAnnouncement('West fell 4.1 %. North rose. ', 16)).toEqual({ words: 'North rose.', to: 28 })
})

test('a paragraph ends a sentence without punctuation', () => {
  expect(nextAnnouncement('# Regions\n\nWest', 0)).toEqual({ words: 'Regions', to: 11 })
})

test('marks of markdown are not spoken', () => {
  const text =
    'West **fell** by `4.1`; see [the ticket](https://t.example/1).\n\n```sql\nselect 1. \n```\n\n- one_two\n\n'
  expect(nextAnnouncement(text, 0)?.words).toBe('West fell by 4.1; see the ticket. A block of code. one_two')
})

test('of a pile only the last sentences are told', () => {
  const pile = 'This sentence has some forty characters. '.repeat(50)
  const told = nextAnnouncement(pile, 0)
  expect(told?.words.length).toBeLessThanOrEqual(400)
  expect(told?.words.startsWith('This sentence')).toBe(true)
  expect(told?.to).toBe(pile.length - 1)
})

test('told positions only grow and never pass the text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'bc', '. ', '! ', '\n\n', ' ', '。')), (pieces) => {
      let text = ''
      let told = 0
      for (const piece of pieces) {
        text += piece
        const next = nextAnnouncement(text, told)
        if (next === undefined) continue
        expect(next.to).toBeGreaterThan(told)
        expect(next.to).toBeLessThanOrEqual(text.length)
        told = next.to
      }
    }),
    { seed: 20 },
  )
})
