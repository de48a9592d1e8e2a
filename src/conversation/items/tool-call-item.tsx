import { CircleAlert, LogIn, SquareTerminal, Wrench } from 'lucide-react'
import { memo, useState } from 'react'
import { parseJson } from '../../lib/json.ts'
import type { ToolCallItem, ToolOutputItem } from '../../protocol/item.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { FoldCard } from './fold-card.tsx'
import { ItemFrame, type ItemViewProps } from './item-frame.tsx'
import { JsonBlock } from './json-block.tsx'
import { OutputParts } from './output-parts.tsx'
import { signInAddressOf, toolCallStateOf, toolCallTime, type ToolCallState } from './tool-call-state.ts'

const tones: Record<ToolCallState, Tone> = {
  preparing: 'accent',
  running: 'accent',
  done: 'success',
  failed: 'danger',
  'no output': 'notice',
}

const running: Readonly<Record<string, string>> = { interpreting: 'interpreting', calling: 'calling' }

/** The server's own word while it works, where it says one. */
const wordsOf = (item: ToolCallItem, state: ToolCallState): string =>
  state === 'preparing' || state === 'running' ? (running[item.status ?? ''] ?? state) : state

const noteOf = ({ type, serverLabel, namespace, approvalRequestId }: ToolCallItem): string | undefined => {
  const from = serverLabel ?? namespace
  if (approvalRequestId !== undefined) return `${from === undefined ? '' : `on ${from}, `}approved`
  if (from !== undefined) return `on ${from}`
  return type === 'custom_tool_call' ? 'custom tool' : undefined
}

interface ToolCallItemViewProps extends ItemViewProps<ToolCallItem> {
  readonly output?: ToolOutputItem | undefined
  /** Folded at first: the answer has many calls. */
  readonly folded: boolean
}

/** The input of a custom tool and the code of an interpreter are text of any form. */
const argumentsAre = (type: string): { readonly label: string; readonly isJson: boolean } => {
  if (type === 'custom_tool_call') return { label: 'input', isJson: false }
  return type === 'code_interpreter_call' ? { label: 'code', isJson: false } : { label: 'arguments', isJson: true }
}

const ToolArguments = ({ item, live }: { readonly item: ToolCallItem; readonly live: boolean }) => {
  if (item.arguments === '') return <p className="text-xs text-text-subtle">No arguments.</p>
  const { label, isJson } = argumentsAre(item.type)
  const invalid = !(live && item.state === 'open') && isJson && !parseJson(item.arguments).ok
  return (
    <div data-part={-1}>
      <JsonBlock
        label={label}
        value={item.arguments}
        aside={invalid && <Badge tone="notice">not valid JSON, as it came</Badge>}
      />
    </div>
  )
}

const SignInOffer = ({ url, onLink }: { readonly url: string; readonly onLink: (url: string) => void }) => (
  <div className="mt-2 flex flex-wrap items-center gap-2 rounded-md bg-notice-soft px-2.5 py-2 text-xs">
    <span className="min-w-0 flex-1">The tool needs your sign-in to its connection. Then run the turn again.</span>
    <Button size="small" onClick={() => onLink(url)}>
      <LogIn size={14} aria-hidden /> Open the connection
    </Button>
  </div>
)

export const ToolCallItemView = memo(
  ({ item, output, folded, marked, live, onShowEvents, onLink }: ToolCallItemViewProps) => {
    const [chosen, setChosen] = useState<boolean>()
    const state = toolCallStateOf(item, output, live)
    const time = toolCallTime(item, output)
    const result = output?.output ?? item.output
    const failed = item.error !== undefined && item.error !== null
    const signIn = signInAddressOf(result) ?? signInAddressOf(item.error)
    const open = chosen ?? (!folded || state === 'failed' || signIn !== undefined || marked)
    return (
      <ItemFrame item={item} marked={marked} onShowEvents={onShowEvents}>
        <FoldCard
          label={`Tool call ${item.name}`}
          icon={item.type === 'code_interpreter_call' ? SquareTerminal : Wrench}
          title={<bdi className="font-mono">{item.name}</bdi>}
          note={noteOf(item)}
          state={wordsOf(item, state)}
          tone={tones[state]}
          time={time}
          open={open}
          onToggle={setChosen}
        >
          <ToolArguments item={item} live={live} />
          {result !== undefined && result !== null && (
            <div data-item={output?.key} data-part={-1}>
              <OutputParts value={result} onLink={onLink} />
            </div>
          )}
          {failed && (
            <div className="flex gap-2 text-xs text-danger">
              <CircleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
              <p className="min-w-0 wrap-anywhere whitespace-pre-wrap">
                Error: {typeof item.error === 'string' ? item.error : JSON.stringify(item.error, null, 2)}
              </p>
            </div>
          )}
          {state === 'no output' && <p className="text-xs text-text-subtle">No output came for this call.</p>}
          {signIn !== undefined && <SignInOffer url={signIn} onLink={onLink} />}
        </FoldCard>
      </ItemFrame>
    )
  },
)
