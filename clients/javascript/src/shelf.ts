import type { ClientFrame } from './frames'
import type { Part } from './model'
import type { Store } from './store'

// Where an outbox outlives its page. Each item has an entry of its own, so tabs of one person never overwrite what the
// other has put down; what one of them leaves behind, the next one finds.

export type KeptFrame = Extract<ClientFrame, { clientId: string }>

// What it says.
export function partsOf(frame: KeptFrame): Part[] {
  if (frame.type === 'send') return frame.parts
  return 'parts' in frame.command ? (frame.command.parts ?? []) : []
}

/** Why the hub will not take something, or nothing more is taken here. */
export interface Problem {
  /** `invalid`, `conflict` … as the hub says; `too-large`, `full`, `unreadable`, `unanswered`, `expired`. */
  code: string
  /** A sentence in English; may be empty. */
  reason: string
  /** The hub may have stored it all the same. */
  doubtful?: boolean
  /** Bytes that it has, and bytes that it may have. */
  size?: number
  most?: number
}

export interface KeptItem {
  frame: KeptFrame
  // When it was written; grows from item to item.
  at: number
  // Why it will not be sent.
  problem?: Problem
}

export interface Item extends KeptItem {
  // Bytes of its frame.
  size: number
}

const PREFIX = 'omnihub.outbox.1/'
const DIGITS = 16
const DAY = 24 * 60 * 60 * 1000
// The hub knows a client id for 30 days; long before, nothing is sent by itself any more.
export const FRESH: number = 7 * DAY
const REMEMBERED = 14 * DAY

export class Shelf {
  private readonly prefix: string

  constructor(
    private readonly store: Store,
    owner: string,
  ) {
    this.prefix = `${PREFIX}${encodeURIComponent(owner)}/`
    this.sweep()
  }

  // False where there is no room.
  put(item: KeptItem): boolean {
    try {
      this.store.setItem(this.key(item), JSON.stringify({ frame: item.frame, problem: item.problem }))
      return true
    } catch {
      return false
    }
  }

  remove(item: KeptItem): void {
    this.store.removeItem(this.key(item))
  }

  // In the order in which they were written.
  all(): KeptItem[] {
    return this.keys(this.prefix)
      .map((key) => this.read(key))
      .filter((item) => item !== undefined)
      .sort((a, b) => a.at - b.at)
  }

  clear(): void {
    for (const key of this.keys(this.prefix)) this.store.removeItem(key)
  }

  private read(key: string): KeptItem | undefined {
    try {
      const { frame, problem } = JSON.parse(this.store.getItem(key) ?? '') as Omit<KeptItem, 'at'>
      if (typeof frame.clientId === 'string') return { frame, at: timeOf(key), problem }
    } catch {
      // Somebody else's, or damaged: no use to anybody.
    }
    this.store.removeItem(key)
    return undefined
  }

  // Whoever does not come back leaves nothing here for ever.
  private sweep(): void {
    const oldest = Date.now() - REMEMBERED
    for (const key of this.keys(PREFIX)) if (!(timeOf(key) >= oldest)) this.store.removeItem(key)
  }

  private keys(prefix: string): string[] {
    return Array.from({ length: this.store.length }, (_, index) => this.store.key(index) ?? '').filter((key) => key.startsWith(prefix))
  }

  private key({ at, frame }: KeptItem): string {
    return `${this.prefix}${String(at).padStart(DIGITS, '0')}/${frame.clientId}`
  }
}

function timeOf(key: string): number {
  return Number(key.split('/').at(-2))
}
