// While an input method composes a word, its keys are its own: Enter ends the word, Escape drops it. Some browsers end the
// composition before the key comes, and tell it only by this code.
const COMPOSING = 229

export function composes(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === COMPOSING
}

// Once called, no handler of ours hears of the keys of an input method, whoever wrote it.
export function leaveKeysToInputMethods(target: Window): void {
  const leave = (event: KeyboardEvent) => {
    if (composes(event)) event.stopImmediatePropagation()
  }
  target.addEventListener('keydown', leave, true)
  target.addEventListener('keyup', leave, true)
}

export function sends(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && !event.shiftKey && !event.altKey
}
