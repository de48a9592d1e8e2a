import { expect, test } from 'vitest'
import type { Ms } from '../lib/brand.ts'
import { chatRequestBody } from './chat-request-body.ts'
import { snapshotOfAnswer } from './snapshot-of-answer.ts'

const answered = snapshotOfAnswer(
  {
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: 'Forty-two.',
          tool_calls: [{ id: 't1', type: 'function', function: { name: 'sum', arguments: '{}' } }],
        },
      },
    ],
  },
  0 as Ms,
)

test('messages of role and text, instructions first, tools left out', () => {
  expect(
    chatRequestBody({
      history: [{ input: 'What is 6 * 7?', snapshot: answered }],
      input: 'And 6 * 8?',
      instructions: 'Be brief.',
      customInputs: { id: 5 },
      stream: true,
    }),
  ).toEqual({
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is 6 * 7?' },
      { role: 'assistant', content: 'Forty-two.' },
      { role: 'user', content: 'And 6 * 8?' },
    ],
    stream: true,
    custom_inputs: { id: 5 },
  })
})

test('a turn without an answer sends no empty message', () => {
  expect(chatRequestBody({ history: [{ input: 'One' }], input: 'Two', stream: false })).toEqual({
    messages: [
      { role: 'user', content: 'One' },
      { role: 'user', content: 'Two' },
    ],
    stream: false,
  })
})

test('images as parts of the content; other files are not taken', () => {
  const image = { name: 'a.png', mediaType: 'image/png', dataUrl: 'data:image/png;base64,AA==' }
  const paper = { name: 'b.pdf', mediaType: 'application/pdf', dataUrl: 'data:application/pdf;base64,BB==' }
  const part = { type: 'image_url', image_url: { url: image.dataUrl } }
  const history = [{ input: 'Look', files: [image, paper], snapshot: answered }]
  expect(chatRequestBody({ history, input: '', files: [image], stream: true })['messages']).toEqual([
    { role: 'user', content: [{ type: 'text', text: 'Look' }, part] },
    { role: 'assistant', content: 'Forty-two.' },
    { role: 'user', content: [part] },
  ])
})
