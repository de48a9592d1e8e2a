import { useCallback, useState } from 'react'
import { wallClock } from '../browser/clock.ts'
import type { Persistence } from '../browser/storage-space.ts'
import type { ConversationId } from '../conversation/conversation.ts'
import { useConversationServices } from '../conversation/use-conversation.ts'
import { useMasking } from '../conversation/use-masking.ts'
import { LibraryPage, type LibraryActions } from '../library/library-page.tsx'
import { useLibrary, useLibraryState } from '../library/use-library.ts'
import { sentenceOf, type Problem } from '../lib/problem.ts'
import { count } from '../ui/figures.ts'
import { useImport } from './use-import.ts'

interface LibraryPaneProps {
  readonly onOpen: (id: ConversationId) => void
  readonly onExport: (id: ConversationId) => void
  readonly onDelete: (id: ConversationId) => void
  readonly onClose: () => void
}

const refused = (thrown: unknown): Problem => ({
  kind: 'storage',
  code: 'library-unchanged',
  title: 'The browser did not do this',
  detail: `It says: ${sentenceOf(thrown)} What could be done before that is done.`,
  remedy: 'Try again, or reload the page first.',
  who: 'this computer',
})

/** The library, and what its buttons do. */
export const LibraryPane = ({ onOpen, onExport, onDelete, onClose }: LibraryPaneProps) => {
  const { talk, drafts } = useConversationServices()
  const { store, count: countAnew, askForPersistence, exportAll } = useLibrary()
  const [isMasked, onMasked] = useMasking()
  const { settings, holdings, space, persistence, said } = useLibraryState()
  const [answer, setAnswer] = useState<Persistence>()
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  const { choose } = useImport()

  /** Does one thing at a time, says how it ended, and counts again. */
  const doing = useCallback(
    (words: string, work: () => Promise<string>) => {
      const done = async () => {
        setProblem(undefined)
        setBusy(true)
        store.say(words)
        try {
          store.say(await work())
        } catch (thrown) {
          store.say('')
          setProblem(refused(thrown))
        }
        setBusy(false)
        await talk.catchUp()
        await countAnew()
      }
      void done()
    },
    [countAnew, store, talk],
  )

  const actions: LibraryActions = {
    onOpen,
    onPin: talk.pin,
    onExport,
    onDelete,
    onLeave: (runs) =>
      doing('Making room…', async () => {
        await (await talk.tidied()).letRecordingsLeave(runs)
        return runs.length === 1 ? '1 recording left.' : `${count(runs.length)} recordings left.`
      }),
    onExportAll: () =>
      doing('Exporting…', async () => {
        const total = holdings?.conversations.length ?? 0
        await exportAll(isMasked, (done) => store.say(`Exporting ${count(done)} of ${count(total)} conversations…`))
        return isMasked
          ? 'Exported, with e-mail addresses, keys and tokens masked and without attached files.'
          : 'Exported with everything: credentials alone are masked.'
      }),
    onImport: choose,
    onDeleteAll: () =>
      doing('Deleting…', async () => {
        await (await talk.tidied()).deleteEverything()
        drafts.allForgotten()
        return 'Everything was deleted.'
      }),
    onClose,
  }
  return (
    <LibraryPage
      holdings={holdings}
      space={space}
      now={wallClock()}
      problem={problem}
      status={said}
      isBusy={isBusy}
      settings={settings}
      onSettings={store.settingsChanged}
      persistence={persistence}
      answer={answer}
      onAskPersistence={() => {
        void askForPersistence().then(setAnswer)
      }}
      isMasked={isMasked}
      onMasked={onMasked}
      actions={actions}
    />
  )
}
