import { sentenceOf, type Problem } from '../lib/problem.ts'

/** Why a file that was asked for is not there. */
export const fileNotMade = (thrown: unknown): Problem => ({
  kind: 'storage',
  code: 'file-not-made',
  title: 'The file could not be made',
  detail: sentenceOf(thrown),
  remedy: 'Nothing was lost. Reload the page and save it again.',
  who: 'this computer',
})
