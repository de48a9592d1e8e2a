import { Braces, Download, FileText, History } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { Menu, MenuItem, MenuLabel } from '../ui/menu.tsx'
import type { Run } from './conversation.ts'
import type { ThreadActions } from './thread-model.ts'

interface ExportMenuProps {
  readonly run: Run
  readonly onExport: ThreadActions['onExport']
}

/** An answer as a file, each form with what it is good for. */
export const ExportMenu = ({ run, onExport }: ExportMenuProps) => {
  const ending = run.mode === 'streamed' ? '.sse' : '.json'
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="small" disabled={run.exchanges.length === 0}>
          <Download size={14} aria-hidden /> <span className="@max-xl:sr-only">Export</span>
        </Button>
      }
    >
      <MenuLabel>Save this answer</MenuLabel>
      <MenuItem
        icon={<History size={14} aria-hidden />}
        disabled={run.phase.at !== 'over'}
        onSelect={() => onExport(run.id, 'recording')}
      >
        Recording (.recording.json)
      </MenuItem>
      <MenuItem icon={<FileText size={14} aria-hidden />} onSelect={() => onExport(run.id, 'bytes')}>
        Bytes as received ({ending})
      </MenuItem>
      <MenuItem icon={<Braces size={14} aria-hidden />} onSelect={() => onExport(run.id, 'events')}>
        Events (.jsonl)
      </MenuItem>
    </Menu>
  )
}
