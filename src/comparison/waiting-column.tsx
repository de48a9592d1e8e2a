/** Says that a column is asked later, and why. */
export const WaitingNote = () => (
  <p className="flex items-center gap-2 text-text-subtle">
    <span aria-hidden className="size-2 shrink-0 rounded-full border border-border-strong" />
    Asked when the column before it has ended.
  </p>
)

/** A column that has nothing to show yet. */
export const WaitingColumn = ({ letter }: { readonly letter: string }) => (
  <section
    aria-label={`Column ${letter}`}
    className="grid min-h-0 min-w-64 flex-1 snap-start grid-rows-[auto_minmax(0,1fr)] border-border not-first:border-s max-sm:min-w-full"
  >
    <h2 className="flex h-9 items-center border-b border-border bg-surface-raised px-3 text-xs font-medium">
      <span aria-hidden className="rounded bg-surface-hover px-1.5 font-mono">
        {letter}
      </span>
    </h2>
    <div className="p-4">
      <WaitingNote />
    </div>
  </section>
)
