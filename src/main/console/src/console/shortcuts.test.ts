// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { createTexts } from '@/i18n/texts'
import { chordOf, SHORTCUTS, shortcutOf, shownKeys } from './shortcuts'

function press(init: KeyboardEventInit, target: HTMLElement = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', init)
  Object.defineProperty(event, 'target', { value: target })
  Object.defineProperty(event, 'getModifierState', { value: () => init.modifierAltGraph ?? false })
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

const field = document.createElement('textarea')

test('letters go by their place', () => {
  expect(chordOf(press({ altKey: true, code: 'KeyJ', key: 'j' }))).toBe('Alt+J')
  expect(shortcutOf(press({ altKey: true, code: 'KeyE', key: 'E' }, field))).toBe('resolve')
})

test('a chord works in a field, a single character does not', () => {
  expect(shortcutOf(press({ altKey: true, code: 'KeyP', key: 'p' }, field))).toBe('note')
  expect(shortcutOf(press({ key: '?', code: 'Slash', shiftKey: true }, field))).toBeUndefined()
  expect(shortcutOf(press({ key: '?', code: 'Slash', shiftKey: true }))).toBe('sheet')
})

test.each([
  ['e', 'ę'],
  ['l', 'ł'],
  ['o', 'ó'],
  ['e', 'Dead'],
  ['j', '∆'],
])('Alt and %s that makes %s types it, and nothing else', (letter, key) => {
  const code = `Key${letter.toUpperCase()}`
  expect(shortcutOf(press({ altKey: true, code, key }, field))).toBeUndefined()
  expect(shortcutOf(press({ altKey: true, code, key, modifierAltGraph: true }, field))).toBeUndefined()
  expect(shortcutOf(press({ altKey: true, ctrlKey: true, code, key }, field))).toBeUndefined()
})

test('AltGr is no Alt, not even with a key that makes nothing of it', () => {
  expect(shortcutOf(press({ altKey: true, code: 'KeyA', key: 'a', modifierAltGraph: true }, field))).toBeUndefined()
})

test('where no text is typed a chord acts whatever Alt makes of the letter', () => {
  expect(shortcutOf(press({ altKey: true, code: 'KeyJ', key: '∆' }))).toBe('next')
})

test('a layout with other letters has the same chords', () => {
  expect(shortcutOf(press({ altKey: true, code: 'KeyP', key: 'з' }, field))).toBeUndefined()
  shortcutOf(press({ code: 'KeyP', key: 'з' }, field))
  expect(shortcutOf(press({ altKey: true, code: 'KeyP', key: 'з' }, field))).toBe('note')
})

test('where Option types, Ctrl and Option are the chord', () => {
  expect(shortcutOf(press({ altKey: true, code: 'KeyP', key: 'π' }, field), true)).toBeUndefined()
  expect(shortcutOf(press({ altKey: true, ctrlKey: true, code: 'KeyP', key: 'π' }, field), true)).toBe('note')
  expect(shownKeys('Alt+P', true)).toBe('Ctrl+Option+P')
  expect(shownKeys('Alt+P', false)).toBe('Alt+P')
})
