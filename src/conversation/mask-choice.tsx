import { findWords } from '../exchange/masked-words.ts'
import type { Find } from '../exchange/mask.ts'
import { Switch } from '../ui/switch.tsx'
import { maskSwitchLabel, useMasking } from './use-masking.ts'

interface MaskChoiceProps {
  readonly finds: readonly Find[]
  /** Where they would be, such as `the link`. */
  readonly where: string
}

/** Whether what was found leaves. Nothing where nothing was. */
export const MaskChoice = ({ finds, where }: MaskChoiceProps) => {
  const [isMasking, turnMasking] = useMasking()
  if (finds.length === 0) return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
      <Switch label={maskSwitchLabel} checked={isMasking} onChange={turnMasking} />
      <span className={isMasking ? 'text-text-subtle' : 'text-notice'}>
        {isMasking ? `${findWords(finds)} masked in ${where}` : `${findWords(finds)} in ${where}`}
      </span>
    </div>
  )
}
