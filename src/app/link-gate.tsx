import { useState } from 'react'
import { localAgentUrls, useAgentVerbs } from '../agent/use-agents.ts'
import { linkedHost } from '../share/linked-host.ts'
import { TrustHostDialog } from '../share/trust-host-dialog.tsx'
import { createWorkspace } from '../workspace/known-workspace.ts'
import { useWorkspaces, useWorkspaceVerbs } from '../workspace/use-workspace.ts'
import type { DraftRoute } from './route.ts'
import { navigate } from './use-app.ts'

/** Asks before a link's host is used for the first time. Give it the address as `key`. */
export const LinkGate = ({ route }: { readonly route: DraftRoute }) => {
  const [isCancelled, setIsCancelled] = useState(false)
  const { registry } = useAgentVerbs()
  const { config, store } = useWorkspaceVerbs()
  const workspaces = useWorkspaces()
  const host = linkedHost(route, {
    ...config,
    workspaces: workspaces.map(({ origin }) => origin),
    localAgents: localAgentUrls(registry.state.getState().agents),
  })
  if (host.kind === 'known' || isCancelled) return null
  const trust = () => {
    if (host.kind === 'new-workspace') {
      store.connect(createWorkspace(host.origin))
      navigate({ ...route, workspace: host.origin }, 'replace')
    } else if (host.kind === 'new-local-agent') {
      const agent = registry.addLocal(host.url, '')
      navigate({ ...route, agent: agent.ref }, 'replace')
    }
  }
  return <TrustHostDialog host={host} onTrust={trust} onCancel={() => setIsCancelled(true)} />
}
