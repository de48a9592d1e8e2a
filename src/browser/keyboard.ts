/** Where keys are written, or mean something else already. */
const written = 'input:not([type=range]), textarea, select, [contenteditable], [role=dialog], [role=menu]'

let singleKeysOn = true

/** Turns the shortcuts of a single key on or off; those with Ctrl or Cmd stay. */
export const setSingleKeys = (on: boolean): void => {
  singleKeysOn = on
}

/** Whether this computer writes Cmd where others write Ctrl. */
export const hasCommandKey = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform)

const isTaken = ({ key, target }: KeyboardEvent): boolean => {
  const element = target instanceof Element ? target : document.body
  // Space presses a button and scrolls a list.
  if (key === ' ' && element !== document.body && !element.matches('[type=range]')) return true
  return element.closest(written) !== null
}

/** Single keys, anywhere but where one writes. `actOf` finds what a key does, if anything. */
export const onSingleKey = (actOf: (key: string) => (() => void) | undefined): (() => void) => {
  const onKeyDown = (event: KeyboardEvent) => {
    if (!singleKeysOn || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (isTaken(event)) return
    const act = actOf(event.key)
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}

/** Keys together with Ctrl or Cmd alone, wherever the focus is. */
export const onCommandKey = (actOf: (key: string) => (() => void) | undefined): (() => void) => {
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    const act = actOf(event.key.toLowerCase())
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}
