import { ColumnSection } from './column-section.tsx'

/** Says that a column is asked later, and why. */
export const WaitingNote = () => (
  <p className="flex items-center gap-2 text-text-subtle">
    <span aria-hidden className="size-2 shrink-0 rounded-full border border-border-strong" />
    Asked when the column before it has ended.
  </p>
)

/** A column that has nothing to show yet. */
export const WaitingColumn = ({ letter }: { readonly letter: string }) => (
  <ColumnSection letter={letter}>
    <div className="p-4">
      <WaitingNote />
    </div>
  </ColumnSection>
)
