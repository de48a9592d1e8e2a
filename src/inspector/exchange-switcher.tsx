import { Check, ChevronDown, ChevronLeft, ChevronRight, ChevronsRight } from 'lucide-react'
import type { ExchangeId, Recording } from '../exchange/recording.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { useRecordingVersion } from './use-recording.ts'

const endWords: Readonly<Record<NonNullable<Recording['end']>['kind'], string>> = {
  'whole-body': '',
  stopped: 'closed here',
  broken: 'cut',
  abandoned: 'left with the page',
}

/** Method and path say what an exchange was for: the call, a poll, or the rest after an event. */
const requestWords = ({ request }: Recording): string => {
  const url = new URL(request.url)
  const path = url.pathname.split('/').slice(-2).join('/')
  return `${request.method} …/${path}${url.search}`
}

interface ExchangeSwitcherProps {
  readonly exchanges: readonly ExchangeId[]
  /** The one that is shown. */
  readonly recording: Recording
  readonly onShow: (exchange: ExchangeId) => void
}

/** The exchanges of one run, in order. Each is recorded on its own, and looked at on its own. */
export const ExchangeSwitcher = ({ exchanges, recording, onShow }: ExchangeSwitcherProps) => {
  useRecordingVersion(recording)
  const index = exchanges.indexOf(recording.id)
  const step = (to: number) => {
    const exchange = exchanges.at(to)
    if (exchange !== undefined) onShow(exchange)
  }
  const status = recording.head?.status
  const end = recording.end === undefined ? '' : endWords[recording.end.kind]
  return (
    <nav
      aria-label="Exchanges of this run"
      className="flex min-w-0 items-center gap-1 border-b border-border bg-surface px-2 py-1 text-xs"
    >
      <IconButton label="Previous exchange" size="small" disabled={index <= 0} onClick={() => step(index - 1)}>
        <ChevronLeft size={14} aria-hidden />
      </IconButton>
      <Menu
        trigger={
          <button
            type="button"
            className="flex items-center gap-0.5 rounded-md px-1 py-0.5 whitespace-nowrap tabular-nums hover:bg-surface-hover"
          >
            Exchange {index + 1} of {exchanges.length}
            <ChevronDown size={12} aria-hidden className="text-text-subtle" />
          </button>
        }
      >
        {exchanges.map((exchange, place) => (
          <MenuItem
            key={exchange}
            icon={exchange === recording.id && <Check size={14} aria-label="shown" />}
            onSelect={() => onShow(exchange)}
          >
            Exchange {place + 1}
          </MenuItem>
        ))}
      </Menu>
      <IconButton
        label="Next exchange"
        size="small"
        disabled={index >= exchanges.length - 1}
        onClick={() => step(index + 1)}
      >
        <ChevronRight size={14} aria-hidden />
      </IconButton>
      <IconButton
        label="Newest exchange"
        size="small"
        disabled={index >= exchanges.length - 1}
        onClick={() => step(exchanges.length - 1)}
      >
        <ChevronsRight size={14} aria-hidden />
      </IconButton>
      <span className="min-w-0 flex-1 truncate font-mono text-2xs text-text-subtle" title={recording.request.url}>
        {requestWords(recording)}
      </span>
      {status !== undefined && <span className="text-2xs text-text-subtle tabular-nums">{status}</span>}
      {end !== '' && <span className="rounded bg-notice-soft px-1 text-2xs whitespace-nowrap text-notice">{end}</span>}
    </nav>
  )
}
