import { Archive, Binary, BookOpenText, Braces, Bug, Download, History, type LucideIcon } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu.tsx'
import type { Run } from './conversation.ts'
import type { FileForm, ThreadActions } from './thread-model.ts'
import { maskSwitchLabel, useMasking } from './use-masking.ts'

interface FormWords {
  readonly form: FileForm
  readonly icon: LucideIcon
  readonly name: string
  readonly ending: string
}

const forms: readonly FormWords[] = [
  { form: 'recording', icon: History, name: 'Recording', ending: '.recording.json' },
  { form: 'bytes', icon: Binary, name: 'Bytes as received', ending: '' },
  { form: 'events', icon: Braces, name: 'Events', ending: '.jsonl' },
  { form: 'har', icon: Archive, name: 'HTTP archive', ending: '.har' },
  { form: 'markdown', icon: BookOpenText, name: 'Markdown to read', ending: '.md' },
]

interface FileFormItemsProps {
  /** What the bytes are called in a file of their own. */
  readonly bytesEnding: string
  /** Whether everything was recorded: while it goes on, only what came so far can be saved. */
  readonly isOver?: boolean
  readonly onChoose: (form: FileForm) => void
}

/** The forms of a file, as entries of a menu, and whether texts are masked in it. */
export const FileFormItems = ({ bytesEnding, isOver = true, onChoose }: FileFormItemsProps) => {
  const [isMasking, turnMasking] = useMasking()
  return (
    <>
      {forms.map(({ form, icon: Icon, name, ending }) => (
        <MenuItem
          key={form}
          icon={<Icon size={14} aria-hidden />}
          disabled={!isOver && form !== 'bytes' && form !== 'events'}
          onSelect={() => onChoose(form)}
        >
          {name} <span className="text-text-subtle">({ending === '' ? bytesEnding : ending})</span>
        </MenuItem>
      ))}
      <MenuCheck checked={isMasking} onChange={turnMasking}>
        {maskSwitchLabel}
      </MenuCheck>
    </>
  )
}

interface ExportMenuProps {
  readonly run: Run
  readonly onExport: ThreadActions['onExport']
  readonly onReport: ThreadActions['onReport']
}

/** An answer as a file, each form with what it is good for. */
export const ExportMenu = ({ run, onExport, onReport }: ExportMenuProps) => (
  <Menu
    trigger={
      <Button variant="quiet" size="small" disabled={run.exchanges.length === 0}>
        <Download size={14} aria-hidden /> <span className="@max-xl:sr-only">Export</span>
      </Button>
    }
  >
    <MenuLabel>Save this answer</MenuLabel>
    <FileFormItems
      bytesEnding={run.mode === 'streamed' || run.exchanges.length > 1 ? '.sse' : '.json'}
      isOver={run.phase.at === 'over'}
      onChoose={(form) => onExport(run.id, form)}
    />
    {onReport !== undefined && (
      <>
        <MenuSeparator />
        <MenuItem
          icon={<Bug size={14} aria-hidden />}
          disabled={run.phase.at !== 'over'}
          onSelect={() => onReport(run.id)}
        >
          Report a problem…
        </MenuItem>
      </>
    )}
  </Menu>
)
