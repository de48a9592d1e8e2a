import { Download, Info } from 'lucide-react'
import { useMemo, useState } from 'react'
import { downloadFile } from '../browser/download.ts'
import { maskOrdinary } from '../exchange/mask-ordinary.ts'
import { MaskChoice } from '../conversation/mask-choice.tsx'
import { useMasking } from '../conversation/use-masking.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Switch } from '../ui/switch.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { isStreamed, withStream, type CodeRequest, type Snippet } from './code-request.ts'
import { maskRequest } from './masked-request.ts'
import { shownCode } from './shown-code.ts'
import { ways } from './snippets.ts'

const Notes = ({ notes }: { readonly notes: readonly string[] }) => (
  <ul aria-label="What differs" className="grid gap-1 border-t border-border px-3 py-2 text-xs text-text-subtle">
    {notes.map((note) => (
      <li key={note} className="flex gap-2">
        <Info size={14} aria-hidden className="mt-px shrink-0" />
        <span className="min-w-0 wrap-anywhere">{note}</span>
      </li>
    ))}
  </ul>
)

const SnippetView = ({ label, snippet }: { readonly label: string; readonly snippet: Snippet }) => {
  if (snippet.kind === 'impossible') {
    return (
      <p className="flex gap-2 p-4 text-text-subtle">
        <Info size={16} aria-hidden className="mt-0.5 shrink-0" />
        <span>{snippet.why}</span>
      </p>
    )
  }
  const { text, fileName, notes } = snippet
  return (
    <div className="grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)_auto]">
      <div className="flex h-9 items-center gap-1 border-b border-border ps-3 pe-1.5">
        <code className="min-w-0 flex-1 truncate text-xs text-text-subtle">{fileName}</code>
        <CopyButton label="Copy the code" text={() => text} />
        <Button variant="quiet" size="small" onClick={() => downloadFile(fileName, 'text/plain;charset=utf-8', text)}>
          <Download size={14} aria-hidden /> Save
        </Button>
      </div>
      <pre
        aria-label={`Code, ${label}`}
        role="region"
        // A scroll container has to be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="min-h-0 overflow-auto bg-surface-sunken p-3 font-mono text-xs leading-5 outline-offset-[-2px]"
      >
        {shownCode(text)}
      </pre>
      {notes.length > 0 && <Notes notes={notes} />}
    </div>
  )
}

interface CodeDialogProps {
  readonly request: CodeRequest
  readonly onClose: () => void
}

/** The same request in every language that asks agents. */
export const CodeDialog = ({ request: given, onClose }: CodeDialogProps) => {
  const [way, setWay] = useState(ways[0]?.id ?? '')
  const [request, setRequest] = useState(given)
  const [isMasking] = useMasking()
  const { value: masked, finds } = useMemo(() => maskOrdinary((mask) => maskRequest(request, mask)), [request])
  const shown = isMasking ? masked : request
  const snippets = useMemo(() => ways.map((each) => ({ ...each, snippet: each.write(shown) })), [shown])
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={`Code: ask ${request.agentName}`}
      description="No credential is written into it: each way finds its own, or reads it from the environment."
    >
      <div className="h-[min(28rem,calc(100dvh-13rem))] overflow-hidden rounded-lg border border-border">
        <Tabs
          label="Ways to ask"
          selected={way}
          onSelect={setWay}
          tabs={snippets.map(({ id, label, snippet }) => ({
            id,
            label,
            content: <SnippetView label={label} snippet={snippet} />,
          }))}
        />
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-x-6 gap-y-2">
        <Switch
          label="Streamed"
          checked={isStreamed(request)}
          onChange={(stream) => setRequest(withStream(request, stream))}
        />
        <MaskChoice finds={finds} where="the code" />
      </div>
    </Dialog>
  )
}
