// Every shortcut is one entry here; the sheet is made of this list.

export type ShortcutGroup = 'list' | 'thread' | 'general'

export interface Shortcut {
  id: string
  group: ShortcutGroup
  // Modifiers in the order Ctrl, Alt, Shift, then the key as KeyboardEvent.code has it, without "Key".
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

// What was pressed. Letters go by their place on the keyboard: with Alt some systems type another character.
export function chordOf(event: KeyboardEvent): string {
  const modifiers = [event.ctrlKey && 'Ctrl', event.altKey && 'Alt'].filter(Boolean)
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]
  if (modifiers.length > 0) {
    if (event.shiftKey) modifiers.push('Shift')
    return [...modifiers, letter ?? event.key].join('+')
  }
  return event.key
}

export function shortcutOf(event: KeyboardEvent): ShortcutId | undefined {
  if (event.metaKey) return undefined
  const chord = chordOf(event)
  // A single character acts only where it could not have been typed.
  if (!chord.includes('+') && isField(event.target)) return undefined
  return SHORTCUTS.find((each) => each.keys === chord)?.id
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
