import type { Find } from './mask.ts'
import { secretKinds, type SecretKind } from './secret-patterns.ts'

const kindWords: Readonly<Record<SecretKind, readonly [one: string, several: string]>> = {
  custom: ['word of yours', 'words of yours'],
  token: ['token', 'tokens'],
  key: ['key or password', 'keys and passwords'],
  email: ['e-mail address', 'e-mail addresses'],
  identifier: ['long identifier', 'long identifiers'],
}

const list = new Intl.ListFormat('en')

/** What was found, in words: `2 e-mail addresses and 1 token`. Empty where nothing was. */
export const findWords = (finds: readonly Find[]): string =>
  list.format(
    secretKinds.flatMap((kind) => {
      const count = finds.filter((find) => find.kind === kind).length
      return count === 0 ? [] : [`${count.toLocaleString('en')} ${kindWords[kind][count === 1 ? 0 : 1]}`]
    }),
  )
