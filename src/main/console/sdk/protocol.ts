// What the loader in the site's page and the widget in its frame say to each other.

export type Scheme = 'light' | 'dark' | 'auto'

export interface User {
  // A JWT that the site's own server signed.
  token: string
}

export interface Start {
  type: 'start'
  user?: User
  // The token that the widget told before: the page keeps it where the browser keeps nothing for the frame.
  visitor?: string
  // The page said it while nobody was here to hear it.
  reset: boolean
  locale?: string
  color?: string
  scheme: Scheme
  open: boolean
}

export type ToWidget =
  | Start
  | { type: 'open' }
  | { type: 'close' }
  | { type: 'identify'; user: User }
  | { type: 'locale'; locale: string }
  | { type: 'scheme'; scheme: Scheme }
  | { type: 'reset' }

export type ToPage =
  | { type: 'ready'; color?: string; locale: string }
  | { type: 'close' }
  | { type: 'unread'; count: number }
  | { type: 'message'; sender: string; text: string }
  // Who an anonymous visitor is from now on.
  | { type: 'visitor'; token: string }
  | { type: 'talked' }
  | { type: 'error'; reason: string }

// Other scripts of the page talk by messages too.
export interface Marked {
  hub: 1
}

export function post(target: Window, message: ToWidget | ToPage, origin: string): void {
  target.postMessage({ ...message, hub: 1 } satisfies (ToWidget | ToPage) & Marked, origin)
}

// The message, where it comes from whom it should: from this window and from one of these origins.
export function received<M>(event: MessageEvent, source: Window | null | undefined, origins: string[]): M | undefined {
  const data = event.data as (M & Marked) | null
  return source && event.source === source && origins.includes(event.origin) && data?.hub === 1 ? data : undefined
}
