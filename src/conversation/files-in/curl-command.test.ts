import { describe, expect, it } from 'vitest'
import { isCurlCommand, readCurlCommand } from './curl-command.ts'

const requestOf = (text: string) => {
  const read = readCurlCommand(text)
  if (!read.ok) throw new Error(read.problem.detail)
  return read.value
}

const refusalOf = (text: string): string => {
  const read = readCurlCommand(text)
  return read.ok ? 'read' : `${read.problem.title}. ${read.problem.detail}`
}

describe('a curl command', () => {
  it.each([
    'curl x',
    '  curl.exe -N x',
    '$ curl x',
    'PS C:\\Users\\me> curl.exe x',
    '# ask\nexport A=1\ncurl x',
    "@'\n{}\n'@ | curl.exe x",
  ])('is recognised: %j', (text) => {
    expect(isCurlCommand(text)).toBe(true)
  })

  it.each(['curly', 'the curl command', 'curl', ''])('is not seen in %j', (text) => {
    expect(isCurlCommand(text)).toBe(false)
  })

  it.each([
    [`curl http://localhost:8000/responses -d '{"a":1}'`, { method: 'POST', body: '{"a":1}' }],
    [
      `curl -N --json '{"a":' --json '1}' http://h/x`,
      { method: 'POST', body: '{"a":1}', headers: [['content-type', 'application/json']] },
    ],
    [
      `curl -sNXPUT --data-raw=@literal localhost:8000`,
      { method: 'PUT', url: 'http://localhost:8000/', body: '@literal' },
    ],
    [`curl --url http://h/x -H'a: b' -d a=1 -d b=2`, { headers: [['a', 'b']], body: 'a=1&b=2' }],
    [`curl http://h/x --max-time 5 -o out.txt`, { method: 'GET', body: '' }],
    [`curl http://h/x --data-binary @- <<'JSON'\n{"a":\n1}\nJSON\n`, { body: '{"a":\n1}' }],
    [
      `@'\n{"it":"'s"}\n'@ | curl.exe --request POST \`\n  --url 'http://h/x' --data-binary "@-"`,
      { body: `{"it":"'s"}` },
    ],
  ])('%s', (text, request) => {
    expect(requestOf(text).request).toMatchObject(request)
  })

  it('leaves credentials out, and says so', () => {
    const { request, notes } = requestOf(
      `curl https://ws.cloud.databricks.com/serving-endpoints/a/invocations -u token:dapi-secret -H "Authorization: Bearer $TOKEN" -H 'X-Api-Key: key-secret' -b 'session=cookie-secret' -d '{}'`,
    )
    expect(JSON.stringify(request)).not.toContain('secret')
    expect(notes[0]).toBe(
      'Left out: Authorization, X-Api-Key, the sign-in of the command. The playground signs in itself.',
    )
    expect(notes[1]).toContain('$TOKEN')
  })

  it.each([
    [`curl http://h/x -d @body.json`, 'read from “body.json”'],
    [`curl http://h/x -d @-`, 'the standard input'],
    [`curl http://h/x -F file=@a.pdf`, 'The body of this curl command is in a file'],
    [`curl -N`, 'None of its words is a URL'],
    [`curl 'http://h/x`, 'A quotation in it has no end'],
    [`curl http://[::1`, 'cannot be read as one'],
  ])('is refused in words: %s', (text, words) => {
    expect(refusalOf(text)).toContain(words)
  })
})
