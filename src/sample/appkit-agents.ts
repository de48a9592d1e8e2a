import type { AppKitAgent } from './appkit-server.ts'
import { orders, products } from './knowledge.ts'

/* Two agents of AppKit: one that only looks things up, and one that may change them, which needs a person. */

const questionsIn = (thread: Parameters<AppKitAgent>[0]): readonly string[] =>
  thread.filter(({ role }) => role === 'user').map(({ content }) => content)

/** Thinks aloud, looks into the shelves, and knows what was asked before in its thread. */
export const storeClerk: AppKitAgent = function* (thread) {
  const questions = questionsIn(thread)
  const question = questions.at(-1) ?? ''
  if (/\b(before|earlier|previous)\b/i.test(question)) {
    const earlier = questions.at(-2)
    yield { act: 'say', text: earlier === undefined ? 'This is your first question.' : `You asked: “${earlier}”` }
    return
  }
  yield { act: 'think', text: 'The customer asks about the shelves. I look up what is there before I answer.' }
  const named = products.filter(({ name }) =>
    name.split(' ').some((word) => question.toLowerCase().includes(word.toLowerCase())),
  )
  const shown = named.length > 0 ? named : products
  yield { act: 'say', text: 'One moment, I look. ' }
  yield {
    act: 'call',
    tool: 'look_up_shelf',
    arguments: { products: shown.map(({ name }) => name) },
    takesMs: 450,
    output: JSON.stringify(shown.map(({ name, price, stock }) => ({ name, price, stock }))),
  }
  const lines = shown.map(({ name, price, stock, about }) => `- **${name}**, ${price} dollars, ${stock} left: ${about}`)
  yield { act: 'say', text: `Here is what we have:\n\n${lines.join('\n')}` }
}

/** Cancels orders, which only a person can let it do. */
export const orderDesk: AppKitAgent = function* (thread) {
  const question = questionsIn(thread).at(-1) ?? ''
  const id = /\d{4}/.exec(question)?.[0] ?? '1003'
  const order = orders.find((candidate) => candidate.id === id)
  yield { act: 'think', text: `Order ${id} is meant. I read it first.` }
  yield {
    act: 'call',
    tool: 'read_order',
    arguments: { order_id: id },
    takesMs: 250,
    output: JSON.stringify(order ?? { error: `no order ${id}` }),
  }
  if (order === undefined || !/\bcancel/i.test(question)) {
    const text =
      order === undefined
        ? `There is no order ${id}.`
        : `Order ${id}, the ${order.product}, is ${order.status}. Say “cancel order ${id}” to have it cancelled.`
    yield { act: 'say', text }
    return
  }
  yield { act: 'say', text: `I can cancel the ${order.product}, if you let me. ` }
  const result = yield {
    act: 'call',
    tool: 'cancel_order',
    arguments: { order_id: id, refund: true },
    takesMs: 400,
    output: JSON.stringify({ order_id: id, status: 'cancelled' }),
    gated: true,
  }
  yield {
    act: 'say',
    text: result.startsWith('Tool execution denied')
      ? `Nothing was changed: order ${id} stays as it is.`
      : `Done: order ${id} is cancelled, and the refund is on its way.`,
  }
}
