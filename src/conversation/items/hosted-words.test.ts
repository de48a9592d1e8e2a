import { expect, test } from 'vitest'
import type { JsonObject } from '../../lib/json.ts'
import { lineOf } from './hosted-words.ts'

test.each<[type: string, json: JsonObject, line: string]>([
  ['web_search_call', { action: { type: 'search', query: 'tents' } }, '“tents”'],
  ['web_search_call', { action: { type: 'search', query: 'a', queries: ['a', 'b'] } }, '“a”, “b”'],
  ['web_search_call', { action: { type: 'open_page', url: 'https://e.com' } }, 'opened https://e.com'],
  [
    'web_search_call',
    { action: { type: 'find_in_page', url: 'https://e.com', pattern: 'x' } },
    'looked for “x” in https://e.com',
  ],
  ['web_search_call', {}, ''],
  ['file_search_call', { queries: ['wind', 7] }, '“wind”'],
  ['computer_call', { action: { type: 'click', button: 'right', x: 1, y: 2 } }, 'right click at 1, 2'],
  [
    'computer_call',
    {
      actions: [
        { type: 'type', text: 'hi' },
        { type: 'keypress', keys: ['CTRL', 'C'] },
      ],
    },
    'type “hi”, press CTRL + C',
  ],
  ['computer_call', { action: { type: 'scroll', scroll_x: 0, scroll_y: 9, x: 3, y: 4 } }, 'scroll by 0, 9 at 3, 4'],
  [
    'computer_call',
    {
      action: {
        type: 'drag',
        path: [
          { x: 1, y: 1 },
          { x: 2, y: 2 },
        ],
      },
    },
    'drag along 2 points',
  ],
  ['computer_call', { action: { type: 'move', x: 5, y: 6 } }, 'move to 5, 6'],
  ['shell_call', { action: { commands: ['ls', 'pwd'] } }, 'ls ; pwd'],
  ['local_shell_call', { action: { command: ['git', 'status'] } }, 'git status'],
  ['apply_patch_call', { operation: { type: 'delete_file', path: 'a.md' } }, 'deletes a.md'],
  ['mcp_list_tools', { server_label: 'wiki', tools: [{}] }, 'wiki: 1 tool'],
  ['constructor', {}, ''],
])('%s %j', (type, json, line) => {
  expect(lineOf(json, type)).toBe(line)
})
