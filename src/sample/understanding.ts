import { calculate } from './arithmetic.ts'
import { orders, products, sales, type Order, type Product, type Sales } from './knowledge.ts'

/** What a question is about, as far as a sample agent can tell. */
export type Meaning =
  | { readonly about: 'arithmetic'; readonly expression: string; readonly value: number }
  /** `regions` is every region when the question names none. */
  | { readonly about: 'sales'; readonly regions: readonly Sales[] }
  | { readonly about: 'products'; readonly products: readonly Product[] }
  | { readonly about: 'order'; readonly id: string; readonly order: Order | undefined }
  | { readonly about: 'hours' }
  | { readonly about: 'summary'; readonly text: string }
  /** `previous` is the user's message before this one. */
  | { readonly about: 'recall'; readonly previous: string | undefined }
  | { readonly about: 'secret' }
  | { readonly about: 'greeting' }
  | { readonly about: 'nothing' }
  | { readonly about: 'unknown' }

type Rule = (question: string, earlier: readonly string[]) => Meaning | undefined

const expressionIn = (question: string): string | undefined =>
  question
    .match(/[\d(-][\d\s.,()+*/%^x×÷-]*[\d)]/g)
    ?.map((found) => found.trim())
    .find((found) => /[\d)]\s*[-+*/%^x×÷]\s*[\d(-]/.test(found))

const arithmetic: Rule = (question) => {
  const expression = expressionIn(question)
  const value = expression === undefined ? undefined : calculate(expression)
  return expression === undefined || value === undefined ? undefined : { about: 'arithmetic', expression, value }
}

const recall: Rule = (question, earlier) =>
  /\b(did|have) i (just )?(ask|say|said|asked|write|tell)|\b(previous|last|earlier) (question|message)\b/i.test(
    question,
  )
    ? { about: 'recall', previous: earlier.at(-1) }
    : undefined

const secret: Rule = (question) =>
  /\b(passwords?|credit cards?|private keys?|access tokens?|api keys?|secrets?)\b/i.test(question)
    ? { about: 'secret' }
    : undefined

const summary: Rule = (question) => {
  const text = /\b(?:summari[sz]e|summary of|shorten)\b[^:\n]*[:\n]\s*([\s\S]+)/i.exec(question)?.[1]
  return text === undefined ? undefined : { about: 'summary', text: text.trim() }
}

const order: Rule = (question) => {
  const id = /\border\b\D{0,20}(\d{3,8})/i.exec(question)?.[1]
  if (id !== undefined) return { about: 'order', id, order: orders.find((candidate) => candidate.id === id) }
  return /\bwhere is my (order|parcel|package)\b/i.test(question)
    ? { about: 'order', id: '1002', order: orders.find((candidate) => candidate.id === '1002') }
    : undefined
}

const regional: Rule = (question) => {
  const named = sales.filter((row) => new RegExp(`\\b${row.region}\\b`, 'i').test(question))
  const meant = /\b(sales|revenue|regions?|quarters?|q[1-4]|turnover|sold)\b/i.test(question)
  return meant ? { about: 'sales', regions: named.length > 0 ? named : sales } : undefined
}

const catalogue: Rule = (question) => {
  const named = products.filter((product) =>
    product.name.split(' ').some((word) => new RegExp(`\\b${word}s?\\b`, 'i').test(question)),
  )
  if (named.length > 0) return { about: 'products', products: named }
  return /\b(products?|prices?|catalog(ue)?|in stock|cost)\b/i.test(question)
    ? { about: 'products', products }
    : undefined
}

const hours: Rule = (question) =>
  /\b(opening|open|hours|close[sd]?)\b/i.test(question) ? { about: 'hours' } : undefined

const greeting: Rule = (question) =>
  /^\s*(hi|hello|hey|good (morning|evening|day)|hallo|bonjour)\b/i.test(question) ? { about: 'greeting' } : undefined

/** Earlier rules win: a question about a secret stays one even when it also names a product. */
const rules: readonly Rule[] = [secret, recall, summary, arithmetic, order, regional, catalogue, hours, greeting]

/** Reads the last of `questions`; the others are what the person said before, oldest first. */
export const understand = (questions: readonly string[]): Meaning => {
  const question = questions.at(-1) ?? ''
  if (question.trim() === '') return { about: 'nothing' }
  const earlier = questions.slice(0, -1)
  for (const rule of rules) {
    const meaning = rule(question, earlier)
    if (meaning !== undefined) return meaning
  }
  return { about: 'unknown' }
}

/** The first sentence, and the longest of the rest when there is one: a modest summary, but an honest one. */
export const summarise = (text: string): string => {
  const sentences =
    text
      .match(/[^.!?\n]+[.!?]?/g)
      ?.map((sentence) => sentence.trim())
      .filter(Boolean) ?? []
  const [first, ...rest] = sentences
  if (first === undefined) return text
  const longest = rest.toSorted((left, right) => right.length - left.length)[0]
  return longest === undefined ? first : `${first} ${longest}`
}
