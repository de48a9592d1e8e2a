import { ChevronRight, CircleAlert, LogIn, Wrench } from 'lucide-react'
import { memo, useState } from 'react'
import { parseJson } from '../../lib/json.ts'
import type { ToolCallItem, ToolOutputItem } from '../../protocol/item.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/class-names.ts'
import { duration } from '../../ui/figures.ts'
import { ItemFrame, type ItemViewProps } from './item-frame.tsx'
import { JsonBlock } from './json-block.tsx'
import { signInAddressOf, toolCallStateOf, toolCallTime, type ToolCallState } from './tool-call-state.ts'

const tones: Record<ToolCallState, Tone> = {
  preparing: 'accent',
  running: 'accent',
  done: 'success',
  failed: 'danger',
  'no output': 'notice',
}

interface ToolCallItemViewProps extends ItemViewProps<ToolCallItem> {
  readonly output?: ToolOutputItem | undefined
  /** Folded at first: the answer has many calls. */
  readonly folded: boolean
}

const ToolArguments = ({ item, live }: { readonly item: ToolCallItem; readonly live: boolean }) => {
  if (item.arguments === '') return <p className="text-xs text-text-subtle">No arguments.</p>
  const invalid = !(live && item.state === 'open') && item.type !== 'custom_tool_call' && !parseJson(item.arguments).ok
  return (
    <div data-part={-1}>
      <JsonBlock
        label="arguments"
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
        <section
          aria-label={`Tool call ${item.name}`}
          className={cn(
            'rounded-lg border bg-surface-raised',
            state === 'failed' ? 'border-danger/50' : 'border-border',
          )}
        >
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setChosen(!open)}
            className="flex h-9 w-full min-w-0 items-center gap-2 rounded-lg px-2.5 text-start text-xs hover:bg-surface-hover"
          >
            <Wrench size={14} aria-hidden className="shrink-0 text-kind-tool" />
            <span className="min-w-0 truncate font-mono font-medium">{item.name}</span>
            {item.serverLabel !== undefined && <span className="truncate text-text-subtle">{item.serverLabel}</span>}
            <Badge tone={tones[state]}>{state}</Badge>
            <span className="ms-auto shrink-0 text-text-subtle tabular-nums">
              {time !== undefined && time > 0 && duration(time)}
            </span>
            <ChevronRight
              size={14}
              aria-hidden
              className={cn(
                'shrink-0 text-text-subtle transition-transform motion-reduce:transition-none',
                open && 'rotate-90',
              )}
            />
          </button>
          {open && (
            <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5 border-t border-border px-2.5 pt-1.5 pb-2.5">
              <ToolArguments item={item} live={live} />
              {result !== undefined && result !== null && (
                <div data-item={output?.key} data-part={-1}>
                  <JsonBlock label="output" value={result} />
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
            </div>
          )}
        </section>
      </ItemFrame>
    )
  },
)
