import type { AgentTarget } from '../agent/agent.ts'
import { clientCallOf, type ClientCall } from './client-call.ts'
import { fileNameOf, type CodeRequest, type Snippet } from './code-request.ts'
import { pythonCall, pythonNotes, readsEnvironment } from './python-call.ts'
import { pythonString } from './python-literal.ts'

/** Responses alone are routed by `apps/<name>`; for the rest the client is told where the app is. */
const routesToApp = (target: AgentTarget, api: ClientCall['api']): boolean =>
  target.kind === 'app' && api === 'responses'

/** How the client is made: it finds apps by name and endpoints by the workspace; other places it is told. */
const clientLines = ({ origin, target }: CodeRequest, { base, api }: ClientCall): readonly string[] => {
  const given =
    routesToApp(target, api) || base === `${origin}/serving-endpoints`
      ? ''
      : base === `${origin}/ai-gateway/mlflow/v1`
        ? ', use_ai_gateway=True'
        : base === `${origin}/ai-gateway/openai/v1`
          ? ', use_ai_gateway_native_api=True'
          : `, base_url=${pythonString(base)}`
  // Not handed on where an app is looked up by its name.
  const retries = routesToApp(target, api) ? '' : ', max_retries=0'
  return [
    ...(retries === '' ? [] : ['# Asked again, an agent may use its tools again: no retries.']),
    `client = DatabricksOpenAI(workspace_client=w${given}${retries})`,
  ]
}

/** The recommended client. Whoever wrote the request down here need not know where an app lives: the client looks it up. */
export const pythonDatabricks = (request: CodeRequest): Snippet => {
  const { origin, target } = request
  if (origin === null) {
    return {
      kind: 'impossible',
      why: 'DatabricksOpenAI asks the agents of a workspace, and this one runs on your computer. “Python (openai)” asks it.',
    }
  }
  const found = clientCallOf(request)
  if (!found.ok) return { kind: 'impossible', why: found.why }
  const isApp = target.kind === 'app'
  const { model: _, ...known } = found.call.known
  const model = isApp ? `apps/${target.name}` : found.call.known['model']
  const call = { ...found.call, known: { ...(model === undefined ? {} : { model }), ...known } }
  const text = [
    '# pip install databricks-openai',
    `# Sign in once: databricks auth login --host ${origin}`,
    ...(readsEnvironment(request) ? ['import os', ''] : []),
    'from databricks.sdk import WorkspaceClient',
    'from databricks_openai import DatabricksOpenAI',
    '',
    ...(isApp
      ? [
          '# An app takes OAuth alone; a token in DATABRICKS_TOKEN would go before the sign-in.',
          '# With a service principal, leave auth_type out.',
          `w = WorkspaceClient(host=${pythonString(origin)}, auth_type="databricks-cli")`,
        ]
      : ['# The SDK finds the credentials itself.', `w = WorkspaceClient(host=${pythonString(origin)})`]),
    ...clientLines(request, call),
    '',
    pythonCall(request, call),
  ].join('\n')
  const notes = [
    ...found.call.notes,
    ...(isApp && found.call.known['model'] === undefined
      ? ['The client adds the app’s name to the body as “model”; agent servers ignore it.']
      : []),
    ...(routesToApp(target, found.call.api)
      ? [
          'After an error the client asks an app again by itself, up to twice, and max_retries does not reach it there: an agent may use its tools again.',
        ]
      : []),
    ...pythonNotes(request),
  ]
  return { kind: 'code', text, fileName: fileNameOf(request, 'py'), notes }
}
