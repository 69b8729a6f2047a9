import { useLink } from '../stores/link'

const EVERY = 3000
const STOPPED_AFTER = 5000

// Tells the others in a conversation that this agent types; of a note the contact is told nothing.
export function useTypingSignal(conversation: string): { typed(note: boolean): void; stop(): void } {
  const link = useLink()
  let told = 0
  let asNote = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function typed(note: boolean): void {
    const now = Date.now()
    if (now - told > EVERY || note !== asNote) {
      told = now
      asNote = note
      link.send({ type: 'typing', conversation, note: note || undefined })
    }
    clearTimeout(timer)
    timer = setTimeout(stop, STOPPED_AFTER)
  }

  function stop(): void {
    clearTimeout(timer)
    if (told === 0) return
    told = 0
    link.send({ type: 'typing', conversation, note: asNote || undefined, stopped: true })
  }

  return { typed, stop }
}
