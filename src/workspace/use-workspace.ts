import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Problem } from '../lib/problem.ts'
import type { Session, Workspace, WorkspaceId } from './workspace.ts'
import { workspaceServices, type WorkspaceServices } from './workspace-services.ts'
import { activeOf, sessionOf } from './workspace-store.ts'

export const useWorkspaces = (): readonly Workspace[] =>
  useStore(workspaceServices().store.state, (state) => state.workspaces)

export const useActiveWorkspace = (): Workspace | null => useStore(workspaceServices().store.state, activeOf)

export const useSession = (id: WorkspaceId | null): Session =>
  useStore(workspaceServices().store.state, (state) => sessionOf(state, id))

/** Sessions of all workspaces, for lists. */
export const useSessions = (): Readonly<Record<string, Session>> =>
  useStore(workspaceServices().store.state, (state) => state.sessions)

export const useWorkspaceNotice = (): Problem | null =>
  useStore(workspaceServices().store.state, (state) => state.notice)

/** The verbs. They never change, so calling this costs no subscription. */
export const useWorkspaceVerbs = (): WorkspaceServices => workspaceServices()

const closeToEnd = 2 * 60_000

/** Milliseconds until the token expires, counted by the second near its end and by a few seconds before. */
export const useTimeLeft = (id: WorkspaceId | null): number => {
  const { timeLeft } = workspaceServices()
  const session = useSession(id)
  const [left, setLeft] = useState(() => (id === null ? 0 : timeLeft(id)))
  useEffect(() => {
    if (id === null || session.state !== 'signed-in') return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      const now = timeLeft(id)
      setLeft(now)
      timer = setTimeout(look, now < closeToEnd + 10_000 ? 1000 : 10_000)
    }
    look()
    return () => clearTimeout(timer)
  }, [id, session, timeLeft])
  return left
}
