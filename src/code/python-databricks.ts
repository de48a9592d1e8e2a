import { clientCallOf, type ClientCall } from './client-call.ts'
import { fileNameOf, type CodeRequest, type Snippet } from './code-request.ts'
import { pythonCall, pythonNotes, readsEnvironment } from './python-call.ts'
import { pythonString } from './python-literal.ts'

/** How the client is made: it finds apps by name and endpoints by the workspace; other places it is told. */
const clientLines = ({ origin, target }: CodeRequest, { base, api }: ClientCall): readonly string[] => {
  const given =
    (target.kind === 'app' && api === 'responses') || base === `${origin}/serving-endpoints`
      ? ''
      : base === `${origin}/ai-gateway/mlflow/v1`
        ? ', use_ai_gateway=True'
        : base === `${origin}/ai-gateway/openai/v1`
          ? ', use_ai_gateway_native_api=True'
          : `, base_url=${pythonString(base)}`
  return [`client = DatabricksOpenAI(workspace_client=w${given})`]
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
    isApp
      ? '# The SDK finds the credentials itself. An app takes OAuth alone, no personal access token.'
      : '# The SDK finds the credentials itself.',
    `w = WorkspaceClient(host=${pythonString(origin)})`,
    ...clientLines(request, call),
    '',
    pythonCall(request, call),
  ].join('\n')
  const notes = [
    ...found.call.notes,
    ...(isApp && found.call.known['model'] === undefined
      ? ['The client adds the app’s name to the body as “model”; agent servers ignore it.']
      : []),
    ...pythonNotes(request),
  ]
  return { kind: 'code', text, fileName: fileNameOf(request, 'py'), notes }
}
