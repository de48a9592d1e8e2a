import type { ConversationId, RunId } from '../conversation/conversation.ts'

/** What the fragment of the address names. Unknown fragments are `home`, with the text that was not understood. */
export type Route =
  | { readonly at: 'home'; readonly unknown?: string }
  | { readonly at: 'new'; readonly workspace?: string; readonly agent?: string }
  | {
      readonly at: 'conversation'
      readonly conversation: ConversationId
      readonly run?: RunId
      readonly event?: number
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

export const parseRoute = (fragment: string): Route => {
  const [path = '', query = ''] = fragment.split('?', 2)
  const [room, ...rest] = path.split('/').filter((part) => part !== '')
  if (room === undefined) return { at: 'home' }
  if (room === 'c' && rest.length > 0 && rest.length <= 3) {
    return conversationRoute(rest) ?? { at: 'home', unknown: fragment }
  }
  if (room === 'new' && rest.length === 0) {
    const parameters = new URLSearchParams(query)
    const field = <Name extends string>(name: Name): Partial<Record<Name, string>> => {
      const value = parameters.get(name)
      return value === null || value === '' ? {} : ({ [name]: value } as Partial<Record<Name, string>>)
    }
    return { at: 'new', ...field('workspace'), ...field('agent') }
  }
  return { at: 'home', unknown: fragment }
}

export const writeRoute = (route: Route): string => {
  if (route.at === 'home') return ''
  if (route.at === 'conversation') {
    const parts = [route.conversation, route.run, route.run === undefined ? undefined : route.event]
    return `/c/${parts.filter((part) => part !== undefined).join('/')}`
  }
  const { at: _, ...fields } = route
  const query = new URLSearchParams(fields).toString()
  return query === '' ? '/new' : `/new?${query}`
}
