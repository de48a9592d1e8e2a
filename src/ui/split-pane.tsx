import { useRef, type KeyboardEvent, type PointerEvent } from 'react'

interface SplitterProps {
  /** Accessible name: "Width of the inspector". */
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  /** Which way a larger value goes: the pane lies before or after the splitter; `row` splitters move up and down. */
  readonly pane: 'before' | 'after'
  readonly direction?: 'column' | 'row'
  readonly onChange: (value: number) => void
  /** Double click. */
  readonly onReset: () => void
}

/** A focusable separator between two panes: drag, arrow keys, Home, End, double click. */
export const Splitter = ({ label, value, min, max, pane, direction = 'column', onChange, onReset }: SplitterProps) => {
  const start = useRef<{ readonly at: number; readonly value: number } | undefined>(undefined)
  const sign = pane === 'before' ? 1 : -1
  const place = (event: PointerEvent) => (direction === 'column' ? event.clientX : event.clientY)
  const change = (next: number) => onChange(Math.round(Math.min(max, Math.max(min, next))))
  const onKeyDown = (event: KeyboardEvent) => {
    const [less, more] = direction === 'column' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
    const step = event.shiftKey ? 64 : 16
    if (event.key === less) change(value - sign * step)
    else if (event.key === more) change(value + sign * step)
    else if (event.key === 'Home') change(min)
    else if (event.key === 'End') change(max)
    else return
    event.preventDefault()
  }
  return (
    // A focusable separator is a widget: WAI-ARIA, "window splitter".
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      aria-label={label}
      aria-orientation={direction === 'column' ? 'vertical' : 'horizontal'}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={onReset}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { at: place(event), value }
      }}
      onPointerMove={(event) => {
        if (start.current !== undefined) change(start.current.value + sign * (place(event) - start.current.at))
      }}
      onPointerUp={() => {
        start.current = undefined
      }}
      onPointerCancel={() => {
        start.current = undefined
      }}
      className={
        direction === 'column'
          ? 'relative z-10 w-px cursor-col-resize touch-none bg-border after:absolute after:inset-y-0 after:-inset-x-1 hover:bg-accent focus-visible:bg-accent'
          : 'relative z-10 h-px cursor-row-resize touch-none bg-border after:absolute after:inset-x-0 after:-inset-y-1 hover:bg-accent focus-visible:bg-accent'
      }
    />
  )
}
