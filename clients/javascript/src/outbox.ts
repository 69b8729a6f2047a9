import type { HubFrame } from './frames'
import { newId } from './ids'
import { FRESH, partsOf, Shelf, type Item, type KeptFrame, type KeptItem, type Problem } from './shelf'
import type { Store } from './store'

// What was written and is not yet stored by the hub, in the order in which it was written. The rules are in
// docs/websocket.md, "What a client does with what is not yet acknowledged": one item is on its way at a time, whatever
// the way is, and the next one follows once the hub has stored it or refused it for good.

export interface Limits {
  // Bytes of a frame in UTF-8.
  largestFrame: number
  // Bytes of a part's text in UTF-8.
  longestText: number
}

// A connection as the outbox sees it. What is sent is answered through `take` or `missed`, or the way is shut.
export interface Way {
  // Throws where it can't be written.
  send(frame: KeptFrame): unknown
  // What was sent last has had no answer for so many times ten seconds.
  stuck(times: number): void
}

// Whether a way was shut by what was on it.
export type Blame = 'none' | 'perhaps' | 'certain'

export type OutboxEvent =
  // Also of what is known, where its place has changed.
  | { type: 'waiting'; item: Item }
  | { type: 'acknowledged'; clientId: string; conversation: string; sequence: number }
  | { type: 'refused'; clientId: string; item: Item; problem: Problem }

export const TOO_LARGE = 'too-large'
// More than this nobody has written and not seen go.
const MOST_ITEMS = 1_000
const MOST_BYTES = 4 * 1024 * 1024
const DEFAULT_LIMITS: Limits = { largestFrame: 128 * 1024, longestText: 64 * 1024 }
const PATIENCE = 10_000
const FIRST_DELAY = 500
const LONGEST_DELAY = 30_000
const SHORTEST_WAIT = 100
// Nobody asks for more in earnest.
const LONGEST_WAIT = 60 * 60 * 1000
// So often in a row, and for so long, something may go wrong with one item before it is given up for those behind it.
const STRIKES = 5
const STRUCK = 60_000

const encoder = new TextEncoder()

export class Outbox {
  private waiting: Item[] = []
  private owner?: string
  private shelf?: Shelf
  private limits = DEFAULT_LIMITS
  private readonly loose = new Set<Item>()
  private lastAt = 0

  private way?: Way
  private sent?: Item
  private patience?: ReturnType<typeof setInterval>
  private pause?: ReturnType<typeof setTimeout>
  // The hub itself said how long to wait.
  private told = false
  private misses = 0
  private strikes = 0
  private struck = 0

  // `store` may be missing where the browser keeps nothing for the page.
  constructor(
    private readonly tell: (event: OutboxEvent) => void = () => {},
    private readonly store?: Store,
  ) {}

  // All that is not yet stored, with what has failed.
  get items(): readonly Item[] {
    return this.waiting
  }

  // Whether something would be lost with the page.
  get unsafe(): boolean {
    return this.waiting.some((item) => !item.problem && this.loose.has(item))
  }

  // Says whose it is. What was written before that was known is theirs; `carry` says so also of what an earlier owner
  // wrote, which else stays behind for them.
  own(owner: string, carry = false): void {
    if (owner === this.owner) return
    if (this.owner !== undefined && !carry) this.leave()
    const earlier = this.shelf
    this.owner = owner
    this.shelf = this.store && new Shelf(this.store, owner)
    const own = this.waiting
    this.waiting = []
    this.lastAt = 0
    this.adopt()
    for (const item of own) {
      const before = { ...item }
      this.put(item)
      // Kept in one place before it goes from the other, where another page may keep more.
      earlier?.remove(before)
    }
    this.next()
  }

  // Somebody else comes: what was written stays on its shelf, and nowhere else.
  leave(): void {
    this.waiting = []
    this.loose.clear()
    this.owner = this.shelf = undefined
    this.stop()
    this.strikes = 0
  }

  // Nothing is sent or waited for any more; what was written stays.
  stop(): void {
    this.unsend()
    this.resume()
  }

  // As `leave`, and nothing stays.
  forget(): void {
    this.shelf?.clear()
    this.leave()
  }

  limit(limits: Partial<Limits>): void {
    this.limits = { largestFrame: limits.largestFrame || this.limits.largestFrame, longestText: limits.longestText || this.limits.longestText }
  }

  // Why the hub would never take this; it is not kept then.
  add(frame: KeptFrame): Problem | undefined {
    const item = sized({ frame, at: Date.now() })
    const problem = this.tooLarge(item) ?? this.full(item)
    if (problem) return problem
    this.put(item)
    this.next()
    return undefined
  }

  // Tries once more what has failed, as the last. It gets a new client id, unless the hub may know the old one.
  again(clientId: string): KeptFrame | undefined {
    const failed = this.find(clientId)
    if (!failed?.problem) return undefined
    const frame = failed.problem.doubtful ? failed.frame : { ...failed.frame, clientId: newId() }
    // Kept in its new place before it goes from its old one.
    this.put(sized({ frame, at: Date.now() }))
    this.drop(failed)
    this.next()
    return frame
  }

  // Gives up what has failed.
  withdraw(clientId: string): void {
    const failed = this.find(clientId)
    if (failed?.problem) this.drop(failed)
  }

  // The hub can be reached this way.
  open(way: Way): void {
    this.unsend()
    this.way = way
    if (!this.told) this.resume()
    this.adopt()
    this.next()
  }

  // True where this ended an item.
  shut(way: Way, blame: Blame = 'none', problem?: Problem): boolean {
    if (this.way !== way) return false
    const { sent } = this
    this.way = undefined
    this.unsend()
    return sent !== undefined && this.strike(sent, blame, problem)
  }

  take(frame: HubFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.limit(frame)
        break
      case 'acknowledged':
        this.stored(frame)
        break
      case 'refused': {
        const item = this.find(frame.clientId)
        if (item) this.fail(item, { code: frame.code, reason: frame.reason })
        this.next()
        break
      }
      case 'busy':
        if (this.sent?.frame.clientId === frame.clientId) {
          this.wait(Math.min(Math.max(frame.retryAfter, SHORTEST_WAIT), LONGEST_WAIT), true)
        }
    }
  }

  // What was sent had no answer, or one that says nothing of it: it is sent again after a while.
  missed(clientId: string, blame: Blame = 'none'): void {
    const { sent } = this
    if (sent?.frame.clientId !== clientId) return
    if (this.strike(sent, blame)) {
      this.next()
      return
    }
    const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.misses++)
    this.wait(longest / 2 + (Math.random() * longest) / 2, false)
  }

  // There is reason to believe that the hub can be reached again.
  hurry(): void {
    if (this.told) return
    this.resume()
    this.next()
  }

  private next(): void {
    if (!this.way || this.sent || this.pause) return
    const item = this.waiting.find(({ problem }) => !problem)
    if (!item) return
    const problem = this.tooLarge(item)
    if (problem) {
      this.fail(item, problem)
      this.next()
      return
    }
    const { way } = this
    let times = 0
    this.sent = item
    this.patience = setInterval(() => way.stuck(++times), PATIENCE)
    try {
      way.send(item.frame)
    } catch (reason) {
      // It can't be written in what this way speaks.
      this.fail(item, { code: 'invalid', reason: String((reason as Error).message) })
      this.next()
    }
  }

  private stored({ clientId, conversation, sequence }: Extract<HubFrame, { type: 'acknowledged' }>): void {
    const item = this.find(clientId)
    if (!item) return
    this.drop(item)
    this.tell({ type: 'acknowledged', clientId, conversation, sequence })
    this.next()
  }

  private fail(item: Item, problem: Problem): void {
    item.problem = problem
    this.keep(item)
    this.release(item)
    this.tell({ type: 'refused', clientId: item.frame.clientId, item, problem })
  }

  private strike(item: Item, blame: Blame, problem?: Problem): boolean {
    if (blame === 'none') return false
    if (blame === 'perhaps') {
      if (this.strikes++ === 0) this.struck = Date.now()
      if (this.strikes < STRIKES || Date.now() - this.struck < STRUCK) return false
    }
    this.fail(item, problem ?? { code: 'unanswered', reason: '', doubtful: true })
    return true
  }

  private wait(delay: number, told: boolean): void {
    this.unsend()
    this.resume()
    this.told = told
    this.pause = setTimeout(() => {
      this.resume()
      this.next()
    }, delay)
  }

  private resume(): void {
    clearTimeout(this.pause)
    this.pause = undefined
    this.told = false
  }

  private unsend(): void {
    clearInterval(this.patience)
    this.sent = undefined
  }

  // What waits no longer is not waited for.
  private release(item: Item): void {
    this.misses = this.strikes = 0
    if (this.sent === item) this.unsend()
  }

  private drop(item: Item): void {
    this.waiting = this.waiting.filter((each) => each !== item)
    this.loose.delete(item)
    this.shelf?.remove(item)
    this.release(item)
  }

  private keep(item: Item): void {
    if (this.shelf?.put(item)) this.loose.delete(item)
    else this.loose.add(item)
  }

  // Takes over what an earlier page left, or another tab that may be gone. Where that one sends it too, both send it in
  // its order, and the hub stores it once.
  private adopt(): void {
    const known = new Set(this.waiting.map(({ frame }) => frame.clientId))
    for (const kept of this.shelf?.all() ?? []) {
      if (known.has(kept.frame.clientId)) continue
      const item = sized(kept)
      this.lastAt = Math.max(this.lastAt, item.at)
      this.waiting.push(item)
      this.tell({ type: 'waiting', item })
      if (!item.problem && item.at < Date.now() - FRESH) this.fail(item, { code: 'expired', reason: '', doubtful: true })
    }
    this.waiting.sort((a, b) => a.at - b.at)
  }

  private put(item: Item): void {
    item.at = this.lastAt = Math.max(item.at, this.lastAt + 1)
    this.waiting.push(item)
    this.keep(item)
    this.tell({ type: 'waiting', item })
  }

  private find(clientId: string): Item | undefined {
    return this.waiting.find(({ frame }) => frame.clientId === clientId)
  }

  private tooLarge({ frame, size }: Item): Problem | undefined {
    const texts = partsOf(frame).map((part) => (part.type === 'text' ? bytes(part.text) : 0))
    const { largestFrame, longestText } = this.limits
    if (Math.max(0, ...texts) > longestText) return tooLarge(Math.max(...texts), longestText)
    return size > largestFrame ? tooLarge(size, largestFrame) : undefined
  }

  private full(item: Item): Problem | undefined {
    const all = this.waiting.reduce((sum, { size }) => sum + size, item.size)
    return this.waiting.length < MOST_ITEMS && all <= MOST_BYTES ? undefined : { code: 'full', reason: '' }
  }
}

function sized(item: KeptItem): Item {
  return { ...item, size: bytes(JSON.stringify(item.frame)) }
}

function tooLarge(size: number, most: number): Problem {
  return { code: TOO_LARGE, reason: `${size} bytes where ${most} are the most`, size, most }
}

function bytes(text: string): number {
  return encoder.encode(text).length
}
