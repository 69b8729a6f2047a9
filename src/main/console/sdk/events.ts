export type EventName = 'ready' | 'open' | 'close' | 'unread' | 'message' | 'error'
export type Listener = (detail?: unknown) => void

const NAMES = ['ready', 'open', 'close', 'unread', 'message', 'error']

// Who wants to know what.
export class Listeners {
  private readonly byName: Record<string, Set<Listener>> = {}

  on(name: EventName, listener: Listener): () => void {
    if (!NAMES.includes(name)) {
      throw new Error(`OmniHub: there is no event ${name}; there are ${NAMES}`)
    }
    const listeners = (this.byName[name] ??= new Set())
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  tell(name: EventName, detail?: unknown): void {
    for (const listener of this.byName[name] ?? []) {
      try {
        listener(detail)
      } catch (problem) {
        console.error(problem)
      }
    }
  }
}
