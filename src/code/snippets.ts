import type { CodeRequest, Snippet } from './code-request.ts'
import { curlForPowershell, curlForShell } from './curl.ts'
import { pythonDatabricks } from './python-databricks.ts'
import { pythonOpenai } from './python-openai.ts'
import { sqlAiQuery } from './sql-ai-query.ts'
import { typescriptFetch } from './typescript-fetch.ts'
import { typescriptOpenai } from './typescript-openai.ts'

export interface Way {
  readonly id: string
  readonly label: string
  readonly write: (request: CodeRequest) => Snippet
}

/** Every way to make the same request, the recommended one first. */
export const ways: readonly Way[] = [
  { id: 'python-databricks', label: 'Python', write: pythonDatabricks },
  { id: 'python-openai', label: 'Python (openai)', write: pythonOpenai },
  { id: 'typescript-openai', label: 'TypeScript', write: typescriptOpenai },
  { id: 'typescript-fetch', label: 'fetch', write: typescriptFetch },
  { id: 'curl', label: 'curl', write: curlForShell },
  { id: 'powershell', label: 'PowerShell', write: curlForPowershell },
  { id: 'sql', label: 'SQL', write: sqlAiQuery },
]
