import { type ReactNode, useState } from 'react'
import { headerField } from '../exchange/header-field.ts'
import { lacks, type Recording } from '../exchange/recording.ts'
import { assertNever } from '../lib/assert-never.ts'
import { Badge } from '../ui/badge.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { byteSize, duration } from '../ui/figures.ts'
import { JsonTree } from '../ui/json-tree.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { WireText } from '../ui/wire-text.tsx'

type Headers = readonly (readonly [name: string, value: string])[]

const withheldHeader = 'x-playground-withheld'

const headerText = (headers: Headers): string => headers.map(([name, value]) => `${name}: ${value}`).join('\n')

const Section = ({
  title,
  aside,
  children,
}: {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}) => (
  <section aria-label={title} className="border-b border-border px-3 py-2">
    <div className="flex min-h-6 items-center gap-2">
      <h3 className="flex-1 text-xs font-semibold">{title}</h3>
      {aside}
    </div>
    {children}
  </section>
)

const HeaderList = ({ headers }: { readonly headers: Headers }) =>
  headers.length === 0 ? (
    <p className="text-2xs text-text-subtle">No headers.</p>
  ) : (
    <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-3 font-mono text-2xs">
      {headers.map(([name, value], index) => (
        // The list of a recorded head never changes, and names may repeat.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="col-span-2 grid grid-cols-subgrid">
          <dt className="wrap-anywhere text-text-subtle">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  )

const endWords = (recording: Recording): string => {
  if (lacks(recording, 'end')) return 'How it ended is not known here.'
  const { end } = recording
  if (end === undefined) return 'Still arriving.'
  const when = lacks(recording, 'times') ? 'at a moment that the source does not tell' : `after ${duration(end.at)}`
  switch (end.kind) {
    case 'whole-body':
      return `The body ended as HTTP says it should, ${when}.`
    case 'stopped':
      return `You stopped it ${when}.`
    case 'broken':
      return `It broke off ${when}: ${end.problem.title}.`
    case 'abandoned':
      return `The page was closed or reloaded while it arrived, ${when}.`
    default:
      return assertNever(end)
  }
}

const headWords = (recording: Recording): string => {
  if (lacks(recording, 'head')) return 'Status and header fields are not in the source. '
  if (recording.head === undefined) return 'No answer has begun. '
  return lacks(recording, 'times') ? '' : `The head came after ${duration(recording.head.at)}. `
}

const Body = ({ body }: { readonly body: string }) => {
  const [view, setView] = useState('tree')
  return (
    <div className="h-72 min-h-0 overflow-hidden rounded-md border border-border bg-surface-raised">
      <Tabs
        label="The body as"
        selected={view}
        onSelect={setView}
        aside={<CopyButton label="Copy the request body" text={() => body} />}
        tabs={[
          { id: 'tree', label: 'Tree', content: <JsonTree label="Request body as a tree" text={body} /> },
          { id: 'text', label: 'Text', content: <WireText label="Exact text of the request body" text={body} /> },
        ]}
      />
    </div>
  )
}

const RequestSections = ({ request }: Pick<Recording, 'request'>) => (
  <>
    <Section title="Request" aside={<CopyButton label="Copy the URL" text={() => request.url} />}>
      <p className="font-mono text-2xs wrap-anywhere">
        <span className="font-semibold">{request.method}</span> {request.url}
      </p>
    </Section>
    <Section
      title="Request headers"
      aside={<CopyButton label="Copy the request headers" text={() => headerText(request.headers)} />}
    >
      <HeaderList headers={request.headers} />
      <p className="mt-1 text-2xs text-text-subtle">Credentials were masked before this record was made.</p>
    </Section>
    <Section
      title="Request body"
      aside={
        <span className="text-2xs text-text-subtle">{byteSize(new TextEncoder().encode(request.body).length)}</span>
      }
    >
      {request.body === '' ? (
        <p className="text-2xs text-text-subtle">No body was sent.</p>
      ) : (
        <Body body={request.body} />
      )}
    </Section>
  </>
)

const statusTone = (status: number) => {
  if (status < 300) return 'success'
  return status < 400 ? 'notice' : 'danger'
}

/** Both sides of the exchange as HTTP: what was sent, and the head and the end of what came back. */
export const RequestView = ({ recording }: { readonly recording: Recording }) => {
  const { head, chunks } = recording
  const withheld = headerField(head?.headers ?? [], withheldHeader)
  const shown = head?.headers.filter(([name]) => name.toLowerCase() !== withheldHeader) ?? []
  return (
    <div className="h-full overflow-y-auto">
      {lacks(recording, 'request') ? (
        <Section title="Request">
          <p className="text-xs text-text-subtle">What was asked is not in the source of this answer.</p>
        </Section>
      ) : (
        <RequestSections request={recording.request} />
      )}
      <Section
        title="Answer"
        aside={
          head !== undefined && (
            <Badge tone={statusTone(head.status)}>
              {head.status} {head.statusText}
            </Badge>
          )
        }
      >
        <p className="text-xs">
          {headWords(recording)}
          {endWords(recording)} {byteSize(chunks.byteLength)} arrived.
        </p>
      </Section>
      {head !== undefined && (
        <Section
          title="Answer headers"
          aside={<CopyButton label="Copy the answer headers" text={() => headerText(head.headers)} />}
        >
          <HeaderList headers={shown} />
          {withheld !== undefined && withheld !== '' && (
            <p className="mt-1.5 text-2xs text-text-subtle">
              The relay kept back: <span className="font-mono">{withheld}</span>
            </p>
          )}
        </Section>
      )}
    </div>
  )
}
