// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { leaveKeysToInputMethods, sends } from './keys'

const field = document.createElement('textarea')
const heard: string[] = []
document.body.append(field)
leaveKeysToInputMethods(window)
field.onkeydown = (event) => heard.push(`field ${event.key}`)
document.addEventListener('keydown', (event) => heard.push(`page ${event.key}`), true)

beforeEach(() => heard.splice(0))

function press(init: KeyboardEventInit & { keyCode?: number }): void {
  const event = new KeyboardEvent('keydown', { bubbles: true, ...init })
  if (init.keyCode) Object.defineProperty(event, 'keyCode', { value: init.keyCode })
  if (init.isComposing) Object.defineProperty(event, 'isComposing', { value: true })
  field.dispatchEvent(event)
}

test('Enter sends, Shift+Enter begins a line', () => {
  expect(sends(new KeyboardEvent('keydown', { key: 'Enter' }))).toBe(true)
  expect(sends(new KeyboardEvent('keydown', { key: 'Enter', shiftKey: true }))).toBe(false)
  expect(sends(new KeyboardEvent('keydown', { key: 'a' }))).toBe(false)
})

test.each(['Enter', 'Escape', 'ArrowDown', 'Tab', 'e'])('%s is nobody\'s while a word is composed', (key) => {
  press({ key, isComposing: true })
  press({ key, keyCode: 229 })
  expect(heard).toEqual([])
  press({ key })
  expect(heard).toEqual([`page ${key}`, `field ${key}`])
})
