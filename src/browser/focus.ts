import { onNextFrame } from './clock.ts'

/** Puts the focus into the field with this accessible name: now, and again once what was just asked for is drawn. */
export const focusField = (name: string): void => {
  const focus = () => document.querySelector<HTMLElement>(`[aria-label="${CSS.escape(name)}"]`)?.focus()
  focus()
  onNextFrame(focus)
}
