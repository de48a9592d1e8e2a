import { afterEach, expect, test, vi } from 'vitest'
import { tryLock, withLock } from './locks.ts'

afterEach(() => vi.unstubAllGlobals())

test('a lock has one holder until it is released', async () => {
  const first = await tryLock('one')
  expect(await tryLock('one')).toBeUndefined()
  first?.release()
  await withLock('one', async () => expect(await tryLock('one')).toBeUndefined())
  expect(await tryLock('one')).toBeDefined()
})

test.each([
  ['has no locks', {}],
  ['refuses every lock', { locks: { request: () => Promise.reject(new DOMException('blocked', 'SecurityError')) } }],
])('a browser that %s lets the work be done all the same', async (_, navigator) => {
  vi.stubGlobal('navigator', navigator)
  expect(await withLock('two', async () => 'done')).toBe('done')
  expect(await tryLock('two')).toBeDefined()
})

test('work that fails is not done twice', async () => {
  let times = 0
  const work = () => {
    times += 1
    return Promise.reject(new Error('failed'))
  }
  await expect(withLock('three', work)).rejects.toThrow('failed')
  expect(times).toBe(1)
})
