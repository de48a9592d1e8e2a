import type { JsonObject } from '../lib/json.ts'
import { chartPng, landscapePng, screenPng } from './drawing.ts'
import { event, growing, piece, refused, said, type Exhibit, type Piece } from './exhibit.ts'

const inProgress = { status: 'in_progress' }

const thought = (): Piece => {
  const summary = '**Looking around**\n\nThe visitor wants to see how thoughts arrive.'
  const text = 'A summary is written for the reader; the text behind it is the thinking itself.'
  const done = {
    type: 'reasoning',
    id: 'rs_1',
    summary: [{ type: 'summary_text', text: summary }],
    content: [{ type: 'reasoning_text', text }],
  }
  const part = (content: string) => ({ type: 'summary_text', text: content })
  return piece(done, { summary: [], content: [] }, [
    event('response.reasoning_summary_part.added', { summary_index: 0, part: part('') }),
    ...growing('response.reasoning_summary_text', summary, 'text', { summary_index: 0 }),
    event('response.reasoning_summary_part.done', { summary_index: 0, part: part(summary) }, 5),
    ...growing('response.reasoning_text', text, 'text', { content_index: 0 }),
  ])
}

const citations: readonly JsonObject[] = [
  {
    type: 'url_citation',
    url: 'https://docs.example.com/museum/tools',
    title: 'The tools, room by room',
    start_index: 0,
    end_index: 9,
  },
  { type: 'file_citation', file_id: 'file-7', filename: 'catalogue-2026.pdf', index: 12 },
  {
    type: 'container_file_citation',
    container_id: 'cntr_1',
    file_id: 'cfile_2',
    filename: 'chart.png',
    start_index: 0,
    end_index: 4,
  },
  { type: 'file_path', file_id: 'file-9', index: 3 },
]

const call = (id: string, name: string, args: string): Piece =>
  piece(
    { type: 'function_call', id, call_id: `call_${id}`, name, arguments: args, status: 'completed' },
    { ...inProgress, arguments: '' },
    growing('response.function_call_arguments', args, 'arguments'),
  )

const output = (type: string, callId: string, result: JsonObject | string | readonly JsonObject[]): Piece =>
  piece({ type, id: `${callId}_out`, call_id: callId, output: result, status: 'completed' }, {})

const mcpTools: readonly JsonObject[] = [
  {
    name: 'search_issues',
    description: 'Finds issues by their words.',
    input_schema: {
      type: 'object',
      properties: { query: { type: 'string' }, limit: { type: 'integer' } },
      required: ['query'],
    },
    annotations: { readOnlyHint: true },
  },
  {
    name: 'close_issue',
    description: 'Closes an issue for good.',
    input_schema: { type: 'object', properties: { key: { type: 'string' } }, required: ['key'] },
    annotations: { destructiveHint: true },
  },
]

const mcpCall = (id: string, name: string, args: string, end: JsonObject, word: 'completed' | 'failed'): Piece =>
  piece(
    { type: 'mcp_call', id, server_label: 'tracker', name, arguments: args, status: word, ...end },
    { ...inProgress, arguments: '', output: null, error: null },
    [
      event('response.mcp_call.in_progress'),
      ...growing('response.mcp_call_arguments', args, 'arguments'),
      event(`response.mcp_call.${word}`, {}, 500),
    ],
  )

const mcpListing = (id: string, label: string, end: JsonObject, word: 'completed' | 'failed'): Piece =>
  piece({ type: 'mcp_list_tools', id, server_label: label, ...end }, { tools: [] }, [
    event('response.mcp_list_tools.in_progress'),
    event(`response.mcp_list_tools.${word}`, {}, 400),
  ])

const webSearch = (id: string, action: JsonObject): Piece =>
  piece({ type: 'web_search_call', id, status: 'completed', action }, inProgress, [
    event('response.web_search_call.in_progress'),
    event('response.web_search_call.searching', {}, 300),
    event('response.web_search_call.completed', {}, 600),
  ])

const found = [
  {
    file_id: 'file-7',
    filename: 'catalogue-2026.pdf',
    score: 0.91,
    text: 'The Ridge tent weighs 2.1 kg and stands in strong wind.',
    attributes: { year: 2026, department: 'tents' },
  },
  { file_id: 'file-3', filename: 'care.md', score: 0.64, text: 'Dry the tent before you pack it.', attributes: {} },
]

const python =
  "import matplotlib.pyplot as plt\n\nsales = {'N': 35, 'S': 62, 'E': 48, 'W': 90, 'C': 70}\nprint(max(sales, key=sales.get))\nplt.bar(sales.keys(), sales.values())\nplt.show()"

const interpreter = (): Piece =>
  piece(
    {
      type: 'code_interpreter_call',
      id: 'ci_1',
      container_id: 'cntr_1',
      code: python,
      status: 'completed',
      outputs: [
        { type: 'logs', logs: 'W\n' },
        { type: 'image', url: `data:image/png;base64,${chartPng()}` },
        { type: 'image', url: 'https://files.example.com/container/cntr_1/chart.png' },
      ],
    },
    { ...inProgress, code: '', outputs: null },
    [
      event('response.code_interpreter_call.in_progress'),
      ...growing('response.code_interpreter_call_code', python, 'code', {}, 24),
      event('response.code_interpreter_call.interpreting', {}, 200),
      event('response.code_interpreter_call.completed', {}, 700),
    ],
  )

const picture = (): Piece =>
  piece(
    {
      type: 'image_generation_call',
      id: 'ig_1',
      status: 'completed',
      result: landscapePng(),
      revised_prompt: 'Hills in layers under a low sun, flat colours',
      size: '320x200',
      output_format: 'png',
    },
    { ...inProgress, result: null },
    [
      event('response.image_generation_call.in_progress'),
      event('response.image_generation_call.generating', {}, 300),
      ...[32, 12, 4].map((block, index) =>
        event(
          'response.image_generation_call.partial_image',
          { partial_image_index: index, partial_image_b64: landscapePng(block) },
          700,
        ),
      ),
      event('response.image_generation_call.completed', {}, 700),
    ],
  )

const computer = (id: string, action: JsonObject, checks: readonly JsonObject[] = []): Piece =>
  piece(
    { type: 'computer_call', id, call_id: `call_${id}`, action, pending_safety_checks: checks, status: 'completed' },
    inProgress,
  )

const commands = ['ls -la /srv/museum', 'wc -l catalogue.csv'] as const
const printed = [
  {
    stdout: 'total 8\n-rw-r--r-- 1 ben ben 5120 Jan  7 09:12 catalogue.csv\n',
    stderr: '',
    outcome: { type: 'exit', exit_code: 0 },
  },
  { stdout: '', stderr: 'wc: catalogue.csv: No such file or directory\n', outcome: { type: 'exit', exit_code: 1 } },
]

const shell = (): readonly Piece[] => [
  piece(
    {
      type: 'shell_call',
      id: 'sh_1',
      call_id: 'call_sh_1',
      action: { commands: [...commands], timeout_ms: 30_000, max_output_length: 4096 },
      status: 'completed',
    },
    { ...inProgress, action: { commands: [], timeout_ms: 30_000, max_output_length: 4096 } },
    commands.flatMap((command, index) => [
      event('response.shell_call_command.added', { command_index: index, command: '' }),
      ...growing('response.shell_call_command', command, 'command', { command_index: index }, 6),
    ]),
  ),
  piece(
    {
      type: 'shell_call_output',
      id: 'sho_1',
      call_id: 'call_sh_1',
      output: printed,
      max_output_length: 4096,
      status: 'completed',
    },
    { ...inProgress, output: [] },
    [
      event('response.shell_call_output_content.delta', {
        command_index: 0,
        delta: { stdout: printed[0]?.stdout ?? '' },
      }),
      event('response.shell_call_output_content.delta', {
        command_index: 1,
        delta: { stderr: printed[1]?.stderr ?? '' },
      }),
      event('response.shell_call_output_content.done', { command_index: 0, output: printed.slice(0, 1) }),
      event('response.shell_call_output_content.done', { command_index: 1, output: printed.slice(1) }),
    ],
  ),
  piece(
    {
      type: 'local_shell_call',
      id: 'lsh_1',
      call_id: 'call_lsh_1',
      action: {
        type: 'exec',
        command: ['git', 'status', '--short'],
        env: { LANG: 'C' },
        working_directory: '/srv/museum',
      },
      status: 'completed',
    },
    inProgress,
  ),
  piece({ type: 'local_shell_call_output', id: 'call_lsh_1', output: ' M catalogue.csv\n', status: 'completed' }, {}),
]

const diff = '@@ -1,3 +1,3 @@\n # Opening hours\n-Monday to Friday\n+Monday to Saturday\n Closed on holidays\n'

const patch = (): readonly Piece[] => [
  piece(
    {
      type: 'apply_patch_call',
      id: 'ap_1',
      call_id: 'call_ap_1',
      operation: { type: 'update_file', path: 'docs/hours.md', diff },
      status: 'completed',
    },
    { ...inProgress, operation: { type: 'update_file', path: 'docs/hours.md', diff: '' } },
    growing('response.apply_patch_call_operation_diff', diff, 'diff'),
  ),
  piece(
    {
      type: 'apply_patch_call_output',
      id: 'apo_1',
      call_id: 'call_ap_1',
      status: 'completed',
      output: 'Updated docs/hours.md',
    },
    {},
  ),
  piece(
    {
      type: 'apply_patch_call',
      id: 'ap_2',
      call_id: 'call_ap_2',
      operation: { type: 'delete_file', path: 'docs/old.md' },
      status: 'completed',
    },
    inProgress,
  ),
  piece(
    {
      type: 'apply_patch_call_output',
      id: 'apo_2',
      call_id: 'call_ap_2',
      status: 'failed',
      output: 'docs/old.md does not exist',
    },
    {},
  ),
]

const query = 'SELECT room, count(*) FROM main.museum.pieces GROUP BY room'

/** Every output item of the Responses API that is worth a place, and one that nobody knows. */
export const exhibits: readonly Exhibit[] = [
  {
    name: 'message',
    about: 'Text with all four kinds of annotations, and a comment on the way.',
    pieces: [
      said('msg_0', 'I look through the catalogue first.', [], 'commentary'),
      said(
        'msg_1',
        'The tools stand in rooms.[^1] Each has a card of its own.\n\n[^1]: See the catalogue.',
        citations,
        'final_answer',
      ),
    ],
  },
  {
    name: 'refusal',
    about: 'What the agent will not do.',
    pieces: [refused('msg_2', 'I can’t let visitors take the pieces home.')],
  },
  { name: 'reasoning', about: 'A summary, and the text behind it.', pieces: [thought()] },
  {
    name: 'function',
    about: 'A call of a function, and an output of text and image.',
    pieces: [
      call('fc_1', 'floor_plan', '{"floor":2,"rooms":["tools","maps"]}'),
      output('function_call_output', 'call_fc_1', [
        { type: 'input_text', text: 'The second floor.' },
        { type: 'input_image', image_url: `data:image/png;base64,${chartPng()}` },
      ]),
    ],
  },
  {
    name: 'custom',
    about: 'A custom tool: its input is text of any form.',
    pieces: [
      piece(
        {
          type: 'custom_tool_call',
          id: 'ct_1',
          call_id: 'call_ct_1',
          name: 'run_sql',
          input: query,
          status: 'completed',
        },
        { ...inProgress, input: '' },
        growing('response.custom_tool_call_input', query, 'input'),
      ),
      output('custom_tool_call_output', 'call_ct_1', 'tools,17\nmaps,4'),
    ],
  },
  {
    name: 'mcp',
    about: 'Listings of tools and calls of them, each once well and once not.',
    pieces: [
      mcpListing('mcpl_1', 'tracker', { tools: mcpTools }, 'completed'),
      mcpListing('mcpl_2', 'wiki', { tools: [], error: 'The server did not answer within 10 s.' }, 'failed'),
      mcpCall(
        'mcp_1',
        'search_issues',
        '{"query":"tent"}',
        { output: '[{"key":"SHOP-7","title":"Tent leaks"}]', error: null },
        'completed',
      ),
      mcpCall('mcp_2', 'close_issue', '{"key":"SHOP-0"}', { output: null, error: 'SHOP-0 does not exist.' }, 'failed'),
    ],
  },
  {
    name: 'web',
    about: 'A search of the web, a page that is opened, and words that are found in it.',
    pieces: [
      webSearch('ws_1', {
        type: 'search',
        query: 'light tents 2026',
        queries: ['light tents 2026', 'tent weight test'],
        sources: [
          { type: 'url', url: 'https://www.example.com/tents' },
          { type: 'url', url: 'https://reviews.example.org/2026/tents?page=2' },
          { type: 'url', url: 'javascript:alert(1)' },
        ],
      }),
      webSearch('ws_2', { type: 'open_page', url: 'https://www.example.com/tents' }),
      webSearch('ws_3', { type: 'find_in_page', url: 'https://www.example.com/tents', pattern: 'weight' }),
    ],
  },
  {
    name: 'file',
    about: 'A search in files, with results and their scores.',
    pieces: [
      piece(
        { type: 'file_search_call', id: 'fs_1', status: 'completed', queries: ['tent weight', 'wind'], results: found },
        { ...inProgress, results: null },
        [
          event('response.file_search_call.in_progress'),
          event('response.file_search_call.searching', {}, 300),
          event('response.file_search_call.completed', {}, 500),
        ],
      ),
    ],
  },
  { name: 'code', about: 'Code that is run, what it prints, and what it draws.', pieces: [interpreter()] },
  { name: 'image', about: 'A picture that gets sharper.', pieces: [picture()] },
  {
    name: 'computer',
    about: 'What an agent does at a screen, and what it sees.',
    pieces: [
      computer('cu_1', { type: 'click', button: 'left', x: 82, y: 116 }, [
        { id: 'sc_1', code: 'malicious_instructions', message: 'The page holds instructions for the agent.' },
      ]),
      output('computer_call_output', 'call_cu_1', {
        type: 'computer_screenshot',
        image_url: `data:image/png;base64,${screenPng()}`,
      }),
      computer('cu_2', { type: 'type', text: 'Ridge tent' }),
    ],
  },
  { name: 'shell', about: 'Commands and what they print, in a container and on this computer.', pieces: shell() },
  { name: 'patch', about: 'Changes to files, one of which fails.', pieces: patch() },
  {
    name: 'bookkeeping',
    about: 'What models keep for themselves: compaction, a search among tools, a program, further tools.',
    pieces: [
      piece({ type: 'compaction', id: 'cmp_1', encrypted_content: 'Zm9sZGVk'.repeat(40) }, {}),
      piece(
        {
          type: 'tool_search_call',
          id: 'ts_1',
          call_id: 'call_ts_1',
          execution: 'server',
          arguments: { query: 'tickets' },
          status: 'completed',
        },
        inProgress,
      ),
      piece(
        {
          type: 'tool_search_output',
          id: 'tso_1',
          call_id: 'call_ts_1',
          execution: 'server',
          status: 'completed',
          tools: [{ type: 'function', name: 'create_ticket', description: 'Opens a ticket.' }],
        },
        {},
      ),
      piece(
        {
          type: 'program',
          id: 'pr_1',
          call_id: 'call_pr_1',
          code: 'await tools.floor_plan({ floor: 2 })',
          fingerprint: 'f1',
        },
        {},
      ),
      piece(
        { type: 'program_output', id: 'pro_1', call_id: 'call_pr_1', result: 'two rooms', status: 'completed' },
        {},
      ),
      piece(
        { type: 'additional_tools', id: 'at_1', role: 'developer', tools: [{ type: 'function', name: 'dim_lights' }] },
        {},
      ),
    ],
  },
  {
    name: 'approval',
    about: 'A call that waits for a person.',
    pieces: [
      piece(
        {
          type: 'mcp_approval_request',
          id: 'mcpr_museum',
          name: 'close_issue',
          server_label: 'tracker',
          arguments: '{"key":"SHOP-7"}',
        },
        {},
      ),
      piece(
        {
          type: 'mcp_approval_response',
          id: 'mcpa_1',
          approval_request_id: 'mcpr_earlier',
          approve: false,
          reason: 'Still open.',
        },
        {},
      ),
    ],
  },
  {
    name: 'unknown',
    about: 'An item that nobody has heard of.',
    pieces: [
      piece(
        {
          type: 'hologram',
          id: 'h_1',
          status: 'completed',
          beams: [1, 2, 3],
          note: 'From a later version of the protocol.',
        },
        inProgress,
      ),
    ],
  },
]
