import { sentenceOf, type Problem } from '../lib/problem.ts'
import { isLibraryText } from '../library/library-file.ts'
import type { ImportedLibrary } from '../library/import-library.ts'
import type { LibraryServices } from '../library/use-library.ts'
import { count } from '../ui/figures.ts'

/** Whether a file says of itself that it holds a whole library. */
export const isLibraryFile = async (file: File): Promise<boolean> => {
  try {
    return isLibraryText(await file.slice(0, 200).text())
  } catch {
    return false
  }
}

const answers = (number: number): string => (number === 1 ? '1 answer' : `${count(number)} answers`)

const importedWords = ({ added, runs, known }: ImportedLibrary): string => {
  const conversations = added === 1 ? '1 conversation' : `${count(added)} conversations`
  const were = known === 1 ? 'was' : 'were'
  return `Added ${conversations} and ${answers(runs)}.${known === 0 ? '' : ` ${answers(known)} ${were} here already.`}`
}

const notImported = (file: File, thrown: unknown): Problem => ({
  kind: 'input',
  code: 'library-unreadable',
  title: 'This library could not be added, or not to its end',
  detail: `${file.name}: ${sentenceOf(thrown)}`,
  remedy: 'What was added before that is here. Make room if storage is full, and import it again: nothing is doubled.',
  who: 'you',
})

/** Adds a library, and says on its page what came of it. */
export const openLibrary = async (file: File, library: LibraryServices): Promise<Problem | undefined> => {
  try {
    const imported = await library.importFile(file)
    library.store.say(importedWords(imported))
    return imported.problem
  } catch (thrown) {
    return notImported(file, thrown)
  }
}
