import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'

export const TooltipProvider = BaseTooltip.Provider

/** A short hint for a control that has its own accessible name. */
export const Tooltip = ({ content, children }: { readonly content: string; readonly children: ReactElement }) => (
  <BaseTooltip.Root>
    <BaseTooltip.Trigger render={children} />
    <BaseTooltip.Portal>
      <BaseTooltip.Positioner sideOffset={6} className="z-50">
        <BaseTooltip.Popup className="max-w-72 rounded-md bg-text px-2 py-1 text-xs text-surface shadow-floating">
          {content}
        </BaseTooltip.Popup>
      </BaseTooltip.Positioner>
    </BaseTooltip.Portal>
  </BaseTooltip.Root>
)
