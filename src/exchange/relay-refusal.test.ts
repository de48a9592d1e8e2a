import { describe, expect, it } from 'vitest'
import { relayRefusal } from './relay-refusal.ts'

const refusal = (error: unknown, headers: HeadersInit = { 'x-playground-relay': 'refused' }) =>
  new Response(JSON.stringify({ error }), { status: 502, headers })

describe('a refusal of the relay', () => {
  it('is none when the answer came from the other side', async () => {
    expect(await relayRefusal(refusal({ code: 'x' }, { 'x-playground-relay': 'forwarded' }))).toBeUndefined()
  })

  it('says where a redirect points to, and the status that the other side gave', async () => {
    const location = `https://elsewhere.example.com/${'a'.repeat(400)}`
    const problem = await relayRefusal(
      refusal({ code: 'upstream-redirected', message: 'It redirects.', location, upstream_status: 307 }),
    )
    expect(problem).toMatchObject({ code: 'upstream-redirected', status: 307, who: 'you' })
    expect(problem?.detail).toBe(`It redirects. It points to ${location.slice(0, 300)}`)
  })

  it('tells a workspace behind Private Link from one that wants a sign-in', async () => {
    const location = 'https://w.example/login.html?error=private-link-validation-error:123'
    expect(await relayRefusal(refusal({ code: 'upstream-login-required', location }))).toMatchObject({
      code: 'private-link-required',
      who: 'workspace admin',
    })
  })

  it('has words for a code that it does not know, and for no body at all', async () => {
    expect(await relayRefusal(refusal({ code: 'new', message: 'Why.' }))).toMatchObject({ code: 'new', detail: 'Why.' })
    const bare = new Response('', { status: 502, headers: { 'x-playground-relay': 'refused' } })
    expect(await relayRefusal(bare)).toMatchObject({
      code: 'relay-refused',
      detail: 'The relay answered 502 without an explanation.',
    })
  })
})
