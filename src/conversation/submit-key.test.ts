import { expect, test } from 'vitest'
import { isSubmitKey } from './submit-key.ts'

const press = {
  key: 'Enter',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  nativeEvent: { isComposing: false, keyCode: 13 },
}

test.each([
  ['Enter', press, true],
  ['Ctrl+Enter', { ...press, ctrlKey: true }, true],
  ['Cmd+Enter', { ...press, metaKey: true }, true],
  ['Shift+Enter', { ...press, shiftKey: true }, false],
  ['Alt+Enter', { ...press, altKey: true }, false],
  ['Enter of an input method', { ...press, nativeEvent: { isComposing: true, keyCode: 13 } }, false],
  ['its last Enter in Safari', { ...press, nativeEvent: { isComposing: false, keyCode: 229 } }, false],
  ['a letter', { ...press, key: 'e' }, false],
])('%s', (_name, key, sends) => {
  expect(isSubmitKey(key)).toBe(sends)
})
