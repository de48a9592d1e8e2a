import { ChevronsUpDown, ExternalLink, LogIn, LogOut, Pencil, Plus, Trash2, UserRound } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { openInNewTab, readFragment } from '../browser/location.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { TextField } from '../ui/text-field.tsx'
import { ConnectWorkspaceDialog } from './connect-workspace-dialog.tsx'
import { sessionTone, sessionWords, timeLeftWords } from './session-words.ts'
import {
  useActiveWorkspace,
  useSession,
  useSessions,
  useTimeLeft,
  useWorkspaces,
  useWorkspaceVerbs,
} from './use-workspace.ts'
import type { Session, Workspace } from './workspace.ts'

const signedOut: Session = { state: 'signed-out' }

type Open = 'nothing' | 'connect' | 'rename' | 'forget'

/** Which workspace, as whom, and for how long; the menu switches, connects and signs in or out. */
export const WorkspaceSwitcher = () => {
  const active = useActiveWorkspace()
  const session = useSession(active?.id ?? null)
  const { signOut } = useWorkspaceVerbs()
  const [open, setOpen] = useState<Open>('nothing')
  const close = () => setOpen('nothing')
  return (
    <div className="flex min-w-0 items-center gap-1">
      <Menu trigger={<SwitcherButton workspace={active} session={session} />}>
        <WorkspaceItems active={active} />
        {active !== null && (
          <>
            <MenuSeparator />
            <ActiveItems workspace={active} session={session} onOpen={setOpen} />
          </>
        )}
        <MenuSeparator />
        <MenuItem icon={<Plus size={14} aria-hidden />} onSelect={() => setOpen('connect')}>
          Connect a workspace…
        </MenuItem>
      </Menu>
      {active !== null && session.state === 'signed-in' && (
        <IconButton label="Sign out" size="small" onClick={() => signOut(active)}>
          <LogOut size={14} aria-hidden />
        </IconButton>
      )}
      <ConnectWorkspaceDialog open={open === 'connect'} onClose={close} />
      {active !== null && open === 'rename' && <RenameDialog workspace={active} onClose={close} />}
      {active !== null && open === 'forget' && <ForgetDialog workspace={active} onClose={close} />}
    </div>
  )
}

interface SwitcherButtonProps {
  readonly workspace: Workspace | null
  readonly session: Session
}

/** The menu hands its own props to the trigger, so they are passed on to the button. */
const SwitcherButton = ({ workspace, session, ...trigger }: SwitcherButtonProps) => {
  const left = useTimeLeft(workspace?.id ?? null)
  const who = workspace === null ? 'none connected' : sessionWords(session)
  const time = session.state === 'signed-in' ? timeLeftWords(left) : undefined
  return (
    <Button variant="quiet" className="h-auto min-w-0 flex-1 justify-start px-2 py-0.5 text-start" {...trigger}>
      <span className="min-w-0 flex-1">
        <span className="sr-only">Workspace: </span>
        <span className="flex items-center gap-1.5">
          <StatusDot tone={sessionTone(session)} />
          <span className="truncate text-sm font-semibold text-text">{workspace?.label ?? 'No workspace'}</span>
        </span>
        <span className="flex items-center gap-1.5 text-xs font-normal">
          <span className="truncate">{who}</span>
          {time !== undefined && (
            <span className="shrink-0 tabular-nums" title={`The token is renewed within ${time}, by itself`}>
              · {time} left
            </span>
          )}
        </span>
      </span>
      <ChevronsUpDown size={14} aria-hidden className="shrink-0" />
    </Button>
  )
}

const WorkspaceItems = ({ active }: { readonly active: Workspace | null }) => {
  const workspaces = useWorkspaces()
  const sessions = useSessions()
  const { store } = useWorkspaceVerbs()
  return (
    <>
      <MenuLabel>Workspaces</MenuLabel>
      {workspaces.map((workspace) => {
        const session = sessions[workspace.id] ?? signedOut
        return (
          <MenuItem
            key={workspace.id}
            icon={<StatusDot tone={sessionTone(session)} />}
            onSelect={() => store.switchTo(workspace.id)}
          >
            <span className="block truncate font-medium">
              {workspace.label}
              {workspace.id === active?.id && <span className="font-normal text-text-subtle"> (chosen)</span>}
            </span>
            <span className="block truncate text-xs text-text-subtle">
              {sessionWords(session)} · {new URL(workspace.origin).host}
            </span>
          </MenuItem>
        )
      })}
    </>
  )
}

interface ActiveItemsProps {
  readonly workspace: Workspace
  readonly session: Session
  readonly onOpen: (dialog: Open) => void
}

const ActiveItems = ({ workspace, session, onOpen }: ActiveItemsProps) => {
  const { signIn, signOut } = useWorkspaceVerbs()
  const isSignedIn = session.state === 'signed-in'
  return (
    <>
      <MenuLabel>{workspace.label}</MenuLabel>
      {isSignedIn ? (
        <>
          <MenuItem
            icon={<UserRound size={14} aria-hidden />}
            onSelect={() => void signIn(workspace, { returnTo: readFragment(), anotherPerson: true })}
          >
            Sign in as another person
          </MenuItem>
          <MenuItem icon={<LogOut size={14} aria-hidden />} onSelect={() => signOut(workspace)}>
            Sign out
            <span className="block text-xs text-text-subtle">The workspace itself stays signed in in this browser</span>
          </MenuItem>
        </>
      ) : (
        <MenuItem
          icon={<LogIn size={14} aria-hidden />}
          onSelect={() => void signIn(workspace, { returnTo: readFragment() })}
        >
          Sign in
        </MenuItem>
      )}
      {workspace.kind === 'databricks' && (
        <>
          <MenuItem icon={<ExternalLink size={14} aria-hidden />} onSelect={() => openInNewTab(workspace.origin)}>
            Open in Databricks
          </MenuItem>
          <MenuItem icon={<Pencil size={14} aria-hidden />} onSelect={() => onOpen('rename')}>
            Rename…
          </MenuItem>
          <MenuItem icon={<Trash2 size={14} aria-hidden />} danger onSelect={() => onOpen('forget')}>
            Forget…
          </MenuItem>
        </>
      )}
    </>
  )
}

interface WorkspaceDialogProps {
  readonly workspace: Workspace
  readonly onClose: () => void
}

const RenameDialog = ({ workspace, onClose }: WorkspaceDialogProps) => {
  const { store } = useWorkspaceVerbs()
  const [label, setLabel] = useState(workspace.label)
  const rename = (event: FormEvent) => {
    event.preventDefault()
    store.rename(workspace.id, label)
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Rename the workspace"
      description={`Only here. ${workspace.origin} keeps its own name.`}
    >
      <form className="grid gap-3" onSubmit={rename}>
        <TextField label="Name" value={label} onChange={(event) => setLabel(event.target.value)} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit">
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const ForgetDialog = ({ workspace, onClose }: WorkspaceDialogProps) => {
  const { store, signOut } = useWorkspaceVerbs()
  const forget = () => {
    signOut(workspace)
    store.forget(workspace.id)
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Forget ${workspace.label}?`}
      description="You are signed out of it here and it leaves the list. Conversations and remembered agents stay and come back with it."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" onClick={forget}>
            Forget
          </Button>
        </>
      }
    />
  )
}
