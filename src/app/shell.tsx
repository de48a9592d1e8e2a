import { lazy, Suspense, useState } from 'react'
import { useRegistryIsEmpty } from '../agent/use-agents.ts'
import { useConversationIndex } from '../conversation/use-conversation.ts'
import { useSessions, useWorkspaces, useWorkspaceVerbs } from '../workspace/use-workspace.ts'
import { ImportDoor } from './import-door.tsx'
import { navigate, useRoute } from './use-app.ts'
import { useImport } from './use-import.ts'
import { Welcome } from './welcome.tsx'

// The first screen needs none of what follows; it comes when it is first needed, or when the page has time.
const Workbench = lazy(() => import('./workbench.tsx').then((module) => ({ default: module.Workbench })))
const SharedPage = lazy(() => import('./shared-page.tsx').then((module) => ({ default: module.SharedPage })))
const WelcomeDialogs = lazy(() =>
  import('./welcome-dialogs.tsx').then((module) => ({ default: module.WelcomeDialogs })),
)

type WelcomeDialog = 'connect' | 'add-agent'

const FirstScreen = () => {
  const [dialog, setDialog] = useState<WelcomeDialog>()
  const { store, signIn } = useWorkspaceVerbs()
  const { choose, paste } = useImport()
  const sample = useWorkspaces().find(({ kind }) => kind === 'sample')
  return (
    <>
      <Welcome
        hasSample={sample !== undefined}
        onTrySample={() => {
          if (sample === undefined) return
          store.switchTo(sample.id)
          void signIn(sample, { returnTo: '' })
        }}
        onConnect={() => setDialog('connect')}
        onAddLocal={() => setDialog('add-agent')}
        onImport={choose}
        onPaste={paste}
      />
      <Suspense>
        <WelcomeDialogs
          dialog={dialog}
          onClose={() => setDialog(undefined)}
          onAgent={(agent) => navigate({ at: 'new', agent: agent.id })}
        />
      </Suspense>
    </>
  )
}

/** Somebody new sees what this is and three ways in; everybody else the workbench. */
export const Shell = () => {
  const route = useRoute()
  const sessions = useSessions()
  const conversations = useConversationIndex()
  const registryIsEmpty = useRegistryIsEmpty()
  const isNew =
    route.at === 'home' &&
    route.unknown === undefined &&
    Object.keys(sessions).length === 0 &&
    conversations.length === 0 &&
    registryIsEmpty
  if (route.at === 'shared') {
    return (
      <Suspense>
        <SharedPage payload={route.payload} />
      </Suspense>
    )
  }
  return (
    <ImportDoor>
      {isNew ? (
        <FirstScreen />
      ) : (
        <Suspense>
          <Workbench />
        </Suspense>
      )}
    </ImportDoor>
  )
}
