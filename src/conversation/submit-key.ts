/** The parts of a key press that decide whether it sends. */
export interface KeyPress {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly nativeEvent: { readonly isComposing: boolean; readonly keyCode: number }
}

/** What browsers report as key code while an input method works on the text, Safari even on its last Enter. */
const inputMethod = 229

/** Enter, also with Ctrl or Cmd. Shift+Enter and Alt+Enter are new lines, Enter in an input method picks a word. */
export const isSubmitKey = (press: KeyPress): boolean =>
  press.key === 'Enter' &&
  !press.shiftKey &&
  !press.altKey &&
  !press.nativeEvent.isComposing &&
  press.nativeEvent.keyCode !== inputMethod
