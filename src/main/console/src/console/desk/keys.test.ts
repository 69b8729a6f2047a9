// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { sends } from './keys'

function key(init: KeyboardEventInit & { keyCode?: number }): KeyboardEvent {
  const event = new KeyboardEvent('keydown', init)
  if (init.keyCode) Object.defineProperty(event, 'keyCode', { value: init.keyCode })
  if (init.isComposing) Object.defineProperty(event, 'isComposing', { value: true })
  return event
}

test('Enter sends, Shift+Enter begins a line', () => {
  expect(sends(key({ key: 'Enter' }))).toBe(true)
  expect(sends(key({ key: 'Enter', shiftKey: true }))).toBe(false)
  expect(sends(key({ key: 'a' }))).toBe(false)
})

test('Enter that ends a composed word does not send', () => {
  expect(sends(key({ key: 'Enter', isComposing: true }))).toBe(false)
  expect(sends(key({ key: 'Enter', keyCode: 229 }))).toBe(false)
})
