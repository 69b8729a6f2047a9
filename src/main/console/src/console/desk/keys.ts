// While an input method composes a word, Enter ends the word and sends nothing. Some browsers end the composition before
// the key comes, and tell it only by this code.
const COMPOSING = 229

export function sends(event: KeyboardEvent): boolean {
  const composing = event.isComposing || event.keyCode === COMPOSING
  return event.key === 'Enter' && !event.shiftKey && !event.altKey && !composing
}
