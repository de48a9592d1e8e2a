import { Fragment } from 'react'
import { arrayOf, fieldOf, isObject, numberOf, stringOf, type JsonObject } from '../../lib/json.ts'
import { Badge } from '../../ui/badge.tsx'
import { AgentLink } from './agent-link.tsx'
import { queriesOf } from './hosted-words.ts'
import { JsonBlock } from './json-block.tsx'

export interface HostedBodyProps {
  readonly json: JsonObject
  readonly onLink: (url: string) => void
}

const Label = ({ children }: { readonly children: string }) => (
  <h4 className="pt-0.5 text-2xs font-medium text-text-subtle">{children}</h4>
)

const Queries = ({ queries }: { readonly queries: readonly string[] }) => (
  <ul className="flex flex-wrap gap-1.5">
    {queries.map((query) => (
      <li key={query} className="max-w-full truncate rounded-md border border-border px-2 py-0.5 text-xs" title={query}>
        {query}
      </li>
    ))}
  </ul>
)

export const WebSearchBody = ({ json, onLink }: HostedBodyProps) => {
  const action = fieldOf(json, 'action')
  const url = stringOf(action, 'url')
  const pattern = stringOf(action, 'pattern')
  const sources = (arrayOf(action, 'sources') ?? []).filter(isObject)
  const queries = queriesOf(json)
  return (
    <>
      {queries.length > 0 && (
        <>
          <Label>queries</Label>
          <Queries queries={queries} />
        </>
      )}
      {url !== undefined && (
        <>
          <Label>page</Label>
          <div className="flex min-w-0">
            <AgentLink url={url} onLink={onLink} />
          </div>
        </>
      )}
      {pattern !== undefined && (
        <>
          <Label>looked for</Label>
          <Queries queries={[pattern]} />
        </>
      )}
      {sources.length > 0 && (
        <>
          <Label>sources</Label>
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
            {sources.map((source, index) => {
              const address = stringOf(source, 'url') ?? stringOf(source, 'name') ?? ''
              return (
                // The list of a search may name an address twice.
                // oxlint-disable-next-line react/no-array-index-key
                <li key={index} className="flex min-w-0">
                  <AgentLink url={address} onLink={onLink} />
                </li>
              )
            })}
          </ul>
        </>
      )}
      {queries.length === 0 && url === undefined && (
        <p className="text-xs text-text-subtle">Nothing is told of it yet.</p>
      )}
    </>
  )
}

const Attributes = ({ json }: { readonly json: JsonObject }) => (
  <dl className="flex flex-wrap gap-x-3 text-2xs text-text-subtle">
    {Object.entries(json).map(([name, value]) => (
      <Fragment key={name}>
        <div className="flex min-w-0 gap-1">
          <dt>{name}</dt>
          <dd className="min-w-0 truncate text-text">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      </Fragment>
    ))}
  </dl>
)

export const FileSearchBody = ({ json }: HostedBodyProps) => {
  const results = arrayOf(json, 'results')?.filter(isObject)
  return (
    <>
      <Label>queries</Label>
      <Queries queries={queriesOf(json)} />
      {results !== undefined && <Label>{results.length === 0 ? 'no results' : 'results'}</Label>}
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
        {(results ?? []).map((result, index) => {
          const score = numberOf(result, 'score')
          const attributes = fieldOf(result, 'attributes')
          return (
            // A file can be found twice, with another passage.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index} className="grid gap-1 rounded-md bg-surface-sunken px-2.5 py-2">
              <p className="flex min-w-0 items-center gap-2 text-xs">
                <span className="min-w-0 truncate font-medium">
                  {stringOf(result, 'filename') ?? stringOf(result, 'file_id') ?? 'a file'}
                </span>
                {score !== undefined && <Badge>score {score.toFixed(2)}</Badge>}
              </p>
              {stringOf(result, 'text') !== undefined && (
                <p className="text-xs wrap-anywhere whitespace-pre-wrap">{stringOf(result, 'text')}</p>
              )}
              {isObject(attributes) && Object.keys(attributes).length > 0 && <Attributes json={attributes} />}
            </li>
          )
        })}
      </ol>
    </>
  )
}

/** The tools that a server offers; each unfolds to what it takes. */
export const ToolListBody = ({ json }: HostedBodyProps) => {
  const tools = (arrayOf(json, 'tools') ?? []).filter(isObject)
  const error = fieldOf(json, 'error')
  return (
    <>
      {error !== undefined && error !== null && (
        <p className="text-xs wrap-anywhere text-danger">
          Error: {typeof error === 'string' ? error : JSON.stringify(error)}
        </p>
      )}
      {tools.length === 0 && <p className="text-xs text-text-subtle">No tools came.</p>}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-1">
        {tools.map((tool, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <details className="min-w-0">
              <summary className="text-xs wrap-anywhere">
                <bdi className="font-mono font-medium">
                  {stringOf(tool, 'name') ?? stringOf(tool, 'type') ?? 'a tool'}
                </bdi>{' '}
                <span className="text-text-subtle">{stringOf(tool, 'description')}</span>
              </summary>
              <JsonBlock label="definition" value={tool} />
            </details>
          </li>
        ))}
      </ul>
    </>
  )
}
