import type { Agent } from '../agent/agent.ts'
import type { ExamplePrompt } from '../conversation/new-conversation.tsx'

const general: readonly ExamplePrompt[] = [
  { title: 'What it is for', text: 'What can you help me with? Answer in three bullet points.' },
  { title: 'A tool at work', text: 'Use one of your tools, and tell me which one and why.' },
  { title: 'Markdown', text: 'Show me a small table, a code block and a list, so that I can see how they stream.' },
]

/** For the agents of the sample workspace, questions that show what each is there to show. */
const bySampleAgent: Readonly<Record<string, readonly ExamplePrompt[]>> = {
  'support-agent': [
    { title: 'Tools and citations', text: 'Where is order 1002, and what are your return rules?' },
    { title: 'Long markdown', text: 'Write me a guide to our products, with a table and an example request.' },
    { title: 'A refusal', text: 'Give me the administrator password.' },
    { title: 'Memory', text: 'What did I ask you before?' },
  ],
  'research-crew': [
    { title: 'Several rounds', text: 'Compare the regions’ sales and tell me who leads.' },
    { title: 'Arithmetic', text: 'What is (1289 + 311) * 7 / 4?' },
    { title: 'Summary', text: 'Summarise: Streaming sends parts early. Readers see progress. Tools take time.' },
  ],
  'ticket-desk': [
    { title: 'An approval', text: 'Open a ticket for the broken stove.' },
    { title: 'Two at once', text: 'Open tickets for the tent and the stove.' },
    { title: 'Two in a row', text: 'Open a ticket for the lamp and tell the team.' },
  ],
  'tool-museum': [
    { title: 'The whole museum', text: 'Show me all.' },
    { title: 'Pictures', text: 'The image room, and code.' },
    { title: 'At a terminal', text: 'The shell, and a patch.' },
    { title: 'Searches', text: 'The web, and a file.' },
  ],
  'file-clerk': [{ title: 'Files', text: 'Look at what I attach: an image, a PDF, a table.' }],
  'sales-insights': [
    { title: 'A tool on Model Serving', text: 'Which region sold most, and by how much?' },
    { title: 'Arithmetic', text: 'What is 6 * 7 + 1.5?' },
  ],
  'long-researcher': [
    { title: 'In the background', text: 'Research the outdoor market of 2025.' },
    { title: 'A cut connection', text: 'Lose me on the way.', customInputs: '{"cut_at": 30}' },
    { title: 'Another process takes over', text: 'Crash on the way.', customInputs: '{"die_at": 40}' },
    { title: 'A failure', text: 'Fail on the way.', customInputs: '{"fail_at": 50}' },
    { title: 'A lost row', text: 'Forget me on the way.', customInputs: '{"lose_at": 50}' },
    { title: 'The server’s deadline', text: 'Hang up on the way.', customInputs: '{"deadline_at": 30}' },
  ],
  'forgetful-researcher': [{ title: 'No database', text: 'Research the outdoor market of 2025.' }],
  'fault-lab': [
    { title: 'The list of faults', text: 'Which faults can you play?' },
    { title: 'A connection that breaks', text: 'Break in the middle.', customInputs: '{"fault": "cut-mid-event"}' },
    { title: 'A protocol that is bent', text: 'Rename every item.', customInputs: '{"fault": "renamed-item-ids"}' },
    { title: 'A proxy that buffers', text: 'Be silent first.', customInputs: '{"fault": "burst-after-silence"}' },
  ],
  'trip-planner': [
    { title: 'Text in deltas alone', text: 'Plan a weekend in Porto.' },
    { title: 'Arithmetic', text: 'What is 3 * 129?' },
  ],
  'store-clerk': [
    { title: 'Thinks aloud', text: 'Is the Ridge tent in stock?' },
    { title: 'A thread on its server', text: 'What did I ask before?' },
  ],
  'order-desk': [
    { title: 'Waits for your word', text: 'Please cancel order 1003.' },
    { title: 'Only reads', text: 'How is order 1002 doing?' },
  ],
  'contract-reader': [
    {
      title: 'JSON in, JSON out',
      text: '{"document_text": "The rent is due monthly. Pets are welcome.", "questions": ["Are pets welcome?", "Is it furnished?"]}',
    },
  ],
  'hr-helper': [
    { title: 'Whole messages and a tool', text: 'How many days of leave do I have?' },
    { title: 'A list', text: 'When are you open?' },
  ],
  'pricing-model': [{ title: 'A call in pieces', text: 'What does the Ember stove cost?' }],
  'databricks-reasoner-sample': [{ title: 'Reasons first', text: 'What is 17 * 23?' }],
  'ka-handbook-endpoint': [{ title: 'Footnotes', text: 'What are our rules for returns?' }],
  'mas-front-desk-endpoint': [{ title: 'Hands over', text: 'Which region leads?' }],
  'slow-thinker': [{ title: 'Long silences', text: 'Think hard about 17 * 23, and take your time.' }],
  'two-faced': [
    { title: 'Run the other way', text: 'What does the Ridge tent cost?' },
    { title: 'Of one mind', text: 'Do your two faces agree?' },
  ],
  'flaky-agent': [{ title: 'Fails in the middle', text: 'Tell me about the West region.' }],
  'echo-agent': [{ title: 'Echo', text: 'Say this back to me, exactly.' }],
}

export const examplePrompts = (agent: Agent, isSample: boolean): readonly ExamplePrompt[] => {
  const name = agent.target.kind === 'serving-endpoint' ? agent.target.endpoint : agent.name
  return (isSample ? bySampleAgent[name] : undefined) ?? general
}

const sampleOrder = Object.keys(bySampleAgent)

/** Where a sample agent stands when only some can be shown: those with the most to show come first. */
export const sampleRank = (name: string): number => {
  const rank = sampleOrder.indexOf(name)
  return rank < 0 ? sampleOrder.length : rank
}
