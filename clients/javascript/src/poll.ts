import { ApiError, UNAUTHORISED, type Page, type VisitorApi } from './api'
import type { ClientFrame, HubFrame } from './frames'
import type { Outbox, Way } from './outbox'

const WAIT = 25
const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 30_000
const LONGEST_WAIT = 60 * 60 * 1000
// How much later than it should come an answer is still waited for.
const LATE = 10_000
// Behind every entry.
const END = Number.MAX_SAFE_INTEGER
// With these the hub says that the same will never be taken; any other may come from something in between.
const NEVER = new Set([400, 409, 413, 415, 422])

type Send = Extract<ClientFrame, { type: 'send' }>
type Fetch = Extract<ClientFrame, { type: 'fetch' }>

// What stands in for the WebSocket where there is none: REST and long poll, told as the same frames.
export class Poll implements Way {
  private running?: symbol
  private asking?: AbortController
  private rested: () => void = () => {}
  private woken = false
  private misses = 0
  private readUpTo = 0
  private readTold = 0

  // `down` hears that the hub can't be reached.
  constructor(
    private readonly api: VisitorApi,
    private readonly outbox: Outbox,
    private readonly after: () => number,
    private readonly hear: (frames: HubFrame[]) => void,
    private readonly down: () => void = () => {},
  ) {}

  start(): void {
    if (this.running) return
    this.readUpTo = this.readTold = this.misses = 0
    void this.run((this.running = Symbol()))
  }

  stop(): void {
    this.running = undefined
    this.asking?.abort()
    this.rested()
    this.outbox.shut(this)
  }

  // The machine may have slept: an answer that is waited for may never come.
  wake(): void {
    if (!this.running) return
    this.misses = 0
    this.woken = true
    this.asking?.abort()
    this.rested()
    this.outbox.hurry()
  }

  // False for what can't be had this way.
  send(frame: ClientFrame): boolean {
    if (!this.running) return false
    switch (frame.type) {
      case 'send':
        void this.post(frame, this.running)
        return true
      case 'read':
        this.readUpTo = Math.max(this.readUpTo, frame.upTo)
        void this.tellRead()
        return true
      case 'fetch':
        void this.fetch(frame, this.running)
        return true
      default:
        return false
    }
  }

  // Each request has an end of its own.
  stuck(): void {}

  private async run(running: symbol): Promise<void> {
    let known: number | undefined
    while (this.running === running) {
      const asking = (this.asking = new AbortController())
      const wait = known === undefined ? 0 : WAIT
      const late = setTimeout(() => asking.abort(), wait * 1000 + LATE)
      const asked = this.after()
      try {
        // Who has read nothing yet begins at the end.
        const query = known === undefined && asked === 0 ? { before: END } : { after: asked, wait }
        const page = await this.api.entries(query, asking.signal)
        if (this.running !== running) return
        this.misses = 0
        if (page.epoch !== known) this.welcome(page, asked)
        else this.entries(page)
        // Where the log was restored, what was known of it is forgotten: it is asked for anew.
        known = this.after() < asked ? undefined : page.epoch
        void this.tellRead()
        if (wait && page.items.length && this.after() === asked) await this.rest(FIRST_PAUSE)
      } catch (problem) {
        if (this.running !== running) return
        known = undefined
        if (!this.woken) {
          this.down()
          await this.rest(pauseOf(problem) ?? this.backoff())
        }
        this.woken = false
      } finally {
        clearTimeout(late)
      }
    }
  }

  private welcome(page: Page, asked: number): void {
    const welcome: HubFrame = { type: 'welcome', epoch: `e-${page.epoch}`, time: '', heartbeat: WAIT, last: page.last }
    if (asked === 0) this.entries(page)
    this.hear([welcome])
    if (asked > 0 && this.after() >= asked) {
      this.entries(page)
      // What is missing may have been stored while this was asked for: whoever hears it asks again.
      if (page.items.length === 0) this.hear([{ type: 'heartbeat', last: {} }])
    }
    this.outbox.open(this)
  }

  private entries({ items, more }: Page): void {
    if (items.length > 0) this.hear([{ type: 'entries', conversation: '', entries: items, more }])
  }

  private async fetch({ after, before, limit }: Fetch, running: symbol): Promise<void> {
    try {
      const { items, more } = await this.api.entries({ after, before, limit })
      if (this.running === running) this.hear([{ type: 'entries', conversation: '', entries: items, more }])
    } catch {
      // Asked for again with the next welcome.
      this.asking?.abort()
    }
  }

  private async tellRead(): Promise<void> {
    const upTo = this.readUpTo
    if (upTo <= this.readTold) return
    const before = this.readTold
    this.readTold = upTo
    try {
      await this.api.read(upTo)
    } catch {
      // Said again with the next answer.
      this.readTold = before
    }
  }

  private async post({ clientId, parts }: Send, running: symbol): Promise<void> {
    try {
      const { conversation, sequence } = await this.api.send(clientId, parts, () => this.running === running)
      this.outbox.take({ type: 'acknowledged', clientId, conversation, sequence })
    } catch (problem) {
      const status = problem instanceof ApiError ? problem.status : 0
      const pause = pauseOf(problem)
      if (NEVER.has(status)) {
        this.outbox.take({ type: 'refused', clientId, code: 'invalid', reason: (problem as Error).message })
      } else if (pause !== undefined) {
        this.outbox.take({ type: 'busy', clientId, retryAfter: pause })
      } else {
        this.outbox.missed(clientId, status >= 400 && status < 500 && status !== UNAUTHORISED && status !== 429 ? 'perhaps' : 'none')
      }
    }
  }

  private backoff(): number {
    return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.misses++)
  }

  private rest(pause: number): Promise<void> {
    return new Promise((resolve) => {
      const over = setTimeout(resolve, pause)
      this.rested = () => {
        clearTimeout(over)
        resolve()
      }
    })
  }
}

// How long the hub says to wait.
function pauseOf(problem: unknown): number | undefined {
  return problem instanceof ApiError && problem.retryAfter > 0 ? Math.min(problem.retryAfter * 1000, LONGEST_WAIT) : undefined
}
