import { arrayOf, fieldOf, numberOf, stringOf, type Json } from '../../lib/json.ts'
import type { ToolOutputItem } from '../../protocol/item.ts'
import { Badge } from '../../ui/badge.tsx'
import { cn } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { commandsOf } from './hosted-words.ts'
import { JsonBlock } from './json-block.tsx'
import type { HostedBodyProps } from './search-bodies.tsx'
import { TextBlock } from './text-block.tsx'

interface TerminalBodyProps extends HostedBodyProps {
  readonly output: ToolOutputItem | undefined
}

const Outcome = ({ outcome }: { readonly outcome: Json | undefined }) => {
  if (stringOf(outcome, 'type') === 'timeout') return <Badge tone="notice">timed out</Badge>
  const code = numberOf(outcome, 'exit_code')
  return code === undefined ? undefined : <Badge tone={code === 0 ? 'success' : 'danger'}>exit {code}</Badge>
}

/** What one command printed: two streams, and how it ended. */
const Printed = ({ value }: { readonly value: Json }) => {
  if (typeof value === 'string') return <TextBlock label="output" text={value} />
  const [out, err] = [stringOf(value, 'stdout') ?? '', stringOf(value, 'stderr') ?? '']
  const outcome = <Outcome outcome={fieldOf(value, 'outcome')} />
  return (
    <>
      {(out !== '' || err === '') && <TextBlock label="stdout" text={out} aside={err === '' && outcome} />}
      {err !== '' && <TextBlock label="stderr" text={err} aside={outcome} />}
    </>
  )
}

const Output = ({ output }: { readonly output: ToolOutputItem }) => {
  const printed = Array.isArray(output.output) ? output.output : [output.output]
  return (
    <div data-item={output.key} data-part={-1} className="grid grid-cols-[minmax(0,1fr)] gap-1">
      {printed.map((value: Json, index: number) => (
        // Outputs stand in the order of the commands.
        // oxlint-disable-next-line react/no-array-index-key
        <Printed key={index} value={value} />
      ))}
    </div>
  )
}

export const ShellBody = ({ json, output }: TerminalBodyProps) => {
  const action = fieldOf(json, 'action')
  const commands = commandsOf(json)
  const folder = stringOf(action, 'working_directory')
  return (
    <>
      <div className="min-w-0">
        <div className="flex h-6 items-center gap-2 text-2xs font-medium text-text-subtle">
          {commands.length === 1 ? 'command' : 'commands'}
          {folder !== undefined && <span className="truncate font-mono font-normal">in {folder}</span>}
          <span className="ms-auto" data-chrome>
            <CopyButton label="Copy commands" text={() => commands.join('\n')} />
          </span>
        </div>
        <ol className="grid gap-0.5 rounded-md bg-surface-sunken px-2.5 py-2 font-mono text-xs">
          {commands.map((command, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index} className="flex gap-2">
              <span aria-hidden className="text-text-subtle select-none">
                $
              </span>
              <span className="min-w-0 wrap-anywhere whitespace-pre-wrap">{command}</span>
            </li>
          ))}
        </ol>
      </div>
      {output !== undefined && <Output output={output} />}
    </>
  )
}

const lineTone = (line: string): string | undefined => {
  if (line.startsWith('+')) return 'bg-success-soft text-success'
  if (line.startsWith('-')) return 'bg-danger-soft text-danger'
  return line.startsWith('@@') ? 'text-text-subtle' : undefined
}

/** A change to a file; added and removed lines keep their signs, so colour is not the only mark. */
export const PatchBody = ({ json, output }: TerminalBodyProps) => {
  const diff = stringOf(fieldOf(json, 'operation'), 'diff')
  const said = typeof output?.output === 'string' ? output.output : undefined
  return (
    <>
      {diff !== undefined && (
        <div className="min-w-0">
          <div className="flex h-6 items-center text-2xs font-medium text-text-subtle">
            diff
            <span className="ms-auto" data-chrome>
              <CopyButton label="Copy diff" text={() => diff} />
            </span>
          </div>
          <pre
            // A scroll container has to be reachable by keyboard.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            className="max-h-80 overflow-auto rounded-md bg-surface-sunken py-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
          >
            {diff
              .replace(/\n$/u, '')
              .split('\n')
              .map((line, index) => (
                // oxlint-disable-next-line react/no-array-index-key
                <span key={index} className={cn('block min-h-4.5 px-2.5', lineTone(line))}>
                  {line}
                </span>
              ))}
          </pre>
        </div>
      )}
      {diff === undefined && output === undefined && (
        <p className="text-xs text-text-subtle">Nothing more is told of it.</p>
      )}
      {output !== undefined && (
        <div data-item={output.key} data-part={-1}>
          {said === undefined ? (
            <JsonBlock label="output" value={output.output} />
          ) : (
            <TextBlock
              label="output"
              text={said}
              {...(output.status === 'failed' ? { tone: 'danger' as const } : {})}
            />
          )}
        </div>
      )}
    </>
  )
}

/** Code that a model runs among its tools, and its result. */
export const ProgramBody = ({ json, output }: TerminalBodyProps) => (
  <>
    <TextBlock label="code" text={stringOf(json, 'code') ?? ''} />
    {output !== undefined && (
      <div data-item={output.key} data-part={-1}>
        {typeof output.output === 'string' ? (
          <TextBlock label="result" text={output.output} />
        ) : (
          <JsonBlock label="result" value={output.output} />
        )}
      </div>
    )}
  </>
)

/** A search among tools: what for, and which were found. */
export const ToolSearchBody = ({ json, output }: TerminalBodyProps) => (
  <>
    <JsonBlock label="arguments" value={fieldOf(json, 'arguments') ?? null} />
    {output !== undefined && (
      <div data-item={output.key} data-part={-1}>
        <JsonBlock label={`${arrayOf({ tools: output.output }, 'tools')?.length ?? 0} tools`} value={output.output} />
      </div>
    )}
  </>
)
