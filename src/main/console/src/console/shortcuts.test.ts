// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { createTexts } from '@/i18n'
import { chordOf, SHORTCUTS, shortcutOf } from './shortcuts'

function press(init: KeyboardEventInit, target: HTMLElement = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', init)
  Object.defineProperty(event, 'target', { value: target })
  return event
}

// Chords that browsers or systems keep for themselves.
const TAKEN = new Set(['Ctrl+T', 'Ctrl+N', 'Ctrl+W', 'Alt+D', 'Alt+F', 'Alt+Tab', 'Ctrl+L', 'Ctrl+R'])

test('no two shortcuts have the same keys, and none those of the browser', () => {
  const keys = SHORTCUTS.map((each) => each.keys as string)
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys.filter((each) => TAKEN.has(each))).toEqual([])
  expect(new Set(SHORTCUTS.map((each) => each.id)).size).toBe(SHORTCUTS.length)
})

test.each(['en', 'zh'] as const)('each shortcut and group has a name in %s', (language) => {
  const { te } = createTexts(language).global
  for (const shortcut of SHORTCUTS) {
    expect(te(shortcut.label, language), shortcut.label).toBe(true)
    expect(te(`shortcuts.groups.${shortcut.group}`, language)).toBe(true)
  }
})

test('letters go by their place, whatever Alt makes of them', () => {
  expect(chordOf(press({ altKey: true, code: 'KeyJ', key: '∆' }))).toBe('Alt+J')
  expect(shortcutOf(press({ altKey: true, code: 'KeyE', key: '´' }))).toBe('resolve')
})

test('a chord works in a field, a single character does not', () => {
  const field = document.createElement('textarea')
  expect(shortcutOf(press({ altKey: true, code: 'KeyP', key: 'p' }, field))).toBe('note')
  expect(shortcutOf(press({ key: '?', code: 'Slash', shiftKey: true }, field))).toBeUndefined()
  expect(shortcutOf(press({ key: '?', code: 'Slash', shiftKey: true }))).toBe('sheet')
})
