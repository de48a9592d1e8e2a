import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ConversationId, RunId, TurnId } from '../conversation/conversation.ts'
import { parseRoute, writeRoute, type Route } from './route.ts'

const conversation = 'conversation_1a' as ConversationId
const run = 'run_2b' as RunId
const turn = 'turn_3c' as TurnId

test.each<[string, Route]>([
  ['', { at: 'home' }],
  ['/', { at: 'home' }],
  ['/c/conversation_1a', { at: 'conversation', conversation }],
  ['/c/conversation_1a/run_2b', { at: 'conversation', conversation, run }],
  ['/c/conversation_1a/run_2b/14', { at: 'conversation', conversation, run, event: 14 }],
  ['/new', { at: 'new' }],
  ['/new?workspace=sample&agent=apps/sales-bot', { at: 'new', workspace: 'sample', agent: 'apps/sales-bot' }],
  ['/c/../../etc', { at: 'home', unknown: '/c/../../etc' }],
  ['/c/__proto__/constructor/5', { at: 'home', unknown: '/c/__proto__/constructor/5' }],
  ['/c/constructor', { at: 'home', unknown: '/c/constructor' }],
  ['/c/conversation_1a/__proto__', { at: 'home', unknown: '/c/conversation_1a/__proto__' }],
  ['/c/a/b/-1', { at: 'home', unknown: '/c/a/b/-1' }],
  ['/compare', { at: 'compare', view: 'columns' }],
  ['/compare/run_2b', { at: 'compare', view: 'runs', runs: [run] }],
  ['/compare/run_2b/run_2b?inspect=run_2b', { at: 'compare', view: 'runs', runs: [run, run], inspected: run }],
  ['/compare/turn/conversation_1a/turn_3c', { at: 'compare', view: 'series', conversation, turn }],
  ['/compare/turn/conversation_1a', { at: 'home', unknown: '/compare/turn/conversation_1a' }],
  ['/compare/a_1/a_2/a_3/a_4/a_5', { at: 'home', unknown: '/compare/a_1/a_2/a_3/a_4/a_5' }],
  ['/compare/run_2b?inspect=__proto__', { at: 'compare', view: 'runs', runs: [run] }],
  ['/batch', { at: 'batch' }],
  ['/batch/conversation_1a', { at: 'batch', conversation }],
  ['/batch/conversation_1a/run_2b', { at: 'batch', conversation, inspected: run }],
  ['/batch/__proto__', { at: 'home', unknown: '/batch/__proto__' }],
  ['/library', { at: 'library' }],
  ['/library/a', { at: 'home', unknown: '/library/a' }],
  ['/elsewhere', { at: 'home', unknown: '/elsewhere' }],
])('%j', (fragment, route) => {
  expect(parseRoute(fragment)).toEqual(route)
})

test('what is written is read back', () => {
  const routes: Route[] = [
    { at: 'home' },
    { at: 'conversation', conversation, run, event: 0 },
    { at: 'library' },
    { at: 'compare', view: 'columns', inspected: run },
    { at: 'compare', view: 'runs', runs: [run, run, run, run] },
    { at: 'compare', view: 'series', conversation, turn, inspected: run },
    { at: 'new', workspace: 'https://a.cloud.databricks.com', agent: 'http://localhost:8000/a b?c=d&e=“f”#g' },
  ]
  for (const route of routes) expect(parseRoute(writeRoute(route))).toEqual(route)
})

test('no fragment makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (fragment) => {
      expect(['home', 'new', 'conversation', 'compare']).toContain(parseRoute(`/${fragment}`).at)
    }),
    { seed: 20261122, numRuns: 5000 },
  )
})
