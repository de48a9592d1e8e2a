import { Dialog } from '../ui/dialog.tsx'
import { Keys } from '../ui/keys.tsx'
import { Switch } from '../ui/switch.tsx'
import { shortcutGroups } from './shortcut-groups.ts'
import { usePreferences } from './use-app.ts'

/** All shortcuts, and the switch for those of a single key. */
export const ShortcutsDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const [{ singleKeys }, change] = usePreferences()
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts" wide>
      <div className="mb-4 flex items-center gap-3 rounded-lg bg-surface-sunken px-3 py-2">
        <p className="min-w-0 flex-1 text-xs text-text-subtle">
          A single key does nothing while you write. Turn them off if they get in the way of your keyboard or screen
          reader.
        </p>
        <Switch label="Single keys" checked={singleKeys} onChange={(on) => change({ singleKeys: on })} />
      </div>
      <div className="gap-x-10 sm:columns-2">
        {shortcutGroups.map(({ title, shortcuts }) => (
          <section key={title} aria-label={title} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-2xs font-semibold text-text-subtle uppercase">{title}</h3>
            <dl className="grid gap-px">
              {shortcuts.map(({ id, key, does }) => (
                <div key={id} className="flex min-h-7 items-center gap-3 border-b border-border py-1 last:border-0">
                  <dt className="min-w-0 flex-1 text-sm">{does}</dt>
                  <dd>
                    <Keys of={key} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
