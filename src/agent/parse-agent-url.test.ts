import { describe, expect, it } from 'vitest'
import { parseAgentUrl } from './parse-agent-url.ts'

const read = (text: string) => {
  const parsed = parseAgentUrl(text)
  return parsed.ok ? parsed.value : parsed.problem.code
}

describe('what people type', () => {
  it.each([
    ['http://localhost:8000', 'http://localhost:8000'],
    [' http://localhost:8000/ ', 'http://localhost:8000'],
    ['localhost:8000', 'http://localhost:8000'],
    ['8000', 'http://localhost:8000'],
    [':8000', 'http://localhost:8000'],
    ['HTTP://LOCALHOST:8000/responses', 'http://localhost:8000'],
    ['http://localhost:8000/responses/', 'http://localhost:8000'],
    ['http://localhost:8000/invocations', 'http://localhost:8000/invocations'],
    ['http://localhost:8000/api/v1/responses?x=1#y', 'http://localhost:8000/api/v1/responses'],
    ['127.0.0.1:5000', 'http://127.0.0.1:5000'],
    ['http://[::1]:5000', 'http://[::1]:5000'],
    ['https://localhost:8443', 'https://localhost:8443'],
    ['http://agent.localhost:8000', 'http://agent.localhost:8000'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected))
})

describe('what is refused', () => {
  it.each([
    ['', 'agent-url-empty'],
    ['not an address', 'agent-url-malformed'],
    ['http://', 'agent-url-malformed'],
    ['http:\\\\localhost:8000', 'agent-url-malformed'],
    ['ftp://localhost:8000', 'agent-url-scheme'],
    ['http://me:secret@localhost:8000', 'agent-url-userinfo'],
    ['http://localhost:80@evil.example', 'agent-url-userinfo'],
    ['http://0.0.0.0:8000', 'agent-url-wildcard'],
    ['http://example.com', 'agent-url-not-local'],
    ['http://localhost.example.com', 'agent-url-not-local'],
    ['http://192.168.1.5:8000', 'agent-url-not-local'],
    ['https://agent-1234567890123456.aws.databricksapps.com/responses', 'agent-url-is-app'],
    ['https://dbc-1.cloud.databricks.com', 'agent-url-is-workspace'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected))
})
