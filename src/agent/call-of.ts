import type { AgentCall, AgentTarget } from './agent.ts'

/** How an endpoint of some task is called. The order matters: the first that matches decides. */
interface Manner {
  readonly task: RegExp
  readonly speaks: string
  /** `shared` is the path of all endpoints, with the name as `model`; `own` is the endpoint's own path. */
  readonly path: 'shared' | 'own'
  readonly form: AgentCall['form']
}

const manners: readonly Manner[] = [
  { task: /^agent\/v\d+\/responses$/, speaks: 'Responses', path: 'shared', form: 'responses' },
  { task: /^agent\/v2\/chat$/, speaks: 'Chat agent', path: 'own', form: 'chat' },
  { task: /^agent\/v\d+\/chat$/, speaks: 'Chat completions', path: 'own', form: 'chat' },
  { task: /^llm\/v\d+\/chat$/, speaks: 'Chat completions', path: 'own', form: 'chat' },
]

/** Custom models and tasks that are not in the table are asked in the Responses form, as Databricks' own chat app does. */
const otherwise: Manner = { task: /^/, speaks: 'Responses', path: 'shared', form: 'responses' }

const mannerOf = (task: string | undefined): Manner =>
  (task === undefined ? undefined : manners.find((manner) => manner.task.test(task))) ?? otherwise

/** What an endpoint of this task speaks, for people. */
export const speaksOf = (task: string | undefined): string => mannerOf(task).speaks

const withoutSlash = (url: string): string => url.replace(/\/+$/, '')

/** Whether the URL of a local agent names the path to call. */
const hasPath = (url: string): boolean => !['', '/'].includes(new URL(url).pathname)

/** Where and how to call an agent. `origin` is its workspace's; an agent on this computer has none. */
export const callOf = (target: AgentTarget, origin: string | null): AgentCall => {
  switch (target.kind) {
    case 'app':
      return { url: `${withoutSlash(target.url)}/responses`, form: 'responses', takesInstructions: true }
    case 'local':
      return {
        url: hasPath(target.url) ? target.url : `${withoutSlash(target.url)}/responses`,
        form: 'responses',
        takesInstructions: true,
      }
    case 'serving-endpoint': {
      const { path, form } = mannerOf(target.task)
      const base = `${origin ?? ''}/serving-endpoints`
      return path === 'shared'
        ? { url: `${base}/responses`, model: target.endpoint, form, takesInstructions: true }
        : { url: `${base}/${encodeURIComponent(target.endpoint)}/invocations`, form, takesInstructions: true }
    }
  }
}
