import { expect, vi } from 'vitest'
import type { ModelHub } from './model-hub'

// A browser's page that can be loaded anew: what it listened to and waited for goes with it, what it stored stays.
export class Page {
  private listening: (() => void)[] = []

  constructor(private readonly hub: ModelHub) {
    for (const target of [window, document]) {
      const add = target.addEventListener.bind(target)
      vi.spyOn(target, 'addEventListener').mockImplementation((type: string, listener: unknown) => {
        add(type, listener as EventListener)
        this.listening.push(() => target.removeEventListener(type, listener as EventListener))
      })
    }
  }

  unload(): void {
    this.listening.forEach((end) => end())
    this.listening = []
    this.hub.unload()
  }

  // Whether the browser would ask before it leaves the page.
  asksBeforeLeaving(): boolean {
    return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  }
}

// What may go wrong at a step of a random run.
export function mishap(hub: ModelHub): void {
  switch (Math.floor(hub.random() * 8)) {
    case 0:
      hub.cut([1006, 1006, 1012, 1013, 4408][Math.floor(hub.random() * 5)] ?? 1006)
      break
    case 1:
      hub.stop()
      hub.after(500 + hub.random() * 8000, () => (hub.up = true))
      break
    case 2:
      hub.busy = hub.chance(0.6) ? 0 : 0.6
      break
    case 3:
      hub.sockets = !hub.sockets
      if (!hub.sockets) hub.cut(1006)
      break
    case 4:
      hub.trouble = hub.chance(0.5) ? 0 : 0.5
      break
    case 5:
      window.dispatchEvent(new Event('online'))
  }
}

export function heal(hub: ModelHub): void {
  Object.assign(hub, { up: true, sockets: true, trouble: 0, busy: 0 })
}

// Nothing may be sent before everything that was written earlier is stored, or refused for good.
export function keepsOrder(hub: ModelHub, written: readonly string[]): void {
  hub.hears = (text) => {
    const earlier = written.slice(0, written.indexOf(text)).filter(isGood)
    expect(hub.texts(), `before ${text}`).toEqual(expect.arrayContaining(earlier))
  }
}

export function isGood(text: string): boolean {
  return !text.startsWith('poison')
}
