// Every shortcut is one entry here; the sheet is made of this list.

export type ShortcutGroup = 'list' | 'thread' | 'general'

export interface Shortcut {
  id: string
  group: ShortcutGroup
  // Modifiers in the order Ctrl, Alt, Shift, then the key as KeyboardEvent.code has it, without "Key". It acts only where
  // nothing is typed by it.
  keys: string
  label: string
}

export const SHORTCUTS = [
  { id: 'next', group: 'list', keys: 'Alt+J', label: 'shortcuts.next' },
  { id: 'previous', group: 'list', keys: 'Alt+K', label: 'shortcuts.previous' },
  { id: 'reply', group: 'thread', keys: 'Alt+L', label: 'shortcuts.reply' },
  { id: 'note', group: 'thread', keys: 'Alt+P', label: 'shortcuts.note' },
  { id: 'assign', group: 'thread', keys: 'Alt+A', label: 'shortcuts.assign' },
  { id: 'resolve', group: 'thread', keys: 'Alt+E', label: 'shortcuts.resolve' },
  { id: 'details', group: 'thread', keys: 'Alt+O', label: 'shortcuts.details' },
  { id: 'sheet', group: 'general', keys: '?', label: 'shortcuts.sheet' },
] as const satisfies readonly Shortcut[]

export type ShortcutId = (typeof SHORTCUTS)[number]['id']
export type ShortcutActions = Partial<Record<ShortcutId, () => void>>

// Where Option types signs of its own, a chord is Ctrl and Option.
const APPLE = /^(Mac|iPhone|iPad)/.test(navigator.platform)

// A chord as it is called on this keyboard.
export function shownKeys(keys: string, apple = APPLE): string {
  return apple ? keys.replace('Alt', 'Ctrl+Option') : keys
}

// What the keys of letters were seen to type without Alt, by their place: other layouts have other letters there.
const typed = new Map<string, string>()

// What was pressed. Letters go by their place on the keyboard.
export function chordOf(event: KeyboardEvent, apple = APPLE): string {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]
  const ctrl = event.ctrlKey && !(apple && event.altKey)
  const modifiers = [ctrl && 'Ctrl', event.altKey && 'Alt'].filter(Boolean)
  if (modifiers.length > 0) {
    if (event.shiftKey) modifiers.push('Shift')
    return [...modifiers, letter ?? event.key].join('+')
  }
  if (letter) typed.set(event.code, event.key.toLowerCase())
  return event.key
}

export function shortcutOf(event: KeyboardEvent, apple = APPLE): ShortcutId | undefined {
  if (event.metaKey) return undefined
  const chord = chordOf(event, apple)
  if (isField(event.target) && types(event, apple)) return undefined
  return SHORTCUTS.find((each) => each.keys === chord)?.id
}

// Whether a key puts a character into the field it is pressed in: each does without Alt, and with Alt those that make
// another one of theirs.
function types(event: KeyboardEvent, apple: boolean): boolean {
  if (event.getModifierState('AltGraph')) return true
  if (event.altKey && apple && event.ctrlKey) return false
  if (event.ctrlKey) return event.altKey
  if (event.key === 'Dead') return true
  if ([...event.key].length !== 1) return false
  const own = [event.code.replace('Key', '').toLowerCase(), typed.get(event.code)]
  return !event.altKey || !own.includes(event.key.toLowerCase())
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

const layers: ShortcutActions[] = []

// The last screen that names an action gets it. Returns how to end it.
export function offer(actions: ShortcutActions): () => void {
  layers.push(actions)
  return () => void layers.splice(layers.indexOf(actions), 1)
}

export function listen(): void {
  window.addEventListener('keydown', (event) => {
    const id = shortcutOf(event)
    const action = id && layers.findLast((layer) => layer[id])?.[id]
    if (action) {
      event.preventDefault()
      action()
    }
  })
}
