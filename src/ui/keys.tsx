import { keyWords } from './shortcut.ts'

/** The keys of a shortcut as they are written on a keyboard. */
export const Keys = ({ of: key }: { readonly of: string }) => (
  <kbd className="inline-flex shrink-0 gap-1 font-sans">
    {keyWords(key)
      .split(' ')
      .map((part) => (
        <span
          key={part}
          className="inline-grid h-5 min-w-5 place-items-center rounded border border-border bg-surface px-1 text-2xs font-medium text-text-subtle"
        >
          {part}
        </span>
      ))}
  </kbd>
)
