import {
  Archive,
  Box,
  FileDiff,
  FileSearch,
  Globe,
  Image,
  ListTree,
  MousePointerClick,
  Search,
  ShieldCheck,
  SquareTerminal,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { arrayOf, fieldOf, isObject, stringOf, type JsonObject } from '../../lib/json.ts'
import type { OtherItem, ToolOutputItem } from '../../protocol/item.ts'
import { FoldCard } from './fold-card.tsx'
import { hostedStateOf, hostedTime } from './hosted-state.ts'
import { actionsOf, computerWords, lineOf } from './hosted-words.ts'
import { generatedImageOf } from './image-result.ts'
import { JsonBlock } from './json-block.tsx'
import { OutputParts } from './output-parts.tsx'
import { Picture } from './safe-picture.tsx'
import { FileSearchBody, ToolListBody, WebSearchBody } from './search-bodies.tsx'
import { PatchBody, ProgramBody, ShellBody, ToolSearchBody } from './terminal-bodies.tsx'

interface BodyProps {
  readonly json: JsonObject
  readonly output: ToolOutputItem | undefined
  readonly onLink: (url: string) => void
}

const ImageBody = ({ json }: BodyProps) => {
  const image = generatedImageOf(json)
  const prompt = stringOf(json, 'revised_prompt')
  if (image === undefined) {
    const came = stringOf(json, 'result') ?? stringOf(json, 'partial_image_b64')
    return (
      <p className="text-xs text-text-subtle">
        {came === undefined ? 'No image has come yet.' : 'What came is no image in a form that can be shown here.'}
      </p>
    )
  }
  return (
    <figure className="grid gap-1.5 pt-1">
      <Picture address={image.address} alt={prompt ?? 'Image made by the agent'} />
      <figcaption className="text-xs wrap-anywhere text-text-subtle">
        {image.partial !== undefined && <span>Partial image {image.partial + 1}. </span>}
        {prompt}
      </figcaption>
    </figure>
  )
}

const ComputerBody = ({ json, output, onLink }: BodyProps) => {
  const checks = (arrayOf(json, 'pending_safety_checks') ?? []).filter(isObject)
  return (
    <>
      <ol className="grid gap-0.5 text-xs">
        {actionsOf(json).map((action, index) => (
          // Actions stand in their order.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className="wrap-anywhere">
            {computerWords(action)}
          </li>
        ))}
      </ol>
      {checks.map((check, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <p key={index} className="flex gap-2 rounded-md bg-notice-soft px-2.5 py-2 text-xs text-notice">
          <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
          <span className="min-w-0 wrap-anywhere">
            Safety check {stringOf(check, 'code') ?? ''}: {stringOf(check, 'message') ?? 'no words'}
          </span>
        </p>
      ))}
      {output !== undefined && (
        <div data-item={output.key} data-part={-1} className="pt-1">
          <OutputParts value={output.output} onLink={onLink} />
        </div>
      )}
    </>
  )
}

const CompactionBody = ({ json }: BodyProps) => {
  const size = stringOf(json, 'encrypted_content')?.length ?? 0
  return (
    <p className="text-xs text-text-subtle">
      The model replaced what was said before by {size === 0 ? 'a summary' : `${size} characters`} that only its server
      can read.
    </p>
  )
}

const DecisionBody = ({ json }: BodyProps) => (
  <p className="text-xs wrap-anywhere">
    {fieldOf(json, 'approve') === true ? 'Approved' : 'Denied'}
    {stringOf(json, 'reason') !== undefined && `: ${stringOf(json, 'reason')}`}
  </p>
)

interface HostedSort {
  readonly icon: LucideIcon
  readonly title: string
  /** In full view at once: it is what the person came for. */
  readonly unfolded?: true
  readonly body: (props: BodyProps) => ReactNode
}

const sorts: Readonly<Record<string, HostedSort>> = {
  web_search_call: { icon: Globe, title: 'Web search', body: WebSearchBody },
  file_search_call: { icon: FileSearch, title: 'File search', body: FileSearchBody },
  image_generation_call: { icon: Image, title: 'Image', unfolded: true, body: ImageBody },
  mcp_list_tools: { icon: ListTree, title: 'Tools', body: ToolListBody },
  computer_call: { icon: MousePointerClick, title: 'Computer', body: ComputerBody },
  shell_call: { icon: SquareTerminal, title: 'Shell', body: ShellBody },
  local_shell_call: { icon: SquareTerminal, title: 'Local shell', body: ShellBody },
  apply_patch_call: { icon: FileDiff, title: 'Patch', body: PatchBody },
  compaction: { icon: Archive, title: 'Compaction', body: CompactionBody },
  tool_search_call: { icon: Search, title: 'Tool search', body: ToolSearchBody },
  tool_search_output: { icon: Search, title: 'Tools found', body: ToolListBody },
  additional_tools: { icon: ListTree, title: 'Further tools', body: ToolListBody },
  program: { icon: SquareTerminal, title: 'Program', body: ProgramBody },
  mcp_approval_response: { icon: ShieldCheck, title: 'Decision', unfolded: true, body: DecisionBody },
}

interface HostedItemProps {
  readonly item: OtherItem
  readonly output: ToolOutputItem | undefined
  readonly live: boolean
  readonly folded: boolean
  readonly marked: boolean
  readonly onLink: (url: string) => void
}

const UnknownBody = ({ json }: BodyProps) => <JsonBlock label="item" value={json} />

/** An item of a model's own tools as a card of its own kind; one that nobody knows as all that it says. */
export const HostedItem = ({ item, output, live, folded, marked, onLink }: HostedItemProps) => {
  const [chosen, setChosen] = useState<boolean>()
  const sort = Object.hasOwn(sorts, item.type) ? sorts[item.type] : undefined
  const { words, tone } = hostedStateOf(item, output, live)
  const Body = sort?.body ?? UnknownBody
  const line = lineOf(item.json, item.type)
  const open = chosen ?? (!folded || sort?.unfolded === true || tone === 'danger' || marked)
  return (
    <FoldCard
      label={`${sort?.title ?? 'Item'} ${sort === undefined ? item.type : line}`.trim()}
      icon={sort?.icon ?? Box}
      title={sort?.title ?? <span className="font-mono">{item.type === '' ? '(no type)' : item.type}</span>}
      note={line === '' ? undefined : <bdi>{line}</bdi>}
      state={words}
      tone={tone}
      time={hostedTime(item, output)}
      open={open}
      onToggle={setChosen}
    >
      <div data-part={-1} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
        <Body json={item.json} output={output} onLink={onLink} />
      </div>
    </FoldCard>
  )
}
