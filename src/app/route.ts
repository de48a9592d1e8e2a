import { mostColumns } from '../comparison/letters.ts'
import type { ConversationId, RunId, TurnId } from '../conversation/conversation.ts'
import type { DraftFields } from '../share/draft-link.ts'

/** What the fragment of the address names. Unknown fragments are `home`, with the text that was not understood. */
export type Route =
  | { readonly at: 'home'; readonly unknown?: string }
  | DraftRoute
  | {
      readonly at: 'conversation'
      readonly conversation: ConversationId
      readonly run?: RunId
      readonly event?: number
    }
  | CompareRoute
  | BatchRoute
  | SharedRoute
  /** What this browser keeps. */
  | { readonly at: 'library' }

/** The form of a new batch, or the table of one. */
export interface BatchRoute {
  readonly at: 'batch'
  readonly conversation?: ConversationId
  readonly inspected?: RunId
}

/** A share link: its payload is as it stands in the address, and read by `share/shared-link.ts`. */
export interface SharedRoute {
  readonly at: 'shared'
  readonly payload: string
}

/** A draft link: what it fills in is as it stands in the address, and read by `share/draft-link.ts`. */
export interface DraftRoute extends DraftFields {
  readonly at: 'new'
  readonly workspace?: string
  readonly agent?: string
}

/** Runs side by side, or the columns that a message goes to. */
export type CompareRoute =
  | { readonly at: 'compare'; readonly view: 'columns'; readonly inspected?: RunId }
  | {
      readonly at: 'compare'
      readonly view: 'runs'
      readonly runs: readonly RunId[]
      readonly inspected?: RunId
    }
  /** All runs of one turn, as a sample of what the agent answers. */
  | {
      readonly at: 'compare'
      readonly view: 'series'
      readonly conversation: ConversationId
      readonly turn: TurnId
      readonly inspected?: RunId
    }

/** As `createId` makes them; no name that every object has, such as `__proto__` or `constructor`, is one. */
const safeId = /^[a-z]+_[0-9a-z]{1,64}$/

const conversationRoute = ([conversation = '', run, event]: readonly string[]): Route | undefined => {
  if (!safeId.test(conversation) || (run !== undefined && !safeId.test(run))) return undefined
  const index = event === undefined ? undefined : Number(event)
  if (index !== undefined && !(Number.isSafeInteger(index) && index >= 0)) return undefined
  return {
    at: 'conversation',
    conversation: conversation as ConversationId,
    ...(run === undefined ? {} : { run: run as RunId }),
    ...(index === undefined ? {} : { event: index }),
  }
}

const compareRoute = (parts: readonly string[], query: string): CompareRoute | undefined => {
  if (!parts.every((part) => safeId.test(part) || part === 'turn')) return undefined
  const inspected = new URLSearchParams(query).get('inspect') ?? ''
  const rest = safeId.test(inspected) ? { inspected: inspected as RunId } : {}
  if (parts.length === 0) return { at: 'compare', view: 'columns', ...rest }
  if (parts[0] === 'turn') {
    const [, conversation = '', turn = ''] = parts
    return parts.length === 3 && safeId.test(conversation) && safeId.test(turn)
      ? { at: 'compare', view: 'series', conversation: conversation as ConversationId, turn: turn as TurnId, ...rest }
      : undefined
  }
  const runs = parts as readonly RunId[]
  return runs.length <= mostColumns ? { at: 'compare', view: 'runs', runs, ...rest } : undefined
}

const batchRoute = (parts: readonly string[]): BatchRoute | undefined => {
  if (parts.length > 2 || !parts.every((part) => safeId.test(part))) return undefined
  const [conversation, inspected] = parts
  return {
    at: 'batch',
    ...(conversation === undefined ? {} : { conversation: conversation as ConversationId }),
    ...(inspected === undefined ? {} : { inspected: inspected as RunId }),
  }
}

const compareParts = (route: CompareRoute): readonly string[] => {
  switch (route.view) {
    case 'columns':
      return []
    case 'runs':
      return route.runs
    case 'series':
      return ['turn', route.conversation, route.turn]
  }
}

export const parseRoute = (fragment: string): Route => {
  const mark = fragment.indexOf('?')
  const [path, query] = mark < 0 ? [fragment, ''] : [fragment.slice(0, mark), fragment.slice(mark + 1)]
  const [room, ...rest] = path.split('/').filter((part) => part !== '')
  if (room === undefined) return { at: 'home' }
  if (room === 'c' && rest.length > 0 && rest.length <= 3) {
    return conversationRoute(rest) ?? { at: 'home', unknown: fragment }
  }
  if (room === 'compare') return compareRoute(rest, query) ?? { at: 'home', unknown: fragment }
  if (room === 'shared' && rest.length === 1) return { at: 'shared', payload: rest[0] ?? '' }
  if (room === 'library' && rest.length === 0) return { at: 'library' }
  if (room === 'batch') return batchRoute(rest) ?? { at: 'home', unknown: fragment }
  if (room === 'new' && rest.length === 0) {
    const parameters = new URLSearchParams(query)
    const field = <Name extends string>(name: Name): Partial<Record<Name, string>> => {
      const value = parameters.get(name)
      return value === null || value === '' ? {} : ({ [name]: value } as Partial<Record<Name, string>>)
    }
    return {
      at: 'new',
      ...field('workspace'),
      ...field('agent'),
      ...field('mode'),
      ...field('input'),
      ...field('custom_inputs'),
    }
  }
  return { at: 'home', unknown: fragment }
}

export const writeRoute = (route: Route): string => {
  if (route.at === 'home') return ''
  if (route.at === 'conversation') {
    const parts = [route.conversation, route.run, route.run === undefined ? undefined : route.event]
    return `/c/${parts.filter((part) => part !== undefined).join('/')}`
  }
  if (route.at === 'shared') return `/shared/${route.payload}`
  if (route.at === 'library') return '/library'
  if (route.at === 'batch') {
    const run = route.conversation === undefined ? undefined : route.inspected
    return `/${['batch', route.conversation, run].filter((part) => part !== undefined).join('/')}`
  }
  if (route.at === 'compare') {
    const query = route.inspected === undefined ? '' : `?inspect=${route.inspected}`
    return `/${['compare', ...compareParts(route)].join('/')}${query}`
  }
  const { at: _, ...fields } = route
  const query = new URLSearchParams(fields).toString()
  return query === '' ? '/new' : `/new?${query}`
}
