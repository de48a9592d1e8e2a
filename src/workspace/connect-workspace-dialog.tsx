import { useId, useState, type FormEvent } from 'react'
import { readFragment } from '../browser/location.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { TextField } from '../ui/text-field.tsx'
import { createWorkspace, defaultScopes } from './known-workspace.ts'
import { parseWorkspaceOrigin } from './parse-workspace-origin.ts'
import { useWorkspaceVerbs } from './use-workspace.ts'

interface ConnectWorkspaceDialogProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** Connects a workspace by its address and goes to its sign-in. */
export const ConnectWorkspaceDialog = ({ open, onClose }: ConnectWorkspaceDialogProps) =>
  open ? <ConnectForm onClose={onClose} /> : null

const Explanation = () => (
  <p>
    You go to Databricks to sign in and come back here. The tokens stay in this browser tab and go only to the workspace
    and the apps it lists.
  </p>
)

const ConnectForm = ({ onClose }: { readonly onClose: () => void }) => {
  const { config, store, signIn } = useWorkspaceVerbs()
  const form = useId()
  const [address, setAddress] = useState('')
  const [label, setLabel] = useState('')
  const [clientId, setClientId] = useState('')
  const [scopes, setScopes] = useState(defaultScopes.join(' '))
  const [advanced, setAdvanced] = useState(config.oauthClientId === null)
  const [tried, setTried] = useState(false)

  const origin = parseWorkspaceOrigin(address, config)
  const clientMissing =
    clientId.trim() === '' && config.oauthClientId === null && origin.ok && origin.value !== config.sampleOrigin
  const addressProblem =
    tried && !origin.ok ? `${origin.problem.title}. ${origin.problem.detail} ${origin.problem.remedy}` : undefined
  const clientProblem =
    tried && clientMissing
      ? 'A client id is needed: the built-in client returns to http://localhost:8020 only, and the playground is open elsewhere.'
      : undefined

  const connect = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!origin.ok || clientMissing) {
      if (clientMissing) setAdvanced(true)
      return
    }
    const workspace = createWorkspace(origin.value, { label, clientId, scopes: scopes.split(/[\s,]+/).filter(Boolean) })
    store.connect(workspace)
    onClose()
    const known = store.state.getState().workspaces.find(({ id }) => id === workspace.id) ?? workspace
    void signIn(known, { returnTo: readFragment() })
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="Connect a workspace"
      description={<Explanation />}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form}>
            Connect and sign in
          </Button>
        </>
      }
    >
      <form id={form} className="grid gap-3" noValidate onSubmit={connect}>
        <TextField
          label="Workspace URL"
          placeholder="https://dbc-a1b2c3d4-e5f6.cloud.databricks.com"
          hint={
            origin.ok
              ? `Signs in at ${new URL(origin.value).host}`
              : 'As the browser shows it when the workspace is open'
          }
          problem={addressProblem}
          value={address}
          mono
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setAddress(event.target.value)}
        />
        <TextField
          label="Name (optional)"
          value={label}
          autoComplete="off"
          onChange={(event) => setLabel(event.target.value)}
        />
        <Disclosure summary="Advanced" open={advanced} onToggle={setAdvanced}>
          <div className="mt-2 grid gap-3 border-s border-border ps-3">
            <TextField
              label="OAuth client id"
              placeholder={config.oauthClientId ?? 'Id of a public app connection'}
              problem={clientProblem}
              value={clientId}
              mono
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setClientId(event.target.value)}
            />
            <TextField
              label="Scopes"
              hint="offline_access keeps you signed in beyond the first hour; all-apis is the one scope that every app accepts"
              value={scopes}
              mono
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setScopes(event.target.value)}
            />
            <ClientNote />
          </div>
        </Disclosure>
      </form>
    </Dialog>
  )
}

const ClientNote = () => {
  const { config, ownOrigin } = useWorkspaceVerbs()
  return (
    <div className="grid gap-2 text-xs text-text-subtle">
      {config.oauthClientId === null ? (
        <p>
          The client that is built into every account, databricks-cli, returns to http://localhost:8020 only, so it
          cannot be used at {ownOrigin}. Databricks would show an error page that never leads back here.
        </p>
      ) : (
        <p>
          Without an id of your own, {config.oauthClientId} is used. Databricks then names “Databricks CLI” on its
          consent page and in its audit log.
        </p>
      )}
      <p>
        For a client of your own, an account admin adds an app connection without a secret (Account console, Settings,
        App connections) with these scopes and exactly this redirect URL, without a slash at the end:
      </p>
      <p className="flex items-center gap-1">
        <code className="font-mono text-text wrap-anywhere">{ownOrigin}</code>
        <CopyButton label="Copy the redirect URL" text={() => ownOrigin} />
      </p>
      <p>A new connection can take up to 30 minutes to work.</p>
    </div>
  )
}
