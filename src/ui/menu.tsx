import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './class-names.ts'

/** A button (`trigger`) that opens a list of commands. */
export const Menu = ({ trigger, children }: { readonly trigger: ReactElement; readonly children: ReactNode }) => (
  <BaseMenu.Root>
    <BaseMenu.Trigger render={trigger} />
    <BaseMenu.Portal>
      <BaseMenu.Positioner sideOffset={6} align="start" className="z-40">
        <BaseMenu.Popup className="max-h-[var(--available-height)] max-w-80 min-w-48 overflow-y-auto rounded-lg border border-border bg-surface-raised p-1 shadow-floating outline-none">
          {children}
        </BaseMenu.Popup>
      </BaseMenu.Positioner>
    </BaseMenu.Portal>
  </BaseMenu.Root>
)

interface MenuItemProps {
  readonly icon?: ReactNode
  readonly children: ReactNode
  readonly onSelect: () => void
  readonly disabled?: boolean
  readonly danger?: boolean
}

export const MenuItem = ({ icon, children, onSelect, disabled = false, danger = false }: MenuItemProps) => (
  <BaseMenu.Item
    disabled={disabled}
    onClick={onSelect}
    className={cn(
      'flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none data-highlighted:bg-surface-hover data-disabled:opacity-50',
      danger && 'text-danger',
    )}
  >
    <span className="flex size-4 shrink-0 items-center justify-center text-text-subtle">{icon}</span>
    <span className="min-w-0 flex-1">{children}</span>
  </BaseMenu.Item>
)

interface MenuCheckProps {
  readonly children: ReactNode
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** A choice that the commands of the menu follow. The menu stays open. */
export const MenuCheck = ({ children, checked, onChange }: MenuCheckProps) => (
  <BaseMenu.CheckboxItem
    checked={checked}
    onCheckedChange={onChange}
    closeOnClick={false}
    className="flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none data-highlighted:bg-surface-hover"
  >
    <span className="flex size-4 shrink-0 items-center justify-center rounded-sm border border-border-strong text-accent">
      <BaseMenu.CheckboxItemIndicator>
        <Check size={12} strokeWidth={3} aria-hidden />
      </BaseMenu.CheckboxItemIndicator>
    </span>
    <span className="min-w-0 flex-1">{children}</span>
  </BaseMenu.CheckboxItem>
)

export const MenuSeparator = () => <BaseMenu.Separator className="my-1 h-px bg-border" />

export const MenuLabel = ({ children }: { readonly children: ReactNode }) => (
  <div className="px-2 pt-1.5 pb-1 text-2xs font-semibold text-text-subtle uppercase">{children}</div>
)
